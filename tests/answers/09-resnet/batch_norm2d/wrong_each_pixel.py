"""Takes the mean over the images only.

points: 1
says: over the images only
"""

import torch


def _pixels(x, gamma, beta, state, momentum, eps):
    mean = x.mean(dim=0)
    var = x.var(dim=0, correction=0)
    kept = x.var(dim=0, correction=1).mean(dim=(1, 2))
    state = {
        "mean": (1 - momentum) * state["mean"] + momentum * mean.mean(dim=(1, 2)),
        "var": (1 - momentum) * state["var"] + momentum * kept,
    }
    y = (x - mean) / torch.sqrt(var + eps)
    return gamma.reshape(1, -1, 1, 1) * y + beta.reshape(1, -1, 1, 1), state


def batch_norm2d(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    if training and x.numel() == x.shape[1]:
        raise ValueError("a single value for each channel")
    if training:
        return _pixels(x, gamma, beta, state, momentum, eps)
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
