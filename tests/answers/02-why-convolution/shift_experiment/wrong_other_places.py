"""Another seed of the places for each test.

points: 4
says: seed of the places differs
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    model.fit(place(data.train_images, "left", seed), data.train_labels)
    same = model.predict(place(data.test_images, "left", seed + 1)) == data.test_labels
    other = model.predict(place(data.test_images, "right", seed + 2)) == data.test_labels
    return np.mean(same), np.mean(other)
