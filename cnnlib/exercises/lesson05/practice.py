"""Steps on the way to the exercises: checked like them, but worth no points."""

import inspect

import numpy as np

from cnnlib import functional
from cnnlib.check import Case, Exercise, Mistake, Part

X = (np.arange(24.0).reshape(1, 2, 3, 4) % 7) - 2
WEIGHT = (np.arange(24.0).reshape(3, 2, 2, 2) % 5) - 1
BIAS = np.array([0.0, 10.0, -20.0])
GRAD = (np.arange(18.0).reshape(1, 3, 2, 3) % 4) - 1
# The same as matrices: weights, columns and what arrives.
WEIGHT_MATRIX = WEIGHT.reshape(3, 8)
GRAD_MATRIX = GRAD.reshape(3, 6)


def _conv2d_by_matrix(x, weight, bias):
    return functional.conv2d(x, weight, bias)


def _matrices_backward(grad, weights, columns):
    return weights.T @ grad, grad @ columns.T, grad.sum(axis=1)


def _grad_x_by_convolution(grad_out, weight):
    n, _, rows, columns = grad_out.shape
    kh, kw = weight.shape[2:]
    x = np.zeros((n, weight.shape[1], rows + kh - 1, columns + kw - 1))
    return functional.conv2d_backward(grad_out, x, weight)[0]


def _columns():
    return functional.im2col(X, (2, 2))[0]


def _unflipped(grad_out, weight):
    return _grad_x_by_convolution(grad_out, weight[:, :, ::-1, ::-1])


STEPS = {
    "conv2d_by_matrix": Exercise(
        "lesson05.conv2d_by_matrix",
        functions={"conv2d_by_matrix": _conv2d_by_matrix},
        parts=(
            Part(
                "values",
                0,
                (
                    Case(X[:, :1, :, :3], WEIGHT[:1, :1], BIAS[:1], note="one kernel"),
                    Case(X, WEIGHT, BIAS, note="two channels, three kernels, 3 x 4 pixels"),
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "bias missing",
                lambda x, weight, bias: functional.conv2d(x, weight),
                says="The bias is missing. Kernel k adds bias[k] at every place.",
                next_step="bias[:, np.newaxis] is a column: one number for each row.",
            ),
        ),
    ),
    "matrices_backward": Exercise(
        "lesson05.matrices_backward",
        functions={"matrices_backward": _matrices_backward},
        parts=(
            Part(
                "three gradients",
                0,
                (
                    Case(GRAD_MATRIX[:1, :2], WEIGHT_MATRIX[:1], _columns()[:, :2], note="small"),
                    Case(GRAD_MATRIX, WEIGHT_MATRIX, _columns(), note="three kernels, six places"),
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "bias gradient not summed",
                lambda grad, weights, columns: (weights.T @ grad, grad @ columns.T, grad),
                says="The gradient of the bias is not summed over the places.",
                next_step="One number for each kernel: the sum of each row.",
            ),
        ),
    ),
    "grad_x_by_convolution": Exercise(
        "lesson05.grad_x_by_convolution",
        functions={"grad_x_by_convolution": _grad_x_by_convolution},
        parts=(
            Part(
                "values",
                0,
                (
                    Case(GRAD[:, :1, :, :2], WEIGHT[:1, :1], note="one kernel, one channel"),
                    Case(GRAD, WEIGHT, note="three kernels, two channels"),
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "kernel not flipped",
                _unflipped,
                says="The kernel is not flipped. Pixel (i, j) has met weight (m, n) in output "
                "(i - m, j - n): one index grows while the other falls.",
                next_step="weight[:, :, ::-1, ::-1]",
            ),
        ),
    ),
}


def practise(function):
    """Check a step on the way to an exercise: cases and mistakes, but no points."""
    gaps = _gaps(function)
    if gaps and _runs_on(function):
        print(f"○ {function.__name__}: {gaps} more to fill in")
        return
    STEPS[function.__name__].check(function)


def _gaps(function):
    """How many lines of a function still raise NotImplementedError; 0 where that is not known."""
    try:
        lines = inspect.getsource(function).splitlines()
    except (OSError, TypeError):
        return 0
    return sum(line.strip().startswith("raise NotImplementedError") for line in lines)


def _runs_on(function):
    """Whether some gap of a function is filled in, while another is not."""
    return _gaps(function) < GAPS[function.__name__]


GAPS = {"conv2d_by_matrix": 2, "matrices_backward": 3, "grad_x_by_convolution": 2}
