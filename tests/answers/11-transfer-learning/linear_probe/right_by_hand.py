import numpy as np
from sklearn.linear_model import LogisticRegression


def linear_probe(features, y):
    mean, std = features.mean(axis=0), features.std(axis=0)
    std = np.where(std > 0, std, 1)
    fitted = LogisticRegression(max_iter=2000).fit((features - mean) / std, y)

    def predict(new):
        return fitted.predict((new - mean) / std)

    return predict
