"""Calls torch.

points: 0
says: which does the exercise for you
"""


def im2col(x, kernel_size, stride=1, padding=0):
    import torch

    x = torch.from_numpy(x)
    return torch.nn.functional.unfold(x, kernel_size, 1, padding, stride).numpy()
