"""Takes the nearest neighbour.

points: 3
says: it is not linear
"""

from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def linear_probe(features, y):
    probe = make_pipeline(StandardScaler(), KNeighborsClassifier(1))
    return probe.fit(features, y).predict
