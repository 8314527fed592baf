"""Lets autograd find the adjoint.

points: 0
says: which does the exercise for you
"""


def col2im(columns, output_size, kernel_size, stride=1, padding=0):
    import torch

    channels = columns.shape[1] // (kernel_size[0] * kernel_size[1])
    x = torch.zeros(len(columns), channels, *output_size, dtype=torch.float64)
    x.requires_grad_()
    padded = torch.nn.functional.pad(x, (padding,) * 4)
    windows = padded.unfold(2, kernel_size[0], stride).unfold(3, kernel_size[1], stride)
    laid_out = windows.permute(0, 1, 4, 5, 2, 3).reshape(columns.shape)
    laid_out.backward(torch.from_numpy(columns))
    return x.grad.numpy()
