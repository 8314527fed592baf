"""Writes a train that takes no mode.

points: 1
says: your train takes no argument
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    module.train = lambda: module
    return module
