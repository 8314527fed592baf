"""Indices modulo the size, cell by cell."""

import numpy as np


def moved(x, dy, dx):
    height, width = x.shape[-2:]
    rows = (np.arange(height) - dy) % height
    columns = (np.arange(width) - dx) % width
    return x[..., rows[:, np.newaxis], columns]


def equivariance_error(f, x, shift, stride=1, border=0):
    one = f(moved(x, *shift))
    other = moved(f(x), *(int(np.floor(n / stride)) for n in shift))
    height, width = one.shape[-2:]
    errors = [
        np.max(np.abs(one[..., i, j] - other[..., i, j]))
        for i in range(border, height - border)
        for j in range(border, width - border)
    ]
    if not errors:
        raise ValueError(f"a border of {border} is all there is")
    return max(errors)
