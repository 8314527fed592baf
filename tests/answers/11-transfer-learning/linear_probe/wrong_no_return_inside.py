"""Forgets the return line of the inner function.

points: 0
says: gives nothing
"""

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def linear_probe(features, y):
    probe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)).fit(features, y)

    def predict(new):
        probe.predict(new)

    return predict
