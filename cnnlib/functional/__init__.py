"""Reference operations in NumPy, each a few lines that can be read.

One formula is behind all of them, the cross-correlation of an image X with a kernel K of
kh rows and kw columns, at stride s:

    Y[i, j] = sum_{m < kh} sum_{n < kw} X[i*s + m, j*s + n] K[m, n]

Deep learning calls it "convolution". The convolution of mathematics flips the kernel first
(`convolve2d`).

The layers take and return arrays (N, C, H, W) of float32 or float64, with torch's names and
signatures, and compute in the dtype that they are given. Other dtypes, and a mixture of the two,
are refused: nothing is converted unseen. Each layer ``f`` has an ``f_backward``, which turns the
gradient of a loss with respect to the layer's output, ``grad_out``, into the gradients with
respect to its inputs.

Read in this order: `correlation` (one image, one kernel), `padding`, `_windows` (where windows
lie, which all that follows uses), `columns` (im2col, col2im), `convolution`, `pooling`, `layers`
(ReLU, linear), `losses` (softmax, cross-entropy).
"""

from cnnlib.functional.columns import col2im, im2col
from cnnlib.functional.convolution import conv2d, conv2d_backward
from cnnlib.functional.correlation import (
    conv1d_valid,
    convolve2d,
    cross_correlate2d,
    normalised_cross_correlation,
)
from cnnlib.functional.layers import linear, linear_backward, relu, relu_backward
from cnnlib.functional.losses import (
    cross_entropy,
    cross_entropy_backward,
    log_softmax,
    softmax,
)
from cnnlib.functional.padding import pad2d
from cnnlib.functional.pooling import (
    adaptive_avg_pool2d,
    adaptive_avg_pool2d_backward,
    avg_pool2d,
    avg_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
    sum_pool2d,
    sum_pool2d_backward,
)

__all__ = [
    "adaptive_avg_pool2d",
    "adaptive_avg_pool2d_backward",
    "avg_pool2d",
    "avg_pool2d_backward",
    "col2im",
    "conv1d_valid",
    "conv2d",
    "conv2d_backward",
    "convolve2d",
    "cross_correlate2d",
    "cross_entropy",
    "cross_entropy_backward",
    "im2col",
    "linear",
    "linear_backward",
    "log_softmax",
    "max_pool2d",
    "max_pool2d_backward",
    "normalised_cross_correlation",
    "pad2d",
    "relu",
    "relu_backward",
    "softmax",
    "sum_pool2d",
    "sum_pool2d_backward",
]
