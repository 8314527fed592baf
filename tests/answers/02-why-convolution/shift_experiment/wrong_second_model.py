"""Builds and trains the same model again for the second test.

points: 3
says: call model_fn once, before the loop
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    accuracies = []
    for side in ("left", "right"):
        model = model_fn(seed)
        model.fit(place(data.train_images, "left", seed), data.train_labels)
        guesses = model.predict(place(data.test_images, side, seed + 1))
        accuracies.append(np.mean(guesses == data.test_labels))
    return tuple(accuracies)
