"""Exercise 3: the windows of an image as the columns of a matrix."""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib import functional
from cnnlib.check import Case, Exercise, Mistake, Part, guard


def _im2col(x, kernel_size, stride=1, padding=0):
    return functional.im2col(x, kernel_size, stride=stride, padding=padding)


def _windows(x, kernel_size, stride=1, padding=0, pad=None):
    """All windows, (N, C, rows, columns, kh, kw), with a padding that may be wrong."""
    pad = ((0, 0), (0, 0), *(pad or ((padding, padding),) * 2))
    x = np.pad(np.asarray(x, float), pad)
    return sliding_window_view(x, kernel_size, axis=(2, 3))[:, :, ::stride, ::stride]


def _as_columns(windows):
    n, c, rows, columns, kh, kw = windows.shape
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, rows * columns)


def _reshaped(x, kernel_size, stride=1, padding=0):
    windows = _windows(x, kernel_size, stride, padding)
    n, c, rows, columns, kh, kw = windows.shape
    return windows.reshape(n, c * kh * kw, rows * columns)


def _channels_last(x, kernel_size, stride=1, padding=0):
    windows = _windows(x, kernel_size, stride, padding)
    n, c, rows, columns, kh, kw = windows.shape
    return windows.transpose(0, 4, 5, 1, 2, 3).reshape(n, c * kh * kw, rows * columns)


def _places_by_columns(x, kernel_size, stride=1, padding=0):
    return _as_columns(_windows(x, kernel_size, stride, padding).swapaxes(2, 3))


def _kernel_by_columns(x, kernel_size, stride=1, padding=0):
    return _as_columns(_windows(x, kernel_size, stride, padding).swapaxes(4, 5))


def _one_side(x, kernel_size, stride=1, padding=0):
    return _as_columns(_windows(x, kernel_size, stride, pad=((padding, 0), (padding, 0))))


def _other_side(x, kernel_size, stride=1, padding=0):
    return _as_columns(_windows(x, kernel_size, stride, pad=((0, padding), (0, padding))))


def _edge_padding(x, kernel_size, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    return _as_columns(_windows(x, kernel_size, stride))


def _square_kernel(x, kernel_size, stride=1, padding=0):
    return _im2col(x, (kernel_size[0], kernel_size[0]), stride, padding)


def _sides_swapped(x, kernel_size, stride=1, padding=0):
    return _im2col(x, kernel_size[::-1], stride, padding)


def _width_from_height(x, kernel_size, stride=1, padding=0):
    """As many places side by side as the height has; a window beyond the border is too narrow."""
    (kh, kw), (n, c) = kernel_size, x.shape[:2]
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    if kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("the kernel does not fit")
    rows, columns = ((x.shape[2] - k) // stride + 1 for k in kernel_size)
    result = np.zeros((n, c * kh * kw, rows * columns))
    for i, j in np.ndindex(rows, columns):
        top, left = i * stride, j * stride
        window = x[:, :, top : top + kh, left : left + kw]
        result[:, :, i * columns + j] = window.reshape(n, -1)
    return result


def _off_by_one(x, kernel_size, stride=1, padding=0):
    return _as_columns(_windows(x, kernel_size, stride, padding)[:, :, :-1, :-1])


def _rows_times_rows(x, kernel_size, stride=1, padding=0):
    """Window (i, j) goes into column i R + j, where it should be i S + j."""
    windows = _windows(x, kernel_size, stride, padding)
    n, c, rows, columns, kh, kw = windows.shape
    result = np.zeros((n, c * kh * kw, rows * columns))
    for i, j in np.ndindex(rows, columns):
        result[:, :, i * rows + j] = windows[:, :, i, j].reshape(n, -1)
    return result


def _padded_on_all_axes(x, kernel_size, stride=1, padding=0):
    """np.pad(x, padding), with the number of images and channels taken before."""
    windows = _windows(np.pad(x, padding), kernel_size, stride)
    rows, columns, kh, kw = windows.shape[2:]
    windows = windows.transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(len(x), x.shape[1] * kh * kw, rows * columns)


def _padded_and_measured(x, kernel_size, stride=1, padding=0):
    """The same, with the number of images and channels taken after."""
    return _im2col(np.pad(x, padding), kernel_size, stride)


def _accepts_all(x, kernel_size, stride=1, padding=0):
    """Returns a matrix without columns where the kernel does not fit."""
    high, wide = (n + 2 * padding for n in x.shape[2:])
    if kernel_size[0] > high or kernel_size[1] > wide:
        return np.zeros((len(x), x.shape[1] * math.prod(kernel_size), 0))
    return _im2col(x, kernel_size, stride, padding)


# The table of the lesson: a 2 x 2 kernel on the numbers 0 to 8. Then shapes that tell rows from
# columns.
NINE = np.arange(9.0).reshape(1, 1, 3, 3)
TWELVE = np.arange(12.0).reshape(1, 1, 3, 4)
TALL = np.arange(1.0, 11).reshape(1, 1, 5, 2)
TWO_CHANNELS = np.stack([np.arange(9.0).reshape(3, 3), 10 * np.arange(1.0, 10).reshape(3, 3)])[None]
BATCH = np.stack([np.arange(6.0).reshape(1, 2, 3), -np.arange(6.0).reshape(1, 2, 3)])
TWENTY = np.arange(20.0).reshape(1, 1, 4, 5)

im2col = Exercise(
    "lesson05.im2col",
    functions={"im2col": _im2col},
    parts=(
        Part(
            "values",
            1,
            (
                Case(NINE, (2, 2), note="the table of the lesson"),
                Case(NINE, (1, 1), note="a 1 x 1 kernel"),
                Case(NINE + 1, (3, 3), note="a kernel as large as the image"),
            ),
        ),
        Part(
            "every shape",
            1,
            (
                Case(TWELVE, (2, 2), note="a 3 x 4 image"),
                Case(TWELVE, (1, 3), note="a 1 x 3 kernel"),
                Case(TALL, (3, 2), note="a 5 x 2 image, a 3 x 2 kernel"),
            ),
            needs=("values",),
        ),
        Part(
            "channels and batch",
            1,
            (
                Case(TWO_CHANNELS, (2, 2), note="two channels"),
                Case(BATCH, (2, 2), note="a batch of two images"),
            ),
            needs=("values",),
        ),
        Part(
            "stride and padding",
            1,
            (
                Case(TWENTY, (2, 2), 2, note="stride 2, a column is left over"),
                Case(NINE + 1, (2, 2), 1, 1, note="padding 1"),
                Case(TWELVE + 1, (3, 2), 2, 1, note="stride 2, padding 1"),
                Case(np.ones((1, 1, 2, 2)), (3, 3), 1, 1, note="fits thanks to the padding"),
            ),
            needs=("values",),
        ),
        Part(
            "bad input, input untouched",
            1,
            (
                Case(NINE, (4, 2), note="a kernel that is too high"),
                Case(BATCH, (1, 2), 1, 1, note="the argument must stay as it is"),
            ),
            needs=("values",),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "windows as rows",
            lambda x, kernel_size, stride=1, padding=0: _im2col(
                x, kernel_size, stride, padding
            ).swapaxes(1, 2),
            says="Each window is a row of your matrix; asked for is a column for each window. (On "
            "3 x 3 pixels with a 2 x 2 kernel the two look the same.)",
            next_step="Exchange the last two axes: shape (N, C * kh * kw, P).",
        ),
        Mistake(
            "reshape for transpose",
            _reshaped,
            says="The shape is right, but the numbers are shuffled: reshape reads them in the "
            "order in which they lie, place by place. It moves no axis.",
            next_step="Bring the axes into the order N, C, kh, kw, rows, columns with transpose; "
            "then reshape.",
        ),
        Mistake(
            "channels last",
            _channels_last,
            says="Within a column, your channels alternate fastest. Asked for is channel after "
            "channel, each with its kh * kw numbers, as in weight.reshape(out_channels, -1).",
            next_step="Move the axis of the channels before those of the kernel.",
        ),
        Mistake(
            "places column by column",
            _places_by_columns,
            says="Your windows are counted column by column; asked for is reading order, row by "
            "row.",
            next_step="Let the rows of the output be the outer loop.",
        ),
        Mistake(
            "column i R + j",
            _rows_times_rows,
            says="Window (i, j) goes into column i * R + j of your matrix. Before row i there are "
            "i rows of S windows each: column i * S + j.",
            next_step="Multiply by the number of windows side by side.",
        ),
        Mistake(
            "kernel column by column",
            _kernel_by_columns,
            says="Within a window you go column by column; asked for is reading order, row by row.",
            next_step="Let the rows of the kernel be the outer loop.",
        ),
        Mistake(
            "flipped kernel",
            lambda x, kernel_size, stride=1, padding=0: _as_columns(
                _windows(x, kernel_size, stride, padding)[..., ::-1, ::-1]
            ),
            says="Each window is turned by 180 degrees. A convolutional layer does not turn.",
            next_step="Row m * kw + n holds x[i + m, j + n].",
        ),
        Mistake(
            "stride ignored",
            lambda x, kernel_size, stride=1, padding=0: _im2col(x, kernel_size, 1, padding),
            says="This is the result with stride 1: the stride is ignored.",
            next_step="Window (i, j) begins in row i * stride, column j * stride.",
        ),
        Mistake(
            "stride for the rows only",
            lambda x, kernel_size, stride=1, padding=0: _as_columns(
                _windows(x, kernel_size, 1, padding)[:, :, ::stride]
            ),
            says="The stride holds for the rows only. It holds in both directions.",
        ),
        Mistake(
            "padding ignored",
            lambda x, kernel_size, stride=1, padding=0: _im2col(x, kernel_size, stride, 0),
            says="This is the result without padding.",
            next_step="np.pad x first, in its last two axes only.",
        ),
        Mistake(
            "padding on all axes",
            _padded_on_all_axes,
            says="np.pad(x, padding) pads all four axes: images and channels of zeros, too.",
            next_step="np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding))).",
        ),
        Mistake(
            "padding on all axes, counted",
            _padded_and_measured,
            says="np.pad(x, padding) pads all four axes: images and channels of zeros, too.",
            next_step="np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding))).",
        ),
        Mistake(
            "padding on one side",
            _one_side,
            says="You padded above and to the left only. Padding p puts p rows and columns on all "
            "four sides.",
        ),
        Mistake(
            "padding on one side, the other",
            _other_side,
            says="You padded below and to the right only: padding on one side. It goes on all "
            "four.",
        ),
        Mistake(
            "padding with the edge value",
            _edge_padding,
            says="You padded with the value at the edge. Here padding is zeros.",
        ),
        Mistake(
            "kernel width from height",
            _square_kernel,
            says="You used the height of the kernel for its width, too. kernel_size is (kh, kw).",
        ),
        Mistake(
            "sides of the kernel swapped",
            _sides_swapped,
            says="Rows and columns of the kernel are swapped. kernel_size is (kh, kw): rows first.",
        ),
        Mistake(
            "width from height",
            _width_from_height,
            says="The number of places side by side was taken from the height of the image: width "
            "from height.",
            next_step="columns = (W + 2 * padding - kw) // stride + 1.",
        ),
        Mistake(
            "off by one",
            _off_by_one,
            says="The last row and the last column of windows are missing: an off-by-one.",
            next_step="There are (H + 2 * padding - kh) // stride + 1 rows of windows.",
        ),
        Mistake(
            "first image only",
            lambda x, kernel_size, stride=1, padding=0: _im2col(
                x[:1], kernel_size, stride, padding
            ),
            says="Only the first image of the batch is there.",
        ),
        Mistake(
            "first channel only",
            lambda x, kernel_size, stride=1, padding=0: _im2col(
                x[:, :1], kernel_size, stride, padding
            ),
            says="Only the first channel is there. A column holds the window of every channel.",
        ),
        Mistake(
            "batch axis lost",
            lambda x, kernel_size, stride=1, padding=0: _im2col(x, kernel_size, stride, padding)[0],
            says="This is the matrix of one image; the axis of the batch is missing.",
            next_step="Return the shape (N, C * kh * kw, P), with N = 1 for one image.",
        ),
        Mistake(
            "accepted",
            _accepts_all,
            says="A kernel that does not fit has no window at all.",
            next_step="Compare kh and kw with H + 2 * padding and W + 2 * padding.",
        ),
    ),
    hints=(
        "Do the table by hand first: which numbers does the 2 x 2 window touch at its first place? "
        "They are the first column, from top to bottom.",
        "Pad. Then each ROW of the matrix is a piece of the image: the pixels that weight (m, n) "
        "meets, at all places. It begins at row m, column n, and takes every stride-th pixel.",
        "for c, m, n in np.ndindex(C, kh, kw): rows.append(x[:, c, m : m + stride * R : stride, "
        "n : n + stride * S : stride].reshape(N, -1)); then np.stack(rows, axis=1),\n"
        "with R x S places.",
    ),
    ready_made=(*guard.COLUMNS, *guard.CONVOLUTION_2D),
)
