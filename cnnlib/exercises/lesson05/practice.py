"""Steps on the way to the exercises: checked like them, but worth no points."""

import inspect
from typing import NamedTuple

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


class Gradients(NamedTuple):
    """What `matrices_backward` returns, with names for the report."""

    grad_columns: np.ndarray
    grad_weights: np.ndarray
    grad_bias: np.ndarray


def _matrices_backward(grad, weights, columns):
    return Gradients(weights.T @ grad, grad @ columns.T, grad.sum(axis=1))


def _grad_x_by_convolution(grad_out, weight):
    n, _, rows, columns = grad_out.shape
    kh, kw = weight.shape[2:]
    x = np.zeros((n, weight.shape[1], rows + kh - 1, columns + kw - 1))
    return functional.conv2d_backward(grad_out, x, weight)[0]


def _columns():
    return functional.im2col(X, (2, 2))[0]


def _by_convolution(change):
    """A model that takes other kernels: ``change`` of the weights, (out, in, kh, kw)."""

    def model(grad_out, weight):
        kh, kw = weight.shape[2:]
        bordered = functional.pad2d(grad_out, (kh - 1, kw - 1))
        return functional.conv2d(bordered, change(weight))

    return model


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
            Mistake(
                "kernels turned",
                lambda x, weight, bias: functional.conv2d(x, weight[:, :, ::-1, ::-1], bias),
                says="The kernels are turned by 180 degrees. A layer does not turn them.",
                next_step="weight.reshape(len(weight), -1)",
            ),
            Mistake(
                "reshape for transpose",
                lambda x, weight, bias: functional.conv2d(
                    x, weight.reshape(-1, len(weight)).T.reshape(weight.shape), bias
                ),
                says="Your matrix has the right shape, but its rows are not the kernels: reshaped "
                "to a column for each kernel, the numbers of different kernels are mixed.",
                next_step="weight.reshape(len(weight), -1): each kernel is a row.",
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
            Mistake(
                "bias gradient summed over the kernels",
                lambda grad, weights, columns: (weights.T @ grad, grad @ columns.T, grad.sum(0)),
                says="The gradient of the bias is summed over the kernels. It is the sum over the "
                "places, one number for each kernel.",
                next_step="Sum each row: axis=1.",
            ),
            Mistake(
                "gradient of the columns transposed",
                lambda grad, weights, columns: (grad.T @ weights, grad @ columns.T, grad.sum(1)),
                says="grad_columns is transposed: its shape is (P, K). The gradient of something "
                "has the shape of that thing, here (K, P).",
                next_step="The transpose of grad.T @ weights is weights.T @ grad.",
            ),
            Mistake(
                "gradient of the weights transposed",
                lambda grad, weights, columns: (weights.T @ grad, columns @ grad.T, grad.sum(1)),
                says="grad_weights is transposed: its shape is (K, out). The gradient of something "
                "has the shape of that thing, here (out, K).",
                next_step="The transpose of columns @ grad.T is grad @ columns.T.",
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
                _by_convolution(lambda weight: weight.swapaxes(0, 1)),
                says="The kernel is not flipped. Pixel (i, j) has met weight (m, n) in output "
                "(i - m, j - n): one index grows while the other falls.",
                next_step="weight[:, :, ::-1, ::-1]",
            ),
            Mistake(
                "transposed for turned",
                _by_convolution(lambda weight: weight.transpose(1, 0, 3, 2)),
                says="The kernels are transposed, not turned. Turned by 180 degrees, the first row "
                "becomes the last, and within each row the first weight the last.",
                next_step="weight[:, :, ::-1, ::-1]",
            ),
            Mistake(
                "only the rows turned",
                _by_convolution(lambda weight: weight[:, :, ::-1].swapaxes(0, 1)),
                says="Only the order of the rows is turned round. That is a mirror image; turned "
                "by 180 degrees, both directions are.",
                next_step="weight[:, :, ::-1, ::-1]",
            ),
            Mistake(
                "only the columns turned",
                _by_convolution(lambda weight: weight[..., ::-1].swapaxes(0, 1)),
                says="Only the order of the columns is turned round. That is a mirror image; "
                "turned by 180 degrees, both directions are.",
                next_step="weight[:, :, ::-1, ::-1]",
            ),
            Mistake(
                "channels not exchanged",
                _by_convolution(lambda weight: weight[:, :, ::-1, ::-1]),
                says="The axes of the channels are not exchanged. grad_out has the channels that "
                "the output had; now they are what goes in.",
                next_step="turned.swapaxes(0, 1)",
            ),
            Mistake(
                "all axes turned",
                _by_convolution(lambda weight: weight[::-1, ::-1, ::-1, ::-1].swapaxes(0, 1)),
                says="You turned the axes of the channels round, too. Only rows and columns turn.",
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
