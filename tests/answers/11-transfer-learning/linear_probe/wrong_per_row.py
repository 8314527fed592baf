"""Standardises each row by itself.

points: 0
says: each row by itself
"""

import numpy as np
from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    def scaled(x):
        std = x.std(axis=1, keepdims=True)
        return (x - x.mean(axis=1, keepdims=True)) / np.where(std > 0, std, 1)

    fitted = LogisticRegression(max_iter=2000).fit(scaled(features), y)
    return lambda new: fitted.predict(scaled(new))
