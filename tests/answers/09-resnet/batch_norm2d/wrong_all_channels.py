"""Takes the mean over all channels together.

points: 1
says: over all channels together
"""

import torch


def batch_norm2d(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    if training and x.numel() == x.shape[1]:
        raise ValueError("a single value for each channel")
    if training:
        mean = x.mean()
        var = x.var(correction=0)
        unbiased = x.var(correction=1)
        state = {
            "mean": (1 - momentum) * state["mean"] + momentum * mean,
            "var": (1 - momentum) * state["var"] + momentum * unbiased,
        }
    else:
        mean, var = state["mean"], state["var"]
    y = (x - mean.reshape(1, -1, 1, 1)) / torch.sqrt(var + eps).reshape(1, -1, 1, 1)
    return gamma.reshape(1, -1, 1, 1) * y + beta.reshape(1, -1, 1, 1), state
