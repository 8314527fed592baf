"""Differences of cumulative sums."""

import numpy as np


def along(x, out):
    """Means of windows along the last axis."""
    n = x.shape[-1]
    total = np.concatenate([np.zeros((*x.shape[:-1], 1)), np.cumsum(x, axis=-1)], axis=-1)
    start = np.array([int(np.floor(i * n / out)) for i in range(out)])
    end = np.array([int(np.ceil((i + 1) * n / out)) for i in range(out)])
    return (total[..., end] - total[..., start]) / (end - start)


def adaptive_avg_pool2d(x, output_size):
    try:
        rows, columns = output_size
    except TypeError:
        rows = columns = output_size
    if rows <= 0 or columns <= 0:
        raise ValueError(f"no output of {rows} x {columns}")
    y = along(x.astype(np.float64), columns)
    return np.swapaxes(along(np.swapaxes(y, -1, -2), rows), -1, -2)
