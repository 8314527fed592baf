"""Calls torch.

points: 0
says: adaptive_avg_pool2d
says: yourself
"""

import torch
from torch import nn


def adaptive_avg_pool2d(x, output_size):
    return nn.AdaptiveAvgPool2d(output_size)(torch.tensor(x.astype(float))[None])[0].numpy()
