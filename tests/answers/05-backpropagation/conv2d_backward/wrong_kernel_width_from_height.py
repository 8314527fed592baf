"""Loops over a square of weights.

points: 3
says: loops over the kernel are square
"""

import numpy as np


def conv2d_backward(grad_out, x, weight, stride=1, padding=0):
    kh, (high, wide) = weight.shape[2], x.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_out.sum(axis=(0, 2, 3))
    for b, k, i, j in np.ndindex(grad_out.shape):
        top, left = i * stride, j * stride
        arrives = grad_out[b, k, i, j]
        for m in range(kh):
            for n in range(kh):
                grad_weight[k, :, m, n] += arrives * padded[b, :, top + m, left + n]
                grad_padded[b, :, top + m, left + n] += arrives * weight[k, :, m, n]
    grad_x = grad_padded[:, :, padding : padding + high, padding : padding + wide]
    return grad_x, grad_weight, grad_bias
