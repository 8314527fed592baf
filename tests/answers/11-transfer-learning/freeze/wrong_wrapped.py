"""Returns something around the module.

points: 3
says: you return another one around it
"""

from torch import nn


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    module.train = lambda mode=True: module
    return nn.Sequential(module)
