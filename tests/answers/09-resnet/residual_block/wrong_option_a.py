"""Fills with zeros: option A.

points: 3
says: option a
"""

import torch.nn.functional as F
from torch import nn


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(out_channels)
        nn.init.zeros_(self.norm2.weight)
        self.__dict__["shortcut"] = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            more = out_channels - in_channels
            around = (0, 0, 0, 0, 0, more)
            self.__dict__["shortcut"] = lambda x: F.pad(x[:, :, ::stride, ::stride], around)

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        return F.relu(y + self.shortcut(x))
