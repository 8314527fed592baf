"""Another strength of the regularisation.

points: 3
says: other settings
"""

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def linear_probe(features, y):
    classifier = LogisticRegression(C=100, max_iter=2000)
    return make_pipeline(StandardScaler(), classifier).fit(features, y).predict
