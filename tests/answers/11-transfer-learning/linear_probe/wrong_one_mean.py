"""Takes one mean over all features.

points: 3
says: not standardised, each by its own numbers
"""

from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    mean, std = features.mean(), features.std()
    fitted = LogisticRegression(max_iter=2000).fit((features - mean) / std, y)

    def predict(new):
        return fitted.predict((new - mean) / std)

    return predict
