"""Puts the test digits at the same places, whatever the seed.

points: 4
says: test digits stand at the same places for every seed
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    model.fit(place(data.train_images, "left", seed), data.train_labels)
    same = model.predict(place(data.test_images, "left", 1)) == data.test_labels
    other = model.predict(place(data.test_images, "right", 1)) == data.test_labels
    return np.mean(same), np.mean(other)
