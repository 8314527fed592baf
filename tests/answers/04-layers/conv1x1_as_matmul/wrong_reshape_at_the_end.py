"""reshape where a transpose is needed, after the product.

points: 0
says: for a transpose at the end
"""


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    n, c, h, w = x.shape
    matrix = weight[:, :, 0, 0].astype(float)
    x = x.astype(float)
    return (x.transpose(0, 2, 3, 1) @ matrix.T).reshape(n, -1, h, w)
