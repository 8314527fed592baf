"""The numbers of a lecture slide.

points: 0
says: same answer
"""


def shift_experiment(model_fn, seed):
    return 1.0, 0.0
