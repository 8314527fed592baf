"""The backward pass of a convolution with a mistake planted in it.

`PLANTED` is what the lesson trains networks with; the models of exercise 5 are made of it, too.
"""

import numpy as np

from cnnlib import functional
from cnnlib.exercises.lesson05.col2im import divided_by_counts, fold


def backward(
    grad_out,
    x,
    weight,
    stride=1,
    padding=0,
    *,
    back=fold,
    rows=lambda weight: weight.reshape(len(weight), -1),
):
    """conv2d_backward by two products of matrices; ``back`` and ``rows`` may be wrong."""
    kernel_size = weight.shape[2:]
    columns = functional.im2col(x, kernel_size, stride=stride, padding=padding)
    flat = grad_out.reshape(*grad_out.shape[:2], -1)
    grad_weight = np.tensordot(flat, columns, axes=([0, 2], [0, 2])).reshape(weight.shape)
    grad_x = back(rows(weight).T @ flat, x.shape[2:], kernel_size, stride, padding)
    return grad_x, grad_weight, flat.sum(axis=(0, 2))


def overwriting(grad_out, x, weight, stride=1, padding=0):
    def back(*args):
        return fold(*args, add=False)

    return backward(grad_out, x, weight, stride, padding, back=back)


def inverse(grad_out, x, weight, stride=1, padding=0):
    return backward(grad_out, x, weight, stride, padding, back=divided_by_counts)


def turned(grad_out, x, weight, stride=1, padding=0):
    def rows(weight):
        return weight[:, :, ::-1, ::-1].reshape(len(weight), -1)

    return backward(grad_out, x, weight, stride, padding, rows=rows)


def nothing_for_x(grad_out, x, weight, stride=1, padding=0):
    grad_x, grad_weight, grad_bias = backward(grad_out, x, weight, stride, padding)
    return np.zeros_like(grad_x), grad_weight, grad_bias


def wrong_sign(grad_out, x, weight, stride=1, padding=0):
    grad_x, grad_weight, grad_bias = backward(grad_out, x, weight, stride, padding)
    return -grad_x, grad_weight, grad_bias


PLANTED = {
    "= for +=": overwriting,
    "inverse for adjoint": inverse,
    "kernel not flipped": turned,
    "nothing sent back": nothing_for_x,
    "wrong sign": wrong_sign,
}
