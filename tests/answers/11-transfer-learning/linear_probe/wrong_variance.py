"""Divides by the variance.

points: 3
says: by something else than its standard deviation
"""

import numpy as np
from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    mean, variance = features.mean(axis=0), features.var(axis=0)
    variance = np.where(variance > 0, variance, 1)
    classifier = LogisticRegression(max_iter=2000).fit((features - mean) / variance, y)
    return lambda new: classifier.predict((new - mean) / variance)
