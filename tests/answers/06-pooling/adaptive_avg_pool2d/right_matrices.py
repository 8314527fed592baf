"""One averaging matrix for each axis."""

import numpy as np


def averaging(n, out):
    if out < 1:
        raise ValueError(f"{out} windows are none")
    pixel, window = np.arange(n), np.arange(out)[:, np.newaxis]
    inside = (pixel >= window * n // out) & (pixel < -(-(window + 1) * n // out))
    return inside / inside.sum(axis=1, keepdims=True)


def adaptive_avg_pool2d(x, output_size):
    rows, columns = np.broadcast_to(output_size, 2)
    down, across = averaging(x.shape[-2], rows), averaging(x.shape[-1], columns)
    return np.einsum("ih,...hw,jw->...ij", down, x.astype(float), across)
