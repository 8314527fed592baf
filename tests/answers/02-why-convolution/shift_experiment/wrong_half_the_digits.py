"""The first half of the test digits at the left, the rest at the right.

points: 4
says: test digits: 180 left, 179 right
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    model.fit(place(data.train_images, "left", seed), data.train_labels)
    first, rest = slice(0, 180), slice(180, None)
    same = model.predict(place(data.test_images[first], "left", seed + 1))
    other = model.predict(place(data.test_images[rest], "right", seed + 1))
    return (
        np.mean(same == data.test_labels[first]),
        np.mean(other == data.test_labels[rest]),
    )
