"""Rows of a unit matrix as steps."""

import numpy as np


def gradient_check(f, x, gradient):
    if x.shape != gradient.shape or not np.isfinite(gradient).all():
        raise ValueError("a gradient is finite and has the shape of x")
    steps = 1e-5 * np.eye(x.size).reshape(-1, *x.shape)
    slopes = [(f(x + step) - f(x - step)) / 2e-5 for step in steps]
    measured = np.reshape(slopes, x.shape)
    entries = np.concatenate([gradient.ravel(), measured.ravel()])
    scale = np.linalg.norm(entries, np.inf)
    return float(np.linalg.norm((gradient - measured).ravel(), np.inf) / (scale or 1))
