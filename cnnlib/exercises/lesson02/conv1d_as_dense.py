"""Practice, without points: a convolution of a signal as a matrix."""

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises import as_dense


def _first_row_only(kernel, n):
    matrix = as_dense.conv1d_as_dense(kernel, n)
    matrix[1:] = 0
    return matrix


conv1d_as_dense = Exercise(
    "lesson02.conv1d_as_dense",
    functions={"conv1d_as_dense": as_dense.conv1d_as_dense},
    parts=(
        Part(
            "values",
            0,
            (
                Case(np.array([1.0, 2.0, 3.0]), 5, note="the matrix above"),
                Case(np.array([4.0, -1.0]), 4, note="a kernel of two"),
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "flipped kernel",
            lambda kernel, n: as_dense.conv1d_as_dense(kernel[::-1], n),
            "Your kernel is flipped: its first weight must meet the first input of the window.",
        ),
        Mistake(
            "not moved",
            lambda kernel, n: np.tile(
                as_dense.conv1d_as_dense(kernel, n)[:1], (n - len(kernel) + 1, 1)
            ),
            "Every row of yours is the first one. The window moves on by one input per output.",
            "The window of output i begins at input i.",
        ),
        Mistake(
            "return inside the loop",
            _first_row_only,
            "Only the first row of yours is filled.",
            "Is your return inside the loop? It belongs below, as far left as the for.",
        ),
    ),
    hints=("Row i is zero but for the inputs i, i + 1, ..., i + k - 1.",),
)
