"""Tests on the training images.

points: 4
says: test on the training images
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    model.fit(place(data.train_images, "left", seed), data.train_labels)
    same = model.predict(place(data.train_images, "left", seed + 1)) == data.train_labels
    other = model.predict(place(data.train_images, "right", seed + 1)) == data.train_labels
    return np.mean(same), np.mean(other)
