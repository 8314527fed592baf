"""Trains on the test images, too.

points: 2
says: trained on the test images, too
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    canvases = np.concatenate([data.train_images, data.test_images])
    labels = np.concatenate([data.train_labels, data.test_labels])
    model.fit(place(canvases, "left", seed), labels)
    same = model.predict(place(data.test_images, "left", seed + 1)) == data.test_labels
    other = model.predict(place(data.test_images, "right", seed + 1)) == data.test_labels
    return np.mean(same), np.mean(other)
