"""The same seed for all places."""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    model.fit(place(data.train_images, "left", seed), data.train_labels)
    same = model.predict(place(data.test_images, "left", seed)) == data.test_labels
    other = model.predict(place(data.test_images, "right", seed)) == data.test_labels
    return np.mean(same), np.mean(other)
