"""Standardises new rows in place.

points: 0
says: changes the rows that it is given
"""

from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    mean, std = features.mean(axis=0), features.std(axis=0)
    std[std == 0] = 1
    classifier = LogisticRegression(max_iter=2000).fit((features - mean) / std, y)

    def predict(new):
        new -= mean
        new /= std
        return classifier.predict(new)

    return predict
