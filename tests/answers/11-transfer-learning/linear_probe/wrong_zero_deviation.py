"""Divides by a deviation of 0.

points: 3
says: you divide by it
"""

from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    mean, std = features.mean(axis=0), features.std(axis=0)
    fitted = LogisticRegression(max_iter=2000).fit((features - mean) / std, y)

    def predict(new):
        return fitted.predict((new - mean) / std)

    return predict
