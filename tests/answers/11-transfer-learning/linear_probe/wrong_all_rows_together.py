"""Standardises new rows by the statistics of all rows.

points: 3
says: depends on which rows come with it
"""

import numpy as np
from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    def scaled(x, mean, std):
        return (x - mean) / np.where(std == 0, 1, std)

    fitted = LogisticRegression(max_iter=2000)
    fitted.fit(scaled(features, features.mean(axis=0), features.std(axis=0)), y)

    def predict(new):
        every = np.concatenate([features, new])
        return fitted.predict(scaled(new, every.mean(axis=0), every.std(axis=0)))

    return predict
