"""The exercise `conv_as_dense`: a convolution of a picture as a matrix."""

import math

import numpy as np

from cnnlib import functional
from cnnlib.check import Case, Exercise, Law, Mistake, Part, guard
from cnnlib.exercises import as_dense


def _transposed(kernel, n):
    return as_dense.conv_as_dense(kernel, n).T


def _column_by_column(kernel, n):
    """Output cells counted down the columns."""
    rows = [n - k + 1 for k in np.shape(kernel)]
    matrix = as_dense.conv_as_dense(kernel, n)
    order = np.arange(len(matrix)).reshape(rows).T.ravel()
    return matrix[order]


def _filled(kernel, n, shape, start_of, step):
    """A matrix that is filled row by row: the kernel's row a goes to ``start + a * step``.

    Where that is beyond the end, NumPy raises, as it does for a student.
    """
    kernel = np.asarray(kernel, dtype=float)
    (kh, kw), (rows, columns) = kernel.shape, shape
    matrix = np.zeros((rows * columns, n * n))
    for i in range(rows):
        for j in range(columns):
            start = start_of(i, j)
            for a in range(kh):
                first = start + a * step
                matrix[i * columns + j, first : first + kw] = kernel[a]
    return matrix


def _row_by_row(r, c, kernel, n):
    """Number of pixel (r, c), as `ravel` counts."""
    return r * n + c


def _by_number(shape=None, row=None, column=_row_by_row, sides=None):
    """A model that writes one weight after the other, with one thing done otherwise.

    Parameters
    ----------
    shape : callable, optional
        Of the kernel and n: over how many (rows, columns) of output cells it loops.
    row : callable, optional
        Of i, j, the kernel and n: which row of the matrix belongs to output cell (i, j).
    column : callable
        Of r, c, the kernel and n: which column belongs to pixel (r, c).
    sides : callable, optional
        Of the kernel: over how many (rows, columns) of weights it loops.
    """

    def model(kernel, n):
        kernel = np.asarray(kernel, dtype=float)
        _refuse_large(kernel, n)
        cells = (shape or _valid)(kernel, n)
        # A wrong number of cells is meant for the matrix, too; a wrong order of them is not.
        matrix = np.zeros((math.prod(cells), n * n))
        for i, j in np.ndindex(*cells):
            for a, b in np.ndindex(*(sides or np.shape)(kernel)):
                y = row(i, j, kernel, n) if row else i * _valid(kernel, n)[1] + j
                matrix[y, column(i + a, j + b, kernel, n)] = kernel[a, b]
        return matrix

    return model


def _refuse_large(kernel, n):
    kh, kw = np.shape(kernel)
    if kh > n or kw > n:
        raise ValueError(f"a {kh} x {kw} kernel does not fit into {n} x {n} pixels")


def _square(axis):
    """A model that takes the kernel for a square one, whose side is that of the axis."""

    def shape(kernel, n):
        return 2 * (_valid(kernel, n)[axis],)

    return _by_number(
        shape=shape,
        row=lambda i, j, kernel, n: i * shape(kernel, n)[1] + j,
        sides=lambda kernel: 2 * (kernel.shape[axis],),
    )


def _valid(kernel, n):
    kh, kw = np.shape(kernel)
    return n - kh + 1, n - kw + 1


def _no_jump(kernel, n):
    """Each row one to the right of the row above, across the border of the image."""
    columns = _valid(kernel, n)[1]
    return _filled(kernel, n, _valid(kernel, n), lambda i, j: i * columns + j, n)


def _kernel_in_one_piece(kernel, n):
    return _filled(kernel, n, _valid(kernel, n), lambda i, j: i * n + j, np.shape(kernel)[1])


def _step_of_output(kernel, n):
    columns = _valid(kernel, n)[1]
    return _filled(kernel, n, _valid(kernel, n), lambda i, j: i * n + j, columns)


def _width_from_height(kernel, n):
    rows = n - np.shape(kernel)[0] + 1
    return _filled(kernel, n, (rows, rows), lambda i, j: i * n + j, n)


def _one_fewer(kernel, n):
    rows, columns = _valid(kernel, n)
    return _filled(kernel, n, (rows - 1, columns - 1), lambda i, j: i * n + j, n)


def _same_size(kernel, n):
    """Zero padding: as many outputs as inputs."""
    kernel = np.asarray(kernel, dtype=float)
    kh, kw = kernel.shape
    top, left = (kh - 1) // 2, (kw - 1) // 2
    edges = ((top, kh - 1 - top), (left, kw - 1 - left))
    return as_dense.matrix_of(
        lambda image: functional.cross_correlate2d(np.pad(image, edges), kernel), n, n
    )


def _wrapped(kernel, n):
    """As many outputs as inputs; what hangs over comes in again at the other side."""
    kh, kw = np.shape(kernel)
    edges = ((0, kh - 1), (0, kw - 1))
    return as_dense.matrix_of(
        lambda image: functional.cross_correlate2d(np.pad(image, edges, "wrap"), kernel), n, n
    )


def _without_check(kernel, n):
    rows, columns = (max(0, size) for size in _valid(kernel, n))
    return _filled(kernel, n, (rows, columns), lambda i, j: i * n + j, n)


KERNEL = np.array([[1.0, 2.0], [3.0, 4.0]])
OBLONG = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
DECIMAL = np.array([[0.5, -1.25], [2.75, 0.1]])

conv_as_dense = Exercise(
    "lesson02.conv_as_dense",
    functions={"conv_as_dense": as_dense.conv_as_dense},
    parts=(
        Part(
            "shape",
            1,
            (
                Law(
                    "one row for each output cell, one column for each pixel",
                    lambda f, kernel, n: np.shape(f(kernel, n)),
                    lambda f, kernel, n: (math.prod(_valid(kernel, n)), n * n),
                    KERNEL,
                    3,
                    note="a 2 x 2 kernel on a 3 x 3 image",
                ),
                Law(
                    "one row for each output cell, one column for each pixel",
                    lambda f, kernel, n: np.shape(f(kernel, n)),
                    lambda f, kernel, n: (math.prod(_valid(kernel, n)), n * n),
                    OBLONG,
                    4,
                    note="a 2 x 3 kernel on a 4 x 4 image",
                ),
            ),
        ),
        Part(
            "values",
            3,
            (
                Case(KERNEL, 3, note="a 2 x 2 kernel on a 3 x 3 image"),
                Case(OBLONG, 3, note="a 2 x 3 kernel on a 3 x 3 image"),
                Case(OBLONG.T, 4, note="a 3 x 2 kernel on a 4 x 4 image"),
                Case(DECIMAL, 3, note="decimal numbers"),
            ),
            untouched=True,
        ),
        Part(
            "the same layer",
            1,
            (
                Law(
                    "matrix @ image.ravel() is the sliding weighted sum, row after row",
                    lambda f, kernel, image: np.asarray(f(kernel, len(image))) @ image.ravel(),
                    lambda f, kernel, image: functional.cross_correlate2d(image, kernel).ravel(),
                    OBLONG,
                    np.arange(16.0).reshape(4, 4) ** 2,
                    note="a 2 x 3 kernel on a 4 x 4 image",
                ),
            ),
        ),
        Part(
            "bad input",
            1,
            (
                Case(np.ones((3, 2)), 2, note="a kernel that is higher than the image"),
                Case(np.ones((1, 4)), 3, note="a kernel that is wider than the image"),
            ),
            needs=("shape",),
        ),
    ),
    mistakes=(
        Mistake(
            "constant",
            lambda kernel, n: as_dense.conv_as_dense(KERNEL, 3),
            "Your function gives the same answer, that of the first example, whatever it is given.",
            "Compute the matrix from the arguments.",
        ),
        Mistake(
            "transposed",
            _transposed,
            "Your matrix is transposed: rows and columns are swapped.",
            "A row holds the weights of one output cell, one weight for each pixel.",
        ),
        Mistake(
            "flipped kernel",
            lambda kernel, n: as_dense.conv_as_dense(np.asarray(kernel)[::-1, ::-1], n),
            "The kernel is flipped: its upper left weight must meet the upper left pixel of the "
            "window.",
            "The weight kernel[a, b] belongs to the pixel a rows below and b columns to the right "
            "of the window's upper left corner.",
        ),
        Mistake(
            "transposed kernel",
            lambda kernel, n: as_dense.conv_as_dense(np.asarray(kernel).T, n),
            "The kernel is transposed.",
            "The first index of the kernel goes down, the second to the right.",
        ),
        Mistake(
            "whole numbers only",
            lambda kernel, n: np.trunc(as_dense.conv_as_dense(kernel, n)),
            "Your matrix holds whole numbers only: what is behind the point of a weight is lost.",
            "np.zeros((..., ...)) makes decimal numbers, unless you give it another dtype.",
        ),
        *(
            Mistake(
                "square kernel",
                _square(axis),
                f"You take the kernel for a square one: {other} from its {side}.",
                "A kernel has kh rows and kw columns. There are n - kh + 1 rows of output cells "
                "and n - kw + 1 columns.",
            )
            for axis, side, other in ((0, "height", "its width"), (1, "width", "its height"))
        ),
        Mistake(
            "width from height",
            _width_from_height,
            "You take the width of the output from the height of the kernel: the kernel need not "
            "be square.",
            "There are n - kh + 1 rows of output cells and n - kw + 1 columns.",
        ),
        Mistake(
            "kernel in one piece",
            _kernel_in_one_piece,
            "You write the rows of the kernel next to each other. In the flattened image, the "
            "pixel below is n places further on.",
            "Each row of the kernel starts n columns after the one before.",
        ),
        Mistake(
            "no jump at the border",
            _no_jump,
            "At the end of a row of output cells, your window wraps around: it takes pixels from "
            "both ends of the image.",
            "Output cell (i, j) begins at pixel (i, j), which is number i * n + j, not at the "
            "number of the output cell.",
        ),
        Mistake(
            "step of the output",
            _step_of_output,
            "Your rows of the kernel lie as far apart as the output is wide. They must lie as far "
            "apart as the image is wide.",
            "The pixel below is n places further on in the flattened image.",
        ),
        Mistake(
            "loops swapped",
            _by_number(
                shape=lambda kernel, n: _valid(kernel, n)[::-1],
            ),
            "Your loops over i and j have each other's ends.",
            "i counts rows, and has n - kh + 1 values; j counts columns, and has n - kw + 1.",
        ),
        Mistake(
            "pixel transposed",
            _by_number(column=lambda r, c, kernel, n: c * n + r),
            "You count the pixels down the columns. In image.ravel() they are counted along the "
            "rows.",
            "Pixel (r, c) is column r * n + c of the matrix.",
        ),
        *(
            Mistake(
                "columns per row of pixels",
                _by_number(column=column),
                "Your columns of the matrix are not numbered as image.ravel() numbers the pixels: "
                "a row of the image has n of them, whatever the kernel.",
                "Pixel (r, c) is column r * n + c of the matrix.",
            )
            for column in (
                lambda r, c, kernel, n: r * np.shape(kernel)[1] + c,
                lambda r, c, kernel, n: r * _valid(kernel, n)[1] + c,
            )
        ),
        *(
            Mistake(
                "rows per row of cells",
                _by_number(row=row),
                "The rows of your matrix are probably numbered wrongly. A row of output cells has "
                "n - kw + 1 of them, so output cell (i, j) is row i * (n - kw + 1) + j.",
                "Does i stand next to another factor in your function?",
            )
            for row in (
                lambda i, j, kernel, n: i * _valid(kernel, n)[0] + j,
                lambda i, j, kernel, n: i * n + j,
            )
        ),
        Mistake(
            "off by one",
            _one_fewer,
            "The last window is missing in each direction: there are n - kh + 1 rows of output "
            "cells and n - kw + 1 columns.",
            "A kernel as large as the image fits once, not zero times.",
        ),
        Mistake(
            "same size",
            _same_size,
            "You have as many outputs as pixels, with windows that hang over the border. Only "
            "windows that lie wholly in the image count here.",
            "There are n - kh + 1 rows of output cells and n - kw + 1 columns.",
        ),
        Mistake(
            "wrap-around",
            _wrapped,
            "You have as many outputs as pixels, and windows that hang over the border wrap "
            "around to the other side. Only windows that lie wholly in the image count here.",
            "There are n - kh + 1 rows of output cells and n - kw + 1 columns.",
        ),
        Mistake(
            "column by column",
            _column_by_column,
            "Your output cells are counted down the columns. Count along the rows, as ravel does.",
            "Output cell (i, j) is row i * (n - kw + 1) + j of the matrix.",
        ),
        Mistake(
            "no check",
            _without_check,
            "A kernel that is larger than the image fits nowhere. An empty matrix hides that: "
            "whoever calls the function finds out much later.",
            "Compare the kernel's shape with n first, and raise ValueError('...').",
        ),
    ),
    hints=(
        "Take a 2 x 2 kernel on a 3 x 3 image and number the pixels 0 to 8, row after row. Which "
        "four pixels does output cell (0, 0) see? Which (1, 0)?",
        "Output cell (i, j) is row i * (n - kw + 1) + j of the matrix. Its weight kernel[a, b] "
        "belongs to the pixel (i + a, j + b).",
        "Pixel (r, c) is column r * n + c. So the kernel's row a goes to the columns from "
        "(i + a) * n + j to (i + a) * n + j + kw.",
    ),
    ready_made=(*guard.CONVOLUTION_2D, "cnnlib.exercises.as_dense.conv_as_dense"),
)
