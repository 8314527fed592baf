"""Sets the momentum to 0.

points: 1
says: each batch is normalised with its own
"""

from torch import nn


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.momentum = 0.0
    return module
