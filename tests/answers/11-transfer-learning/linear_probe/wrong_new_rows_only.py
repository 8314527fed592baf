"""Standardises the new rows, and not the training features.

points: 0
says: you standardise the new rows, and not the training features
"""

import numpy as np
from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    mean, std = features.mean(axis=0), features.std(axis=0)
    fitted = LogisticRegression(max_iter=2000).fit(features, y)
    return lambda new: fitted.predict((new - mean) / np.where(std == 0, 1, std))
