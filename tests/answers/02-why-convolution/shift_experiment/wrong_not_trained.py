"""Forgets to train.

points: 2
says: without any training
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    same = model.predict(place(data.test_images, "left", seed + 1)) == data.test_labels
    other = model.predict(place(data.test_images, "right", seed + 1)) == data.test_labels
    return np.mean(same), np.mean(other)
