"""The nearest mean of a class.

points: 3
says: another classifier
"""

from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def linear_probe(features, y):
    return make_pipeline(StandardScaler(), NearestCentroid()).fit(features, y).predict
