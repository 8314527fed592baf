"""Freezes the parameters and forgets batch norm.

points: 1
says: no parameter learns, but batch norm is in training mode
"""


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    return module
