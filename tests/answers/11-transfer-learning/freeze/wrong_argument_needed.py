"""Writes a train that needs its argument.

points: 3
says: your train must be given the mode
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    module.train = lambda mode: module
    return module
