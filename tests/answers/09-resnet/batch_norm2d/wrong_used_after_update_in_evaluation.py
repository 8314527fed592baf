"""Normalises in evaluation with an updated state.

points: 5
says: changes in evaluation
"""

import torch


def batch_norm2d(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    if training and x.numel() == x.shape[1]:
        raise ValueError("a single value for each channel")
    new = {
        "mean": (1 - momentum) * state["mean"] + momentum * x.mean(dim=(0, 2, 3)),
        "var": (1 - momentum) * state["var"] + momentum * x.var(dim=(0, 2, 3)),
    }
    if training:
        mean = x.mean(dim=(0, 2, 3))
        var = x.var(dim=(0, 2, 3), correction=0)
    else:
        mean, var = new["mean"], new["var"]
    y = (x - mean.reshape(1, -1, 1, 1)) / torch.sqrt(var + eps).reshape(1, -1, 1, 1)
    return gamma.reshape(1, -1, 1, 1) * y + beta.reshape(1, -1, 1, 1), new
