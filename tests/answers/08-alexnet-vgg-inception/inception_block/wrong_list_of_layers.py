"""Six layers in a list.

points: 0
says: list of Python
"""

import torch
from torch import nn


class InceptionBlock(nn.Module):
    def __init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
        super().__init__()
        sizes = [(in_channels, ch1x1, 1), (in_channels, ch3x3red, 1), (ch3x3red, ch3x3, 3)]
        sizes += [(in_channels, ch5x5red, 1), (ch5x5red, ch5x5, 5), (in_channels, pool_proj, 1)]
        self.layers = [nn.Conv2d(a, b, k, padding=k // 2) for a, b, k in sizes]
        self.pool = nn.MaxPool2d(3, 1, 1)

    def forward(self, x):
        one, red3, three, red5, five, last = self.layers
        parts = one(x), three(red3(x).relu()), five(red5(x).relu()), last(self.pool(x))
        return torch.cat(parts, dim=1).relu()
