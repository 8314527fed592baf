"""Layers made anew in each pass.

points: 1
says: no parameters that it knows of
"""

import torch.nn.functional as F
from torch import nn


class LeNet5(nn.Module):
    def forward(self, x):
        x = F.max_pool2d(F.relu(nn.Conv2d(1, 6, 5, padding=2).to(x)(x)), 2)
        x = F.max_pool2d(F.relu(nn.Conv2d(6, 16, 5).to(x)(x)), 2)
        x = F.relu(nn.Linear(400, 120).to(x)(x.flatten(1)))
        x = F.relu(nn.Linear(120, 84).to(x)(x))
        return nn.Linear(84, 10).to(x)(x)
