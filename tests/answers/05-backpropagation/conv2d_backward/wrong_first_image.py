"""The weights learn from the first image only.

points: 5
says: first image only
"""

import numpy as np


def conv2d_backward(grad_out, x, weight, stride=1, padding=0):
    (kh, kw), (high, wide) = weight.shape[2:], x.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    grad_padded, grad_weight = np.zeros(padded.shape), np.zeros(weight.shape)
    grad_bias = grad_out.sum(axis=(0, 2, 3))
    for b, k, i, j in np.ndindex(grad_out.shape):
        top, left = i * stride, j * stride
        arrives = grad_out[b, k, i, j]
        if b == 0:
            grad_weight[k] += arrives * padded[b, :, top : top + kh, left : left + kw]
        grad_padded[b, :, top : top + kh, left : left + kw] += arrives * weight[k]
    grad_x = grad_padded[:, :, padding : padding + high, padding : padding + wide]
    return grad_x, grad_weight, grad_bias
