"""As a convolution, without the turn.

points: 2
says: must be flipped
"""

import numpy as np

from cnnlib import functional


def conv2d_backward(grad_out, x, weight, stride=1, padding=0):
    (kh, kw), (high, wide) = weight.shape[2:], x.shape[2:]
    size = (high + 2 * padding - kh + 1, wide + 2 * padding - kw + 1)
    spread = np.zeros((*grad_out.shape[:2], *size))
    rows, places = grad_out.shape[2:]
    spread[:, :, : stride * rows : stride, : stride * places : stride] = grad_out
    bordered = functional.pad2d(spread, (kh - 1, kw - 1))
    grad_x = functional.conv2d(bordered, np.ascontiguousarray(weight.swapaxes(0, 1)))
    grad_x = grad_x[:, :, padding : padding + high, padding : padding + wide]
    images = functional.pad2d(x, padding).swapaxes(0, 1)
    grad_weight = functional.conv2d(images, spread.swapaxes(0, 1)).swapaxes(0, 1)
    return grad_x, grad_weight, grad_out.sum(axis=(0, 2, 3))
