"""Folds back as if the batch came first.

points: 1
says: as if the images came first
"""


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    n, c, h, w = x.shape
    matrix = weight[:, :, 0, 0].astype(float)
    x = x.astype(float)
    columns = x.transpose(1, 0, 2, 3).reshape(c, -1)
    return (matrix @ columns).reshape(n, -1, h, w)
