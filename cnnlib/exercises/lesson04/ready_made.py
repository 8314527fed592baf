"""What is unavailable while a convolutional layer is written by hand."""

from cnnlib.check import guard

CONVOLUTION = (
    *guard.CONVOLUTION_1D,
    *guard.CONVOLUTION_2D,
    *guard.TRANSPOSED_CONVOLUTION,
    *guard.COLUMNS,
    "cnnlib.functional.im2col",
)
