"""Reshapes the columns where it should transpose.

points: 3
says: reshape moves no axis
"""

import numpy as np

from cnnlib import functional


def conv2d_backward(grad_out, x, weight, stride=1, padding=0):
    settings = (weight.shape[2:], stride, padding)
    columns = functional.im2col(x, *settings)
    grad = grad_out.reshape(*grad_out.shape[:2], -1)
    grad_weight = np.sum(grad @ columns.reshape(len(x), grad.shape[2], -1), axis=0)
    grad_columns = weight.reshape(len(weight), -1).T @ grad
    grad_x = functional.col2im(grad_columns, x.shape[2:], *settings)
    return grad_x, grad_weight.reshape(weight.shape), grad.sum(axis=(0, 2))
