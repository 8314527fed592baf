"""Trains on both sides.

points: 3
says: trained on both sides
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    sides = [place(data.train_images, side, seed) for side in ("left", "right")]
    model.fit(np.concatenate(sides), np.concatenate([data.train_labels] * 2))
    same = model.predict(place(data.test_images, "left", seed + 1)) == data.test_labels
    other = model.predict(place(data.test_images, "right", seed + 1)) == data.test_labels
    return np.mean(same), np.mean(other)
