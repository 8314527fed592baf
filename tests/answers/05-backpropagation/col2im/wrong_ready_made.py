"""Calls torch.

points: 0
says: which does the exercise for you
"""


def col2im(columns, output_size, kernel_size, stride=1, padding=0):
    import torch

    fold = torch.nn.Fold(output_size, kernel_size, 1, padding, stride)
    return fold(torch.from_numpy(columns)).numpy()
