"""A constant list.

points: 0
says: expected
"""


def overfit_one_batch(model, x, y, steps=100, learning_rate=0.001):
    return [2.3026] * steps
