"""Two paths as sequences, made in another order."""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.fits = stride == 1 and in_channels == out_channels
        if not self.fits:
            self.project = nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False)
            self.project_norm = nn.BatchNorm2d(out_channels)
        self.end = nn.ReLU(inplace=True)
        last = nn.BatchNorm2d(out_channels)
        with torch.no_grad():
            last.weight.fill_(0.0)
        self.path = nn.ModuleList(
            [
                nn.Conv2d(in_channels, out_channels, (3, 3), stride, (1, 1), bias=False),
                nn.BatchNorm2d(out_channels),
                nn.ReLU(),
                nn.Conv2d(out_channels, out_channels, (3, 3), 1, "same", bias=False),
                last,
            ]
        )

    def forward(self, x):
        shortcut = x if self.fits else self.project_norm(self.project(x))
        for layer in self.path:
            x = layer(x)
        return self.end(x.add(shortcut))
