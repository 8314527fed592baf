"""Predicts in batches and returns a list."""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    model.fit(place(data.train_images, "left", seed), data.train_labels)
    accuracies = []
    for side in ("left", "right"):
        canvases = place(data.test_images, side, seed)
        parts = [model.predict(canvases[i : i + 100]) for i in range(0, len(canvases), 100)]
        accuracies.append((np.concatenate(parts) == data.test_labels).mean())
    return accuracies
