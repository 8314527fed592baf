"""Standardises new rows by their own numbers.

points: 3
says: by their own mean and deviation
"""

import numpy as np
from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    mean, std = features.mean(axis=0), features.std(axis=0)
    std = np.where(std > 0, std, 1)
    fitted = LogisticRegression(max_iter=2000).fit((features - mean) / std, y)

    def predict(new):
        own = np.where(new.std(axis=0) > 0, new.std(axis=0), 1)
        return fitted.predict((new - new.mean(axis=0)) / own)

    return predict
