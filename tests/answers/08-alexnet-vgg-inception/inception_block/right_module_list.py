"""A plan as data."""

import torch
from torch import nn


class InceptionBlock(nn.Module):
    def __init__(self, in_channels, *widths):
        super().__init__()
        one, red3, three, red5, five, pool = widths
        plans = [[(one, 1)], [(red3, 1), (three, 3)], [(red5, 1), (five, 5)], [(pool, 1)]]
        self.branches = nn.ModuleList()
        for plan in plans:
            layers, before = [], in_channels
            for after, k in plan:
                layers += [nn.Conv2d(before, after, k, padding=(k - 1) // 2), nn.ReLU()]
                before = after
            self.branches.append(nn.Sequential(*layers))
        self.branches[3].insert(0, nn.MaxPool2d(3, stride=1, padding=1))

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)
