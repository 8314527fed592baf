"""Holds only the batch norms among the direct children.

points: 1
says: inside a block still follows
"""

from torch import nn


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    for part in [module, *module.children()]:
        if isinstance(part, nn.BatchNorm2d):
            part.train = lambda mode=True, part=part: part
    return module
