"""One entry, then the rest."""

import numpy as np


def gradient_check(f, x, gradient):
    if np.shape(gradient) != np.shape(x):
        raise ValueError("shapes differ")
    if np.isnan(gradient).any() or np.isinf(gradient).any():
        raise ValueError("nan or infinity in the gradient")

    def slopes(k):
        if k == x.size:
            return []
        step = np.zeros(x.size)
        step[k] = 1e-5
        step = step.reshape(x.shape)
        base = np.array(x, dtype=np.float64)
        return [(f(base + step) - f(base - step)) / 2e-5, *slopes(k + 1)]

    measured, claimed = slopes(0), [float(g) for g in gradient.flat]
    apart = max(abs(m - g) for m, g in zip(measured, claimed, strict=True))
    return apart / (max(map(abs, measured + claimed)) or 1.0)
