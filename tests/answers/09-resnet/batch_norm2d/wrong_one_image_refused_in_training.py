"""Refuses a single image in training.

points: 3
says: each channel has several values
"""

import torch


def batch_norm2d(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    if training and x.shape[0] == 1:
        raise ValueError("a single value for each channel")
    if training:
        mean = x.mean(dim=(0, 2, 3))
        var = x.var(dim=(0, 2, 3), correction=0)
        unbiased = x.var(dim=(0, 2, 3), correction=1)
        state = {
            "mean": (1 - momentum) * state["mean"] + momentum * mean,
            "var": (1 - momentum) * state["var"] + momentum * unbiased,
        }
    else:
        mean, var = state["mean"], state["var"]
    y = (x - mean.reshape(1, -1, 1, 1)) / torch.sqrt(var + eps).reshape(1, -1, 1, 1)
    return gamma.reshape(1, -1, 1, 1) * y + beta.reshape(1, -1, 1, 1), state
