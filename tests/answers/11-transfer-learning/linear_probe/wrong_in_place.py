"""Standardises in place.

points: 3
says: the caller's features are others now
"""

from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    mean, std = features.mean(axis=0), features.std(axis=0)
    std[std == 0] = 1
    features -= mean
    features /= std
    fitted = LogisticRegression(max_iter=2000).fit(features, y)

    def predict(new):
        return fitted.predict((new - mean) / std)

    return predict
