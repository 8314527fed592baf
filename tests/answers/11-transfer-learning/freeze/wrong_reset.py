"""Sets the running statistics back.

points: 1
says: you set the running statistics back to 0 and 1
"""

from torch import nn


def freeze(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    module.train = lambda mode=True: module
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.reset_running_stats()
    return module
