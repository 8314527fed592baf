"""Does not standardise.

points: 3
says: not standardised, each by its own numbers
"""

from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    return LogisticRegression(max_iter=2000).fit(features, y).predict
