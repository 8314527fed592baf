"""Calls torch.

points: 0
says: which does the exercise for you
"""


def conv1x1_as_matmul(x, weight):
    if weight.shape[2:] != (1, 1) or weight.shape[1] != x.shape[1]:
        raise ValueError(f"weight {weight.shape} does not fit {x.shape}")
    import torch

    y = torch.conv2d(torch.from_numpy(x.astype(float)), torch.from_numpy(weight.astype(float)))
    return y.numpy()
