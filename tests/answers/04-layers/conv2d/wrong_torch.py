"""Calls torch.

points: 0
says: which does the exercise for you
"""

import numpy as np
import torch


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = (torch.from_numpy(np.asarray(a, float)) for a in (x, weight))
    bias = None if bias is None else torch.from_numpy(bias)
    return torch.nn.functional.conv2d(x, weight, bias, stride, padding, dilation, groups).numpy()
