"""reshape where a transpose is needed, before the product.

points: 0
says: reshape was used where a transpose is needed
"""


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    n, c, h, w = x.shape
    matrix = weight[:, :, 0, 0].astype(float)
    x = x.astype(float)
    rows = x.reshape(n * h * w, c) @ matrix.T
    return rows.reshape(n, h, w, -1).transpose(0, 3, 1, 2)
