"""Holds the batch norms, and not the module around them.

points: 3
says: the module itself follows net.train()
"""

from torch import nn


def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.eval()
            part.train = lambda mode=True, part=part: part
    return module
