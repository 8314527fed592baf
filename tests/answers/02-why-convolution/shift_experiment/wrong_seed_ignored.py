"""Uses the seed nowhere.

points: 4
says: ignores the seed
"""

import numpy as np

from cnnlib.exercises.moved_digits import digits, place


def shift_experiment(model_fn, seed):
    data = digits()
    model = model_fn(0)
    model.fit(place(data.train_images, "left", 0), data.train_labels)
    same = model.predict(place(data.test_images, "left", 1)) == data.test_labels
    other = model.predict(place(data.test_images, "right", 1)) == data.test_labels
    return np.mean(same), np.mean(other)
