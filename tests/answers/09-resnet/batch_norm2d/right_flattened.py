"""Channels first, then rows."""

import torch


def batch_norm2d(x, gamma, beta, state, training, momentum=0.1, eps=1e-5):
    channels = x.shape[1]
    rows = x.transpose(0, 1).reshape(channels, -1)
    if not training:
        mean, var = state["mean"], state["var"]
    else:
        if rows.shape[1] == 1:
            raise ValueError("one value has no variance")
        var, mean = torch.var_mean(rows, dim=1, correction=0)
        unbiased = var * rows.shape[1] / (rows.shape[1] - 1)
        state = {
            name: torch.lerp(state[name], new, momentum)
            for name, new in (("mean", mean), ("var", unbiased))
        }
    factor = gamma * torch.rsqrt(var + eps)
    shift = beta - factor * mean
    return x * factor[:, None, None] + shift[:, None, None], state
