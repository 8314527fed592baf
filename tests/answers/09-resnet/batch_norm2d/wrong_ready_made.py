"""Calls torch's.

points: 0
says: does the exercise for you
"""

import torch.nn.functional as F


def batch_norm2d(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    mean, var = state["mean"].clone(), state["var"].clone()
    y = F.batch_norm(x, mean, var, gamma, beta, training, momentum, eps)
    return y, {"mean": mean, "var": var}
