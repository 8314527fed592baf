"""Reshapes the weights where their matrix should be transposed.

points: 5
says: is no transpose
"""

import numpy as np

from cnnlib import functional


def conv2d_backward(grad_out, x, weight, stride=1, padding=0):
    kernel_size = weight.shape[2:]
    columns = functional.im2col(x, kernel_size, stride, padding)
    grad = grad_out.reshape(*grad_out.shape[:2], -1)
    grad_weight = np.sum(grad @ columns.swapaxes(1, 2), axis=0).reshape(weight.shape)
    grad_columns = weight.reshape(-1, len(weight)) @ grad
    grad_x = functional.col2im(grad_columns, x.shape[2:], kernel_size, stride, padding)
    return grad_x, grad_weight, grad.sum(axis=(0, 2))
