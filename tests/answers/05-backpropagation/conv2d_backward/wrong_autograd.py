"""Lets torch do it, by way of torch.nn.grad.

points: 0
says: which does the exercise for you
"""


def conv2d_backward(grad_out, x, weight, stride=1, padding=0):
    import torch
    from torch.nn import grad

    grad_out, x, weight = map(torch.from_numpy, (grad_out, x, weight))
    grad_x = grad.conv2d_input(x.shape, weight, grad_out, stride, padding)
    grad_weight = grad.conv2d_weight(x, weight.shape, grad_out, stride, padding)
    return grad_x.numpy(), grad_weight.numpy(), grad_out.sum(dim=(0, 2, 3)).numpy()
