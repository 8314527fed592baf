"""Tests the other side first, with the library's own data, and counts by hand."""

from cnnlib import datasets
from cnnlib.exercises.moved_digits import place


def shift_experiment(model_fn, seed):
    data = datasets.digits()
    model = model_fn(seed)
    model.fit(place(data.train_images, "left", 1000 + seed), data.train_labels)

    def accuracy(side):
        canvases = place(data.test_images, side, seed)
        guesses = model.predict(canvases)
        right = [int(a) == int(b) for a, b in zip(guesses, data.test_labels)]
        return sum(right) / len(right)

    other = accuracy("right")
    return accuracy("left"), other
