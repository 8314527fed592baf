"""Multiplies in uint8.

points: 2
says: overflow
"""


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    n, c, h, w = x.shape
    return (weight[:, :, 0, 0] @ x.reshape(n, c, h * w)).reshape(n, -1, h, w) + 0.0
