"""Exercise 4: from columns back to an image, overlaps added."""

import numpy as np

from cnnlib import functional
from cnnlib.check import Case, Exercise, Law, Mistake, Part, guard


def _col2im(columns, output_size, kernel_size, stride=1, padding=0):
    return functional.col2im(columns, output_size, kernel_size, stride=stride, padding=padding)


def fold(
    columns,
    output_size,
    kernel_size,
    stride=1,
    padding=0,
    *,
    add=True,
    cut="both",
    order="ckk",
    refuses=False,
):
    """The columns back in their places, with what can go wrong there.

    ``add`` False overwrites instead; ``cut`` says on which sides the padding is taken off;
    ``order`` is that of channel and kernel within a column; ``refuses`` adds the exercise's own
    refusal of columns that do not fit.
    """
    (height, width), (kh, kw) = output_size, kernel_size
    high, wide = height + 2 * padding, width + 2 * padding
    rows, places = (high - kh) // stride + 1, (wide - kw) // stride + 1
    fits = columns.shape[1] % (kh * kw) == 0 and columns.shape[2] == rows * places
    if refuses and not fits:
        raise ValueError(f"columns of shape {columns.shape} cannot come from such images")
    count = columns.shape[1] // (kh * kw)
    shape = (len(columns), count, kh, kw) if order == "ckk" else (len(columns), kh, kw, count)
    blocks = np.asarray(columns, float).reshape(*shape, rows, places)
    blocks = blocks if order == "ckk" else np.moveaxis(blocks, 3, 1)
    image = np.zeros((len(columns), count, high, wide))
    for m, n in np.ndindex(kh, kw):
        target = image[:, :, m : m + stride * rows : stride, n : n + stride * places : stride]
        target[...] = blocks[:, :, m, n] + (target if add else 0)
    if cut == "both":
        return image[:, :, padding : padding + height, padding : padding + width]
    if cut == "minus":
        return image[:, :, padding:-padding, padding:-padding]
    return image if cut == "none" else image[:, :, :height, :width]


def divided_by_counts(columns, output_size, kernel_size, stride=1, padding=0):
    """The inverse of im2col, where there is one: the mean of what falls on a pixel."""
    total = fold(columns, output_size, kernel_size, stride, padding)
    counts = fold(np.ones_like(columns), output_size, kernel_size, stride, padding)
    return total / np.maximum(counts, 1)


def _stride_ignored(columns, output_size, kernel_size, stride=1, padding=0):
    """The window moves by 1, through as many places as there are."""
    (height, width), (kh, kw) = output_size, kernel_size
    high, wide = height + 2 * padding, width + 2 * padding
    rows, places = (high - kh) // stride + 1, (wide - kw) // stride + 1
    blocks = columns.reshape(len(columns), -1, kh, kw, rows, places)
    image = np.zeros((len(columns), blocks.shape[1], high, wide))
    for m, n in np.ndindex(kh, kw):
        image[:, :, m : m + rows, n : n + places] += blocks[:, :, m, n]
    return image[:, :, padding : padding + height, padding : padding + width]


def _places_by_columns(columns, output_size, kernel_size, stride=1, padding=0):
    (height, width), (kh, kw) = output_size, kernel_size
    rows = (height + 2 * padding - kh) // stride + 1
    places = (width + 2 * padding - kw) // stride + 1
    blocks = columns.reshape(*columns.shape[:2], places, rows).swapaxes(2, 3)
    return _col2im(blocks.reshape(columns.shape), output_size, kernel_size, stride, padding)


def _kernel_turned(columns, output_size, kernel_size, stride=1, padding=0):
    blocks = columns.reshape(len(columns), -1, *kernel_size, columns.shape[2])
    turned = blocks[:, :, ::-1, ::-1].reshape(columns.shape)
    return _col2im(turned, output_size, kernel_size, stride, padding)


def _windows_as_rows(columns, output_size, kernel_size, stride=1, padding=0):
    return _col2im(
        columns.swapaxes(1, 2).reshape(columns.shape), output_size, kernel_size, stride, padding
    )


def _accepts_all(columns, output_size, kernel_size, stride=1, padding=0):
    try:
        return fold(columns, output_size, kernel_size, stride, padding)
    except ValueError:
        return np.zeros((len(columns), 1, *output_size))


def _adjoint(x, columns, kernel_size, stride=1, padding=0, note=""):
    """<im2col(x), columns> = <x, col2im(columns)>."""
    return Law(
        "np.sum(im2col(x) * columns) = np.sum(x * col2im(columns))",
        lambda f, x, columns, kernel_size, stride, padding: float(
            np.sum(x * f(columns, x.shape[2:], kernel_size, stride, padding))
        ),
        lambda f, x, columns, kernel_size, stride, padding: float(
            np.sum(functional.im2col(x, kernel_size, stride=stride, padding=padding) * columns)
        ),
        x,
        columns,
        kernel_size,
        stride,
        padding,
        note=note,
    )


ONES = np.ones((1, 4, 4))
COUNTED = np.arange(1.0, 17).reshape(1, 4, 4)
WIDE = np.arange(1.0, 13).reshape(1, 2, 6)  # a 1 x 2 kernel on 3 x 3 pixels
STEEP = np.arange(1.0, 25).reshape(1, 6, 4)  # a 3 x 2 kernel on 4 x 3 pixels
TWO_CHANNELS = np.arange(1.0, 17).reshape(1, 8, 2)  # a 2 x 2 kernel on 2 x 3 pixels
TWO_IMAGES = np.stack([np.arange(1.0, 9).reshape(4, 2), 10 * np.ones((4, 2))])
NINE = np.arange(9.0).reshape(1, 1, 3, 3)
# Two channels of 4 x 3 pixels; a 3 x 2 kernel, stride 2 and padding 1 give 2 x 2 places.
STACKED = (np.arange(24.0).reshape(1, 2, 4, 3) % 7) - 2
TALL_COLUMNS = (np.arange(48.0).reshape(1, 12, 4) % 11) - 4

col2im = Exercise(
    "lesson05.col2im",
    functions={"col2im": _col2im},
    parts=(
        Part(
            "overlaps add",
            1,
            (
                Case(ONES, (3, 3), (2, 2), note="all ones: how often each pixel is used"),
                Case(COUNTED, (3, 3), (2, 2), note="the numbers 1 to 16"),
            ),
        ),
        Part(
            "every shape, channels, batch",
            1,
            (
                Case(WIDE, (3, 3), (1, 2), note="a 1 x 2 kernel"),
                Case(STEEP, (4, 3), (3, 2), note="a 3 x 2 kernel on 4 x 3 pixels"),
                Case(TWO_CHANNELS, (2, 3), (2, 2), note="two channels"),
                Case(TWO_IMAGES, (2, 3), (2, 2), note="a batch of two"),
            ),
            needs=("overlaps add",),
        ),
        Part(
            "stride and padding",
            1,
            (
                Case(COUNTED, (5, 4), (2, 2), 2, note="stride 2, a row is left over"),
                Case(COUNTED, (2, 2), (2, 2), 2, 1, note="stride 2, padding 1"),
                Case(np.arange(1.0, 37).reshape(1, 4, 9), (2, 2), (2, 2), 1, 1, note="padding 1"),
            ),
            needs=("overlaps add",),
        ),
        Part(
            "adjoint of im2col",
            1,
            (
                _adjoint(NINE, COUNTED, (2, 2)),
                _adjoint(NINE[:, :, :2], TWO_IMAGES[:1], (2, 2), note="2 x 3 pixels"),
                _adjoint(STACKED, TALL_COLUMNS, (3, 2), 2, 1, note="channels, stride, padding"),
            ),
            needs=("overlaps add",),
        ),
        Part(
            "bad input, input untouched",
            1,
            (
                Case(ONES[:, :3], (3, 3), (2, 2), note="3 rows for a 2 x 2 kernel"),
                Case(ONES, (3, 4), (2, 2), note="4 columns, but 6 places"),
                Case(np.ones((1, 6, 4)), (3, 4), (2, 2), note="6 x 4 numbers for 4 x 6"),
                Case(TWO_IMAGES, (2, 3), (2, 2), note="the argument must stay as it is"),
            ),
            needs=("overlaps add",),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "= for +=",
            lambda columns, output_size, kernel_size, stride=1, padding=0: fold(
                columns, output_size, kernel_size, stride, padding, add=False
            ),
            says="Where windows overlap, only the last number is left: = for +=. A pixel gets a "
            "share from every window that it is in.",
            next_step="Begin with zeros, and add: image[...] += ...",
        ),
        Mistake(
            "inverse for adjoint",
            divided_by_counts,
            says="You divided by the number of windows that use a pixel. That undoes im2col: it is "
            "its inverse. Backpropagation needs its adjoint, where the shares add up.",
            next_step="Sum, and leave out the division.",
        ),
        Mistake(
            "padding slice [0:-0]",
            lambda columns, output_size, kernel_size, stride=1, padding=0: fold(
                columns, output_size, kernel_size, stride, padding, cut="minus"
            ),
            says="The slice padding:-padding is 0:-0 where the padding is 0, and 0:-0 is empty.",
            next_step="Cut from padding to padding + H, and from padding to padding + W.",
        ),
        Mistake(
            "padding left on",
            lambda columns, output_size, kernel_size, stride=1, padding=0: fold(
                columns, output_size, kernel_size, stride, padding, cut="none"
            ),
            says="The padding is still there. Gradients of padded zeros go nowhere: cut them off.",
            next_step="Return the part from padding to padding + H and padding + W.",
        ),
        Mistake(
            "padding cut on one side",
            lambda columns, output_size, kernel_size, stride=1, padding=0: fold(
                columns, output_size, kernel_size, stride, padding, cut="end"
            ),
            says="You cut the padding off on one side only: your image begins in the padding.",
            next_step="Cut from padding to padding + H, and from padding to padding + W.",
        ),
        Mistake(
            "padding ignored",
            lambda columns, output_size, kernel_size, stride=1, padding=0: fold(
                columns, output_size, kernel_size, stride, 0
            ),
            says="The padding is ignored.",
            next_step="Add up on a canvas of H + 2 * padding rows, then cut.",
        ),
        Mistake(
            "stride ignored",
            _stride_ignored,
            says="Your windows move by one pixel: the stride is ignored on the way back.",
            next_step="Window (i, j) begins in row i * stride, column j * stride.",
        ),
        Mistake(
            "channels last",
            lambda columns, output_size, kernel_size, stride=1, padding=0: fold(
                columns, output_size, kernel_size, stride, padding, order="kkc"
            ),
            says="You read a column as if its channels alternated fastest. It holds channel after "
            "channel, each with its kh * kw numbers.",
            next_step="reshape(N, C, kh, kw, rows, columns).",
        ),
        Mistake(
            "places column by column",
            _places_by_columns,
            says="You count the windows column by column; they are in reading order, row by row.",
        ),
        Mistake(
            "flipped kernel",
            _kernel_turned,
            says="Each window goes back turned by 180 degrees: the kernel is flipped.",
            next_step="Row m * kw + n goes to pixel (i + m, j + n), as im2col took it from there.",
        ),
        Mistake(
            "windows as rows",
            _windows_as_rows,
            says="You read rows as windows. Each column is a window.",
        ),
        Mistake(
            "kernel width from height",
            lambda columns, output_size, kernel_size, stride=1, padding=0: fold(
                columns, output_size, (kernel_size[0],) * 2, stride, padding, refuses=True
            ),
            says="You used the height of the kernel for its width, too. kernel_size is (kh, kw).",
        ),
        Mistake(
            "width from height",
            lambda columns, output_size, kernel_size, stride=1, padding=0: fold(
                columns, (output_size[0],) * 2, kernel_size, stride, padding, refuses=True
            ),
            says="You used the height of the image for its width, too. output_size is (H, W).",
        ),
        Mistake(
            "first image only",
            lambda columns, output_size, kernel_size, stride=1, padding=0: _col2im(
                columns[:1], output_size, kernel_size, stride, padding
            ),
            says="Only the first image of the batch is there.",
        ),
        Mistake(
            "accepted",
            _accepts_all,
            says="These columns cannot come from such an image.",
            next_step="The rows must be a multiple of kh * kw, and P the number of places.",
        ),
    ),
    hints=(
        "im2col copies pixel (i * stride + m, j * stride + n) into row m * kw + n of column "
        "(i, j). Go the same way back, and add.",
        "Make a canvas of zeros with the padding. For each (m, n), one slice of the canvas gets "
        "the numbers of one row of the matrix, for all places at once. At the end cut the padding "
        "off.",
        "blocks = columns.reshape(N, C, kh, kw, R, S); for m, n in np.ndindex(kh, kw):\n"
        "canvas[:, :, m : m + stride * R : stride, n : n + stride * S : stride] += "
        "blocks[:, :, m, n]",
    ),
    ready_made=tuple(
        name
        for name in (*guard.COLUMNS, *guard.CONVOLUTION_BACKWARD)
        if name != "cnnlib.functional.im2col"
    ),
)
