"""reshape before and after.

points: 0
says: before the product and after it
"""


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    n, c, h, w = x.shape
    matrix = weight[:, :, 0, 0].astype(float)
    x = x.astype(float)
    return (x.reshape(n * h * w, c) @ matrix.T).reshape(n, -1, h, w)
