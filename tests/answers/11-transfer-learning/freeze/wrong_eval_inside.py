"""Calls eval in train.

points: 1
says: call each other for ever
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.train = lambda mode=True: module.eval()
    return module
