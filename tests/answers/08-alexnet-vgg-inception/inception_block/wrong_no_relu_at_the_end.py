"""No ReLU at the ends.

points: 3
says: ReLU at the end of the branches is missing
"""

import torch
import torch.nn.functional as F
from torch import nn


class InceptionBlock(nn.Module):
    def __init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
        super().__init__()
        self.pool_proj = nn.Conv2d(in_channels, pool_proj, 1)
        self.ch5x5 = nn.Conv2d(ch5x5red, ch5x5, 5, padding="same")
        self.ch5x5red = nn.Conv2d(in_channels, ch5x5red, 1)
        self.ch3x3 = nn.Conv2d(ch3x3red, ch3x3, 3, padding="same")
        self.ch3x3red = nn.Conv2d(in_channels, ch3x3red, 1)
        self.ch1x1 = nn.Conv2d(in_channels, ch1x1, 1)

    def forward(self, x):
        a = self.ch1x1(x)
        b = self.ch3x3(F.relu(self.ch3x3red(x)))
        c = self.ch5x5(F.relu(self.ch5x5red(x)))
        d = self.pool_proj(F.max_pool2d(x, 3, stride=1, padding=1))
        return torch.cat((a, b, c, d), 1)
