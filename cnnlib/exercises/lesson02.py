"""Lesson 02, why not a fully connected network: counts, a layer as a matrix, moved digits.

`REMARKS` holds what is said after a prediction, and `MODEL_ANSWERS` one way to put the
explanation: the lesson's own cells would give them away.
"""

import math

import numpy as np

from cnnlib import arithmetic, functional, images
from cnnlib.check import Case, Exercise, Law, Mistake, Option, Part, Question, Quiz, guard
from cnnlib.exercises import as_dense, moved_digits, readers

REMARKS = {
    "cifar": "Each of the 3072 outputs has a weight for each of the 3072 inputs, and one bias.",
    "local": "3 for each of 5 outputs would be 15, but the first and the last output have only 2: "
    "beyond the ends there is nothing to connect to.",
    "not zero": "16 outputs, 9 weights each.",
    "different": "The kernel has no more.",
    "layers": "Each layer of windows of three adds one input on either side.",
    "equivariant": "At the left border, one of the two has a column that the other lacks.",
    "mixed": "To a fully connected layer, the order of its inputs is a matter of names.",
    "mixed, conv": "The windows of a convolution now hold pixels that do not belong together.",
    "columns": "In training, the digit's left edge stood on columns 0 to 5: the digit is 8 wide, "
    "the left half 13. From column 6 on it stands where none stood in training, and most digits "
    "are misread, although only the digit's last column has reached the right half. What a weight "
    "near the middle line knows, it knows from other parts of digits.",
}

MODEL_ANSWERS = {
    "sentence": "The functions that it gives up (other weights at each place, connections from one "
    "end to the other) are hardly ever needed for pictures. So the examples serve to choose among "
    "the good ones, and what is learnt at one place holds at all places.",
}


# fc_params


def _conditional_over_all(n_in, n_out, bias=True):
    # What Python reads where the brackets around "n_out if bias else 0" are missing.
    return (n_in * n_out + n_out) if bias else 0


fc_params = Exercise(
    "lesson02.fc_params",
    functions={"fc_params": arithmetic.fc_params},
    parts=(
        Part(
            "weights",
            1,
            (
                Case(5, 5, False, note="five inputs, five outputs, no bias"),
                Case(300 * 300, 300 * 300, False, note="300 x 300 pixels to 300 x 300"),
            ),
        ),
        Part(
            "biases",
            2,
            (
                Case(4, 3, note="four inputs, three outputs"),
                Case(3072, 3072, note="a CIFAR-10 picture to a layer of the same size"),
                Case(300 * 300, 300 * 300, note="300 x 300 pixels to 300 x 300"),
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "brackets missing",
            _conditional_over_all,
            "Without biases you return 0. Python reads n_in * n_out + n_out if bias else 0 as "
            "(n_in * n_out + n_out) if bias else 0.",
            "Put brackets around the choice: (n_out if bias else 0).",
        ),
        Mistake(
            "bias forgotten",
            lambda n_in, n_out, bias=True: n_in * n_out,
            "The biases are missing: you count the weights only.",
            "Each output adds one number of its own, unless bias is False.",
        ),
        Mistake(
            "one bias",
            lambda n_in, n_out, bias=True: n_in * n_out + (1 if bias else 0),
            "You count one bias for the whole layer. Each output has its own.",
            "How many outputs are there?",
        ),
        Mistake(
            "bias per input",
            lambda n_in, n_out, bias=True: n_in * n_out + (n_in if bias else 0),
            "You count one bias for each input. A bias is added to an output.",
            "How many outputs are there?",
        ),
        Mistake(
            "bias always",
            lambda n_in, n_out, bias=True: n_in * n_out + n_out,
            "You count biases even where bias is False.",
            "Look at the argument bias before you add.",
        ),
        Mistake(
            "bias on both sides",
            lambda n_in, n_out, bias=True: (n_in + 1) * (n_out + 1 if bias else n_out),
            "You count a bias for each input, too, and one more. Only outputs have a bias.",
            "Count for one output: n_in weights and one bias.",
        ),
        Mistake(
            "bias on both sides",
            lambda n_in, n_out, bias=True: n_in * n_out + (n_in + n_out if bias else 0),
            "You count a bias for each input, too. Only outputs have a bias.",
            "Count for one output: n_in weights and one bias.",
        ),
        Mistake(
            "units counted",
            lambda n_in, n_out, bias=True: n_in + n_out,
            "You count the units, inputs and outputs. A weight belongs to a pair of them.",
            "How many lines can be drawn from an input to an output?",
        ),
    ),
    hints=(
        "Draw two inputs and three outputs, with every line between them. Count the lines.",
        "Every pair of an input and an output has a weight; every output has a bias.",
        "n_in * n_out, and n_out more if there is a bias.",
    ),
    ready_made=("cnnlib.arithmetic.fc_params",),
)


# local_params and conv_params


def _conv_params(input_shape, kernel_shape, bias=True):
    return math.prod(kernel_shape) + (1 if bias else 0)


def _positions(input_shape, kernel_shape):
    return math.prod(n - k + 1 for n, k in zip(input_shape, kernel_shape, strict=True))


def _first_two_sides(input_shape, kernel_shape, bias=True):
    return kernel_shape[0] * kernel_shape[1] + (1 if bias else 0)


def _height_and_width(input_shape, kernel_shape, bias=True):
    kh, kw = kernel_shape
    return kh * kw + (1 if bias else 0)


def _two_missing(n, k):
    return n * k - 2


def _ends_by_formula(n, k):
    return n * k - (k // 2) * (k // 2 + 1)


local_and_conv_params = Exercise(
    "lesson02.local_and_conv_params",
    functions={"local_params": arithmetic.local_params, "conv_params": _conv_params},
    parts=(
        Part(
            "locally connected",
            1,
            (
                Case(5, 3, note="the drawing"),
                Case(5, 1, note="each output sees one input"),
                Case(7, 5, note="two inputs are missing at each end, and one further in"),
            ),
        ),
        Part(
            "wide windows",
            1,
            (
                Case(3, 5, note="a window that is wider than the input"),
                Case(2, 7, note="a window that hangs over at both ends"),
            ),
            needs=("locally connected",),
        ),
        Part(
            "convolution",
            2,
            (
                Case((5,), (3,), False, function="conv_params", note="the drawing"),
                Case((5,), (3,), function="conv_params", note="the drawing, with a bias"),
                Case((300, 300), (5, 5), function="conv_params", note="300 x 300 pixels, 5 x 5"),
                Case((4, 9), (2, 3), function="conv_params", note="a kernel that is not square"),
                Case((4, 5, 6), (2, 3, 4), function="conv_params", note="three dimensions"),
            ),
        ),
    ),
    mistakes=(
        *(
            Mistake(
                "constant",
                {name: lambda *args, number=number: number},
                f"Your {name} gives the same answer, {number}, whatever it is given.",
                "Compute the answer from the arguments.",
            )
            for name, number in (("local_params", 13), ("conv_params", 3), ("conv_params", 26))
        ),
        Mistake(
            "border forgotten",
            {"local_params": lambda n, k: n * k},
            "That is k weights for every output. The outputs at the two ends have fewer: beyond "
            "the first and the last input there is nothing to connect to.",
            "Count the lines into the first output of the drawing.",
        ),
        Mistake(
            "with biases",
            {"local_params": lambda n, k: arithmetic.local_params(n, k) + n},
            "You count biases, too. The drawing has lines only, and this function counts them.",
            "Leave the biases out.",
        ),
        Mistake(
            "whole windows only",
            {"local_params": lambda n, k: max(0, n - k + 1) * k},
            "You count only the outputs whose window lies wholly inside. There are n outputs: "
            "those at the ends have smaller windows.",
            "Count the lines into the first output of the drawing.",
        ),
        Mistake(
            "two are missing",
            {"local_params": _two_missing},
            "You always leave out two weights. That is right for k = 3 only: a wider window hangs "
            "over the end in more than one place.",
            "For which outputs does a window of 5 hang over, and by how many inputs?",
        ),
        Mistake(
            "formula for the ends",
            {"local_params": _ends_by_formula},
            "Your formula assumes that a window hangs over at one end at most, and by less than "
            "its half. A wide window hangs over at both ends.",
            "For each output, cut the window to the inputs that exist: from max(0, ...) to "
            "min(n - 1, ...).",
        ),
        Mistake(
            "fully connected",
            {"local_params": lambda n, k: n * n},
            "That is the fully connected layer. Here an output sees k inputs at most.",
            "Count the lines in the drawing in the middle.",
        ),
        Mistake(
            "counted per position",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) * math.prod(input_shape) + (1 if bias else 0)
                )
            },
            "You count the shared weights once per position. They are the same numbers "
            "everywhere, so they count once.",
            "How many different numbers has the kernel?",
        ),
        Mistake(
            "counted per position",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) * _positions(input_shape, kernel_shape)
                    + (1 if bias else 0)
                )
            },
            "You count the shared weights once per position. They are the same numbers "
            "everywhere, so they count once.",
            "How many different numbers has the kernel?",
        ),
        Mistake(
            "locally connected",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(map(arithmetic.local_params, input_shape, kernel_shape))
                    + (1 if bias else 0)
                )
            },
            "That is the locally connected layer, in which weights are not shared: you count them "
            "once per position.",
            "How many different numbers has the kernel?",
        ),
        Mistake(
            "bias per position",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) + (math.prod(input_shape) if bias else 0)
                )
            },
            "You count a bias per position. The bias is shared like the weights.",
            "One number is added to all outputs.",
        ),
        Mistake(
            "bias per position",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) + (_positions(input_shape, kernel_shape) if bias else 0)
                )
            },
            "You count a bias per position. The bias is shared like the weights.",
            "One number is added to all outputs.",
        ),
        Mistake(
            "bias per weight",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) * (2 if bias else 1)
                )
            },
            "You count a bias per weight. There is one bias for the whole kernel.",
            "The weighted sum is one number; the bias is added to it.",
        ),
        Mistake(
            "bias forgotten",
            {"conv_params": lambda input_shape, kernel_shape, bias=True: math.prod(kernel_shape)},
            "The bias is missing: one number, added to every output.",
            "Look at the argument bias.",
        ),
        Mistake(
            "bias always",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) + 1
                )
            },
            "You count a bias even where bias is False.",
            "Look at the argument bias.",
        ),
        *(
            Mistake(
                "two dimensions only",
                {"conv_params": model},
                "You take the kernel for one of two dimensions. kernel_shape may have one number, "
                "as in (5,), or three.",
                "Multiply all the numbers in kernel_shape, however many there are.",
            )
            for model in (_first_two_sides, _height_and_width)
        ),
        Mistake(
            "square kernel",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    kernel_shape[0] ** len(kernel_shape) + (1 if bias else 0)
                )
            },
            "You take the kernel for a square one: the width from the height.",
            "Multiply all the numbers in kernel_shape.",
        ),
        Mistake(
            "sum of sides",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    sum(kernel_shape) + (1 if bias else 0)
                )
            },
            "You add the sides of the kernel. It has a weight in each of its cells.",
            "Multiply all the numbers in kernel_shape.",
        ),
    ),
    hints=(
        "Start with the drawing, n = 5 and k = 3: how many lines end in each of the five outputs?",
        "Output i sees the inputs from i - k // 2 to i + k // 2, as far as they exist. "
        "A kernel has the same weights wherever it is.",
        "local_params: add up min(n - 1, i + k // 2) - max(0, i - k // 2) + 1 over all i. "
        "conv_params: math.prod(kernel_shape), and 1 more for the bias.",
    ),
    ready_made=(
        "cnnlib.arithmetic.local_params",
        "cnnlib.arithmetic.conv1d_params",
        "cnnlib.arithmetic.conv2d_params",
    ),
)


# conv1d_as_dense: practice, without points


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


# conv_as_dense


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


# translate


def _translate(image, dy, dx, fill=0):
    return images.translate(image, dy, dx, fill)


def _rolled(image, dy, dx, fill=0):
    return np.roll(image, (dy, dx), axis=(0, 1))


def _cleared_modulo_size(image, dy, dx, fill=0):
    """Rolls, then clears as many rows as came round, but of a whole turn none."""
    moved = np.roll(image, (dy, dx), axis=(0, 1))
    down, right = (int(np.fmod(shift, n)) for shift, n in zip((dy, dx), image.shape, strict=True))
    moved[slice(0, down) if down > 0 else slice(len(moved) + down, None)] = fill
    moved[:, slice(0, right) if right > 0 else slice(image.shape[1] + right, None)] = fill
    return moved


def _simple_slices(image, dy, dx, fill=0):
    """The slices of a move down and to the right, whatever the signs."""
    moved = np.full_like(image, fill)
    moved[dy:, dx:] = image[:-dy, :-dx]
    return moved


def _size_minus_shift(image, dy, dx, fill=0):
    moved = np.full_like(image, fill)
    height, width = image.shape
    moved[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = image[
        max(-dy, 0) : height - max(dy, 0), max(-dx, 0) : width - max(dx, 0)
    ]
    return moved


def _stops_at_the_edge(image, dy, dx, fill=0):
    height, width = image.shape
    return images.translate(
        image,
        int(np.clip(dy, 1 - height, height - 1)),
        int(np.clip(dx, 1 - width, width - 1)),
        fill,
    )


def _edge_repeated(image, dy, dx, fill=0):
    height, width = image.shape
    rows = np.clip(np.arange(height) - dy, 0, height - 1)
    columns = np.clip(np.arange(width) - dx, 0, width - 1)
    return image[np.ix_(rows, columns)]


SMALL = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])
TENTHS = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])

translate = Exercise(
    "lesson02.translate",
    functions={"translate": _translate},
    parts=(
        Part(
            "places",
            2,
            (
                Case(SMALL, 1, 2, note="down and to the right"),
                Case(SMALL, -1, -1, note="up and to the left"),
                Case(SMALL, 0, -2, note="to the left only"),
                Case(SMALL, 2, 0, note="down only"),
                Case(SMALL, 0, 0, note="not moved at all"),
            ),
        ),
        Part(
            "far",
            1,
            (
                Case(SMALL, 3, 0, note="by its own height"),
                Case(SMALL, 0, -9, note="by more than its own width"),
                Case(SMALL, 4, 0, note="down by more than its own height"),
                Case(SMALL, -4, 0, note="up by more than its own height"),
                Case(SMALL, 0, 5, note="to the right by more than its own width"),
            ),
            needs=("places",),
        ),
        Part(
            "fill, dtype, input",
            1,
            (
                Case(TENTHS, 1, 0, 1.0, note="fill = 1"),
                Case(SMALL.astype(np.uint8), 0, 1, 255, note="uint8, fill = 255"),
            ),
            needs=("places",),
            untouched=True,
            dtype="same",
        ),
    ),
    mistakes=(
        Mistake(
            "wrap-around",
            _rolled,
            "Your picture wraps around: what leaves on one side comes back on the other.",
            "The uncovered pixels must hold the value fill.",
        ),
        Mistake(
            "modulo the size",
            _cleared_modulo_size,
            "You clear the shift modulo the size, so a picture that is moved by its whole height "
            "comes back whole.",
            "If the shift is at least the height or the width, nothing of the picture is left.",
        ),
        Mistake(
            "sign swapped",
            lambda image, dy, dx, fill=0: images.translate(image, -dy, -dx, fill),
            "The picture moves in the opposite direction: the sign of the shift is swapped.",
            "Positive dy is down, positive dx is to the right.",
        ),
        Mistake(
            "dy and dx swapped",
            lambda image, dy, dx, fill=0: images.translate(image, dx, dy, fill),
            "You swapped dy and dx.",
            "dy moves along the first axis (down), dx along the second (to the right).",
        ),
        Mistake(
            "fill ignored",
            lambda image, dy, dx, fill=0: images.translate(image, dy, dx),
            "The uncovered pixels are 0, whatever fill says.",
            "np.full_like(image, fill) begins with the right value.",
        ),
        Mistake(
            "[0:-0]",
            _simple_slices,
            "A slice that ends at -0 is empty, and one that ends at a negative shift counts from "
            "the other end: image[:-dy] works for positive dy only.",
            "Write the end as height - dy, and treat negative shifts on their own.",
        ),
        Mistake(
            "negative slice",
            _size_minus_shift,
            "A shift beyond the edge makes the end of your slice negative, and a negative end "
            "counts from the other side.",
            "Limit the shift to the height and the width first.",
        ),
        Mistake(
            "stops at the edge",
            _stops_at_the_edge,
            "Your picture stops at the edge: the last row or column stays. Moved by its whole "
            "height or width, a picture is gone.",
            "A shift by the height is one more than the largest that leaves something.",
        ),
        Mistake(
            "edge repeated",
            _edge_repeated,
            "You repeat the edge of the picture. The uncovered pixels must hold the value fill.",
        ),
        Mistake(
            "negative shifts left out",
            lambda image, dy, dx, fill=0: images.translate(image, max(dy, 0), max(dx, 0), fill),
            "Negative shifts do nothing in your function.",
            "Negative dy is up, negative dx is to the left.",
        ),
        Mistake(
            "other dtype",
            lambda image, dy, dx, fill=0: images.translate(image.astype(float), dy, dx, fill),
            "Your result has another dtype than the image.",
            "np.full_like(image, fill) keeps it.",
        ),
    ),
    hints=(
        "Begin with a picture that holds only fill, of the same shape and dtype. Then write the "
        "part of the image that stays inside.",
        "The pixel at (i, j) goes to (i + dy, j + dx), if that place exists.",
        "Two loops over i and j with the question 0 <= i + dy < height and 0 <= j + dx < width "
        "are right for every shift. Slices are faster; limit the shift to the size first.",
    ),
    ready_made=("cnnlib.images.translate", "scipy.ndimage.shift"),
)


# is_equivariant and is_invariant: practice, without points


def _is_equivariant(f, picture):
    move_first = f(images.translate(picture, 0, 1))
    move_last = images.translate(f(picture), 0, 1)
    return bool(np.allclose(move_first[:, 1:], move_last[:, 1:]))


def _is_invariant(f, picture):
    return bool(np.allclose(f(images.translate(picture, 0, 1)), f(picture)))


# What the two are tried on; reports show the names.
def sliding_kernel(picture):
    return functional.cross_correlate2d(picture, np.array([[1, 2], [0, -1]]))


def half_the_light(picture):
    return picture / 2


def mirrored(picture):
    return picture[:, ::-1]


def darker_to_the_left(picture):
    return picture * np.arange(picture.shape[1])


def strongest_answer(picture):
    return sliding_kernel(picture).max()


def all_the_ink(picture):
    return picture.sum()


def column_of_the_brightest(picture):
    return picture.max(axis=0).argmax()


BLOT = np.array([[0, 0, 0, 0, 0, 0], [2, 1, 3, 0, 0, 0], [4, 0, 9, 0, 0, 0], [1, 5, 0, 0, 0, 0]])

equivariance = Exercise(
    "lesson02.equivariance",
    functions={"is_equivariant": _is_equivariant, "is_invariant": _is_invariant},
    parts=(
        Part(
            "equivariant",
            0,
            tuple(
                Case(f, BLOT, function="is_equivariant")
                for f in (sliding_kernel, half_the_light, mirrored, darker_to_the_left)
            ),
        ),
        Part(
            "invariant",
            0,
            tuple(
                Case(f, BLOT, function="is_invariant")
                for f in (strongest_answer, all_the_ink, column_of_the_brightest, sliding_kernel)
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "the first column counts",
            {
                "is_equivariant": lambda f, picture: bool(
                    np.allclose(
                        f(images.translate(picture, 0, 1)), images.translate(f(picture), 0, 1)
                    )
                )
            },
            "You compare the first column, too. There the border is seen, and not the function.",
        ),
        Mistake(
            "invariance for equivariance",
            {
                "is_equivariant": lambda f, picture: bool(
                    np.allclose(f(images.translate(picture, 0, 1))[:, 1:], f(picture)[:, 1:])
                )
            },
            "You compare with f(picture), which has not moved along: that is invariance.",
            "Move the result of f, too.",
        ),
    ),
    hints=("The right side of f(T x) = T f(x): first f, then images.translate(..., 0, 1).",),
)


# shift_experiment


def _experiment(
    model_fn,
    seed,
    *,
    train_on=lambda data, seed: [("train", "left")],
    tests=(("test", "left"), ("test", "right")),
    place_seeds=lambda seed: (seed, seed + 1, seed + 1),
    model_seed=lambda seed: seed,
):
    """The experiment with one thing done otherwise."""
    data = moved_digits.digits()
    sets = {
        "train": (data.train_images, data.train_labels),
        "test": (data.test_images, data.test_labels),
    }
    seeds = place_seeds(seed)
    model = model_fn(model_seed(seed))
    chosen = train_on(data, seed)
    canvases = [moved_digits.place(sets[name][0], side, seeds[0]) for name, side in chosen]
    if chosen:
        labels = np.concatenate([sets[name][1] for name, _ in chosen])
        model.fit(np.concatenate(canvases), labels)
    accuracies = []
    for (name, side), place_seed in zip(tests, seeds[1:], strict=True):
        images, labels = sets[name]
        guesses = model.predict(moved_digits.place(images, side, place_seed))
        accuracies.append(float(np.mean(guesses == labels)))
    return tuple(accuracies)


def _model_for_each_test(train_side):
    """The experiment with a second model for the second test, trained at a side, or not at all."""

    def model_of_the_mistake(model_fn, seed):
        data = moved_digits.digits()
        accuracies = []
        for side in ("left", "right"):
            model = model_fn(seed)
            if train_side(side):
                placed = moved_digits.place(data.train_images, train_side(side), seed)
                model.fit(placed, data.train_labels)
            guesses = model.predict(moved_digits.place(data.test_images, side, seed + 1))
            accuracies.append(float(np.mean(guesses == data.test_labels)))
        return tuple(accuracies)

    return model_of_the_mistake


def _then(change):
    """The right experiment, with its result changed."""
    return lambda model_fn, seed: change(*moved_digits.shift_experiment(model_fn, seed))


def _compare_seeds(f, seeds):
    """For two seeds: whether the places are the same, in training and in the tests, in words."""
    one, other = (readers.record(f, seed) for seed in seeds)
    told = []
    for when, mine, others in (
        ("training", one.trained, other.trained),
        ("the tests", one.tested, other.tested),
    ):
        same = np.array_equal(readers.places(mine), readers.places(others))
        told.append(f"{'the same' if same else 'other'} places in {when}")
    return ", ".join(told)


TRAINED_ON = Law(
    "one model is trained, on all training digits, at the left, and on nothing else",
    lambda f, seed: readers.training_told(readers.record(f, seed)),
    lambda f, seed: "one model; training digits: 1438 left, 0 right",
    0,
    note="what the model is trained on",
)
TESTED_ON = Law(
    "both tests use all test digits",
    lambda f, seed: readers.summary(readers.record(f, seed).tested),
    lambda f, seed: "test digits: 359 left, 359 right",
    0,
    note="what the model is tested on",
)
ONLY_THE_SIDE = Law(
    "between the two tests only the side differs",
    lambda f, seed: readers.sides_compared(readers.record(f, seed).tested),
    lambda f, seed: "the same digits, moved by 13 columns",
    0,
    note="the two tests, compared",
)
OTHER_SEED = Law(
    "another seed puts the digits at other places",
    lambda f, seeds: _compare_seeds(f, seeds),
    lambda f, seeds: "other places in training, other places in the tests",
    (0, 1),
    note="the places of the digits, for two seeds",
)
SAME_SEED = Law(
    "the same seed puts the digits at the same places",
    lambda f, seeds: _compare_seeds(f, seeds),
    lambda f, seeds: "the same places in training, the same places in the tests",
    (2, 2),
    note="the places of the digits, for one seed, twice",
)

shift_experiment = Exercise(
    "lesson02.shift_experiment",
    functions={"shift_experiment": moved_digits.shift_experiment},
    parts=(
        Part(
            "accuracies",
            1,
            (
                Case(readers.ReadsEverything, 0, note="a model that reads every digit"),
                Case(readers.ReadsAtTheLeft, 0, note="a model that reads at the left only"),
            ),
        ),
        Part(
            "training",
            2,
            (
                Case(
                    readers.ReadsWhereItWasTrained,
                    0,
                    note="a model that reads in the half where it was trained",
                ),
                TRAINED_ON,
            ),
            needs=("accuracies",),
        ),
        Part(
            "tests",
            1,
            (
                Case(
                    readers.ReadsTrainingDigits,
                    0,
                    note="a model that knows its training digits by heart and no others",
                ),
                Case(readers.ReadsTwosAtTheLeft, 0, note="a model that reads a 2 at the left"),
                TESTED_ON,
                ONLY_THE_SIDE,
            ),
            needs=("accuracies",),
        ),
        Part(
            "seed",
            1,
            (
                Case(readers.ReadsWithSeed5, 5, note="a model that needs the seed 5"),
                OTHER_SEED,
                SAME_SEED,
            ),
            needs=("accuracies",),
        ),
    ),
    mistakes=(
        Mistake(
            "swapped",
            _then(lambda same, other: (other, same)),
            "The two accuracies are swapped: first the side of the training, then the other.",
            "Return (acc_same, acc_other).",
        ),
        Mistake(
            "per cent",
            _then(lambda same, other: (100 * same, 100 * other)),
            "Your accuracies are in per cent. Return fractions between 0 and 1.",
        ),
        Mistake(
            "counts",
            _then(lambda same, other: (same * 359, other * 359)),
            "You count the right answers. Return the fraction of them: their mean.",
        ),
        Mistake(
            "error rate",
            _then(lambda same, other: (1 - same, 1 - other)),
            "You measure the errors. Return the fraction of right answers.",
        ),
        Mistake(
            "a second model, trained at the right",
            _model_for_each_test(lambda side: side),
            "You build a second model for the second test, and train it at the right. The "
            "question is what a model reads at the right that was trained at the left.",
            "Call model_fn once, before the loop, and fit at the left only.",
        ),
        *(
            Mistake(
                "a second model",
                _model_for_each_test(train_side),
                "You build a second model for the second test.",
                "Call model_fn once, before the loop: one model is trained, and tested twice.",
            )
            for train_side in (
                lambda side: "left",
                lambda side: "left" if side == "left" else None,
            )
        ),
        Mistake(
            "trained on both sides",
            lambda model_fn, seed: _experiment(
                model_fn, seed, train_on=lambda *_: [("train", "left"), ("train", "right")]
            ),
            "Your model is trained on both sides, so the right one is nothing new to it.",
            'Train with place(..., "left", ...) alone.',
        ),
        Mistake(
            "trained at the right",
            lambda model_fn, seed: _experiment(
                model_fn, seed, train_on=lambda *_: [("train", "right")]
            ),
            "Your model is trained at the right. Train it at the left.",
        ),
        Mistake(
            "not trained",
            lambda model_fn, seed: _experiment(model_fn, seed, train_on=lambda *_: []),
            "Your model is tested without any training.",
            "Call model.fit before model.predict.",
        ),
        Mistake(
            "trained on the test images",
            lambda model_fn, seed: _experiment(
                model_fn, seed, train_on=lambda *_: [("test", "left")]
            ),
            "Your model is trained on the test images. What it knows by heart is no "
            "measure of what it has understood.",
            "Train on data.train_images, test on data.test_images.",
        ),
        Mistake(
            "trained on all images",
            lambda model_fn, seed: _experiment(
                model_fn, seed, train_on=lambda *_: [("train", "left"), ("test", "left")]
            ),
            "Your model is trained on the test images, too. What it knows by heart is no "
            "measure of what it has understood.",
            "Train on data.train_images alone.",
        ),
        Mistake(
            "tested on training images",
            lambda model_fn, seed: _experiment(
                model_fn, seed, tests=(("train", "left"), ("train", "right"))
            ),
            "You test on the training images. A model that knows them by heart looks perfect.",
            "Test on data.test_images and data.test_labels.",
        ),
        Mistake(
            "other digits at the left",
            lambda model_fn, seed: _experiment(
                model_fn, seed, tests=(("train", "left"), ("test", "right"))
            ),
            "At the left you test on the training images, at the right on the test images: two "
            "things change at once, and nobody knows which one counts.",
            "Use the same test digits on both sides.",
        ),
        Mistake(
            "other digits at the right",
            lambda model_fn, seed: _experiment(
                model_fn, seed, tests=(("test", "left"), ("train", "right"))
            ),
            "At the right you test on the training images, at the left on the test images: two "
            "things change at once, and nobody knows which one counts.",
            "Use the same test digits on both sides.",
        ),
        Mistake(
            "one side only",
            lambda model_fn, seed: _experiment(
                model_fn, seed, tests=(("test", "left"), ("test", "left"))
            ),
            "Both of your tests are at the left.",
            "The second one is at the right.",
        ),
        Mistake(
            "places differ between the tests",
            lambda model_fn, seed: _experiment(
                model_fn, seed, place_seeds=lambda seed: (seed, seed + 1, seed + 2)
            ),
            "The seed of the places differs between your two tests, so the digits are not merely "
            "moved: two things change at once.",
            "Give place the same seed for both tests.",
        ),
        Mistake(
            "model ignores the seed",
            lambda model_fn, seed: _experiment(model_fn, seed, model_seed=lambda _: 0),
            "Your model is built with another seed than the one given, so every "
            "repetition begins with the same weights.",
            "Build it with model_fn(seed).",
        ),
        Mistake(
            "places ignore the seed",
            lambda model_fn, seed: _experiment(model_fn, seed, place_seeds=lambda _: (0, 1, 1)),
            "Your places do not depend on the seed, so every repetition has the same images.",
            "Give place a seed that follows from seed, in training and in the tests.",
        ),
        Mistake(
            "places of the tests ignore the seed",
            lambda model_fn, seed: _experiment(
                model_fn, seed, place_seeds=lambda seed: (seed, 1, 1)
            ),
            "Your test digits stand at the same places for every seed, so the repetitions share "
            "their test images.",
            "Give place a seed that follows from seed in the tests, too.",
        ),
        Mistake(
            "places of the training ignore the seed",
            lambda model_fn, seed: _experiment(
                model_fn, seed, place_seeds=lambda seed: (0, seed + 1, seed + 1)
            ),
            "Your training digits stand at the same places for every seed, so the repetitions "
            "share their training images.",
            "Give place a seed that follows from seed in training, too.",
        ),
        Mistake(
            "seed ignored",
            lambda model_fn, seed: _experiment(
                model_fn, seed, place_seeds=lambda _: (0, 1, 1), model_seed=lambda _: 0
            ),
            "Your experiment ignores the seed: every repetition is the same.",
            "The model and the places both follow from seed.",
        ),
    ),
    hints=(
        "Four steps: build the model, place the training digits and fit, place the test digits "
        "twice, and count how often predict is right.",
        'Only the word "left" or "right" may differ between your two tests.',
        'np.mean(model.predict(place(data.test_images, "left", seed + 1)) == data.test_labels) '
        "is the first of the two accuracies. Any seed that follows from seed will do. With another "
        "one than in training, here seed + 1, the test digits get places of their own.",
    ),
    ready_made=("cnnlib.exercises.moved_digits.shift_experiment",),
)


# the quiz

quiz = Quiz(
    "lesson02.quiz",
    (
        Question(
            "inductive bias",
            options={
                "a": Option(
                    "The number b that is added to every output: learnt as the weights are, and "
                    "shared by all places.",
                    "That is the bias parameter: the same word for another thing.",
                ),
                "b": Option(
                    "What it assumes before any data: near pixels belong together, and what helps "
                    "here helps anywhere.",
                    "Local connections are the first assumption, shared weights the second.",
                    right=True,
                ),
                "c": Option(
                    "A systematic error in what it computes, which goes away with more training "
                    "data.",
                    "That is bias as statistics knows it, of an estimate. An inductive bias is a "
                    "preference among the functions that fit the data; no learner is without one.",
                ),
                "d": Option(
                    "The set of functions that it can compute and that a fully connected layer "
                    "cannot.",
                    "There are none: exercise 3 wrote the layer as a fully connected one.",
                ),
            },
        ),
        Question(
            "universal approximation",
            options={
                "a": Option(
                    "Once it has been trained for long enough at the left, it will read at the "
                    "right, too.",
                    "The digits at the left say nothing about the weights that look at the right: "
                    "longer training does not change that.",
                ),
                "b": Option(
                    "Nothing: the theorem is about functions of a few numbers and does not hold "
                    "for images.",
                    "It does: an image is a vector of numbers between 0 and 1.",
                ),
                "c": Option(
                    "With enough units there are weights that read on both sides; training need "
                    "not find them.",
                    "It says what a network can represent, not what it learns from which data.",
                    right=True,
                ),
                "d": Option(
                    "It fails because a convolutional network can represent more functions than "
                    "an MLP can.",
                    "It is the other way round: sharing weights takes functions away. That is why "
                    "fewer examples are enough.",
                ),
            },
        ),
        Question(
            "the table",
            options={
                "a": Option(
                    "It has the fewest parameters, and so cannot learn its training digits by "
                    "heart.",
                    "The small MLP has fewer still, and is at chance level at the right.",
                ),
                "b": Option(
                    "It has convolution layers, whose kernels find the same features at every "
                    "place.",
                    "So has the network with the flatten head, the very same ones, and it is at "
                    "chance level at the right.",
                ),
                "c": Option(
                    "Its head drops the place of each feature and keeps only how strong it is.",
                    "Shared weights find the same features at the right; a head without places "
                    "reads them in the same way.",
                    right=True,
                ),
            },
        ),
    ),
)
