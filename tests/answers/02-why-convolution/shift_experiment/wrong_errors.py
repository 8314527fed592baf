"""Returns the error rates.

points: 0
says: measure the errors
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(seed)
    model.fit(place(data.train_images, "left", seed), data.train_labels)
    same = model.predict(place(data.test_images, "left", seed + 1)) == data.test_labels
    other = model.predict(place(data.test_images, "right", seed + 1)) == data.test_labels
    return 1 - np.mean(same), 1 - np.mean(other)
