"""Calls cnnlib.

points: 0
says: which does the exercise for you
"""


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    from cnnlib import functional

    return functional.conv2d(x.astype(float), weight.astype(float))
