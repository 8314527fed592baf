"""Lets torch do it.

points: 0
says: which does the exercise for you
"""


def max_pool2d_backward(grad_out, x, kernel_size, stride):
    import torch

    x = torch.tensor(x, requires_grad=True)
    output = torch.nn.functional.max_pool2d(x, kernel_size, stride)
    output.backward(torch.from_numpy(grad_out))
    return x.grad.numpy()
