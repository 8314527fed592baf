"""The numbers of a lecture slide.

points: 0
says: ?
"""

def shift_experiment(model_fn, seed):
    return 1.0, 0.0
