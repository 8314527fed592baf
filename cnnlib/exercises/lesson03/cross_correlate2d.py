"""The exercise `cross_correlate2d`: the operation that deep learning calls convolution."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib import functional
from cnnlib.check import Case, Exercise, Mistake, Part, guard
from cnnlib.exercises.lesson03.shared import (
    CONVERT,
    CROSS,
    DETECTOR,
    DIAGONAL,
    IMAGE,
    LOPSIDED,
    ODD_SHAPE,
    ONE_TO_NINE,
    SAME_SIZE,
    UINT8_IMAGE,
    UINT8_KERNEL,
    VERTICAL,
    WRAPPED,
    full,
    same_size,
)


def _cross_correlate2d(image, kernel):
    return functional.cross_correlate2d(image, kernel)


def _loops(image, kernel, rows, columns, kh, kw):
    """The four loops of the lesson, with sizes that may be wrong."""
    output = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        for m, n in np.ndindex(kh, kw):
            output[i, j] += float(image[i + m, j + n]) * float(kernel[m, n])
    return output


def _width_from_height(image, kernel):
    (height, _), (kh, kw) = image.shape, kernel.shape
    return _loops(image, kernel, height - kh + 1, height - kw + 1, kh, kw)


def _kernel_width_from_height(image, kernel):
    (height, width), (kh, _) = image.shape, kernel.shape
    return _loops(image, kernel, height - kh + 1, width - kh + 1, kh, kh)


def _kernel_width_from_height_in_slices(image, kernel):
    (height, width), (kh, _) = image.shape, kernel.shape
    rows, columns = height - kh + 1, width - kh + 1
    windows = [[image[i : i + kh, j : j + kh] for j in range(columns)] for i in range(rows)]
    return np.array([[np.sum(window * kernel) for window in row] for row in windows])


def _square_window(image, kernel):
    """The output has the right size, each window kh columns instead of kw."""
    kh, kw = kernel.shape
    output = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i, j in np.ndindex(output.shape):
        output[i, j] = np.sum(image[i : i + kh, j : j + kh] * kernel)
    return output


def _square_loops(image, kernel):
    (height, width), (kh, kw) = image.shape, kernel.shape
    return _loops(image, kernel, height - kh + 1, width - kw + 1, kh, kh)


def _sides_swapped(image, kernel):
    kw, kh = kernel.shape
    output = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i, j in np.ndindex(output.shape):
        output[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return output


def _last_product(image, kernel):
    (kh, kw), image = kernel.shape, image.astype(float)
    return image[kh - 1 :, kw - 1 :] * float(kernel[-1, -1])


def _zeros_at_the_end(image, kernel):
    valid = functional.cross_correlate2d(image, kernel)
    return np.pad(valid, [(0, n - k) for n, k in zip(image.shape, valid.shape, strict=True)])


def _last_window_left_zero(image, kernel):
    output = functional.cross_correlate2d(image, kernel)
    output[-1, :] = output[:, -1] = 0
    return output


def _padded_by_half(image, kernel):
    return functional.cross_correlate2d(
        np.pad(image, [(k // 2,) * 2 for k in kernel.shape]), kernel
    )


def _matrix_product(image, kernel):
    windows = sliding_window_view(image, kernel.shape)
    return (windows @ kernel).sum(axis=(-2, -1)) + 0.0


def _in_uint8(image, kernel):
    return np.sum(sliding_window_view(image, kernel.shape) * kernel, axis=(-2, -1)) + 0.0


def _in_uint8_throughout(image, kernel):
    return functional.cross_correlate2d(image, kernel) % 256


def _empty_where_it_does_not_fit(image, kernel):
    shape = [max(0, n - k + 1) for n, k in zip(image.shape, kernel.shape, strict=True)]
    return functional.cross_correlate2d(image, kernel) if all(shape) else np.zeros(shape)


PADDED = (
    "You padded the image: your result also has places where the kernel hangs over the border. "
    "Here only places count where the whole kernel lies in the image: "
    "(H - kh + 1) x (W - kw + 1) of them."
)
KERNEL_WIDTH = (
    "Your kernel width is taken from the kernel height: a kernel need not be square.",
    "Use kernel.shape[0] for rows and kernel.shape[1] for columns: kh, kw = kernel.shape.",
)

cross_correlate2d = Exercise(
    "lesson03.cross_correlate2d",
    functions={"cross_correlate2d": _cross_correlate2d},
    parts=(
        Part(
            "values",
            2,
            (
                Case(ONE_TO_NINE, LOPSIDED, note="one kernel row of zeros"),
                Case(IMAGE, CROSS, note="the worked example"),
                Case(DIAGONAL, DETECTOR, note="the diagonal detector"),
                Case(IMAGE, VERTICAL, note="vertical edges"),
            ),
        ),
        Part(
            "every shape",
            2,
            (
                Case(
                    np.arange(6.0).reshape(2, 3),
                    np.array([[1.0, 2.0]]),
                    note="a 2 x 3 image, a 1 x 2 kernel",
                ),
                Case(ODD_SHAPE, np.array([[1.0], [-1.0]]), note="a 3 x 5 image, a 2 x 1 kernel"),
                Case(ODD_SHAPE.T, np.array([[1.0, 0, 2]]), note="a 5 x 3 image, a 1 x 3 kernel"),
                Case(ODD_SHAPE, np.array([[3.0]]), note="a 1 x 1 kernel"),
                Case(ODD_SHAPE, ODD_SHAPE + 1, note="a kernel as large as the image"),
            ),
        ),
        Part(
            "uint8, input untouched",
            1,
            (
                Case(UINT8_IMAGE, UINT8_KERNEL, note="unsigned 8-bit numbers"),
                Case(ONE_TO_NINE, LOPSIDED, note="the arguments must not change"),
            ),
            needs=("values",),
            untouched=True,
            dtype="floating",
        ),
        Part(
            "bad input",
            1,
            (
                Case(np.eye(2), np.ones((3, 3)), note="a kernel larger than the image"),
                Case(np.ones((2, 5)), np.ones((3, 2)), note="a kernel that is only too tall"),
            ),
            needs=("values",),
        ),
    ),
    mistakes=(
        Mistake(
            "flipped kernel",
            lambda image, kernel: functional.convolve2d(image, kernel),
            says="This is what comes out when the kernel is flipped: you computed the convolution "
            "of mathematics. Here X[i + m, j + n] meets K[m, n].",
            next_step="Remove the flip; it comes back in convolve2d.",
        ),
        Mistake(
            "transposed kernel",
            lambda image, kernel: functional.cross_correlate2d(image, kernel.T),
            says="This is what comes out with a transposed kernel: its rows are used as columns.",
            next_step="Rows first: kernel[m, n] belongs to image[i + m, j + n].",
        ),
        Mistake(
            "width taken from height",
            _width_from_height,
            says="Your output width is taken from the height of the image: an image need not be "
            "square.",
            next_step="The output has H - kh + 1 rows and W - kw + 1 columns.",
        ),
        Mistake("kernel width from kernel height", _kernel_width_from_height, *KERNEL_WIDTH),
        Mistake(
            "kernel width from kernel height", _kernel_width_from_height_in_slices, *KERNEL_WIDTH
        ),
        Mistake("kernel width from kernel height", _square_window, *KERNEL_WIDTH),
        Mistake("kernel width from kernel height", _square_loops, *KERNEL_WIDTH),
        Mistake(
            "kernel's height and width swapped",
            _sides_swapped,
            says="Height and width of the kernel are swapped: a shape has the rows first.",
            next_step="kh, kw = kernel.shape, and the same order for the image.",
        ),
        Mistake(
            "off by one in the columns",
            lambda image, kernel: functional.cross_correlate2d(image, kernel)[:, :-1],
            says="The last column of places is missing: an off-by-one. There are W - kw + 1 places "
            "side by side.",
            next_step="Count the columns of the output as you count its rows.",
        ),
        Mistake(
            "off by one in the rows",
            lambda image, kernel: functional.cross_correlate2d(image, kernel)[:-1],
            says="The last row of places is missing: an off-by-one. There are H - kh + 1 places "
            "one below the other.",
            next_step="Count the rows of the output as you count its columns.",
        ),
        Mistake(
            "off by one",
            lambda image, kernel: functional.cross_correlate2d(image, kernel)[:-1, :-1],
            says="The last window of each row and column is missing: an off-by-one. "
            "There are H - kh + 1 places, and range(H - kh) stops one too early.",
            next_step="Look at the ends of your ranges.",
        ),
        Mistake(
            "off by one, zeros left",
            _last_window_left_zero,
            says="The last row and the last column stay 0: an off-by-one in the loops over the "
            "places.",
            next_step="Look at the ends of your ranges.",
        ),
        Mistake("padding", same_size, SAME_SIZE, "Leave out the padding."),
        Mistake("padding", _padded_by_half, PADDED, "Leave out the padding."),
        Mistake(
            "padding",
            lambda image, kernel: full(functional.cross_correlate2d, image, kernel),
            PADDED,
            "Leave out the padding.",
        ),
        Mistake(
            "output as large as the image",
            _zeros_at_the_end,
            SAME_SIZE,
            "Make the output with (H - kh + 1, W - kw + 1) places.",
        ),
        Mistake(
            "mean instead of sum",
            lambda image, kernel: functional.cross_correlate2d(image, kernel) / kernel.size,
            says="This is the mean of the products; the formula asks for their sum.",
        ),
        Mistake(
            "sum forgotten",
            lambda image, kernel: sliding_window_view(image, kernel.shape) * kernel,
            says="These are the products of every window; the sum is missing.",
            next_step="Sum over the last two axes, those of the window: .sum(axis=(-2, -1)).",
        ),
        Mistake(
            "summed over one axis only",
            lambda image, kernel: (sliding_window_view(image, kernel.shape) * kernel).sum(-1),
            says="You summed over one axis of the window only; a window has two.",
            next_step="Sum over both: .sum(axis=(-2, -1)).",
        ),
        Mistake(
            "summed over the places",
            lambda image, kernel: (sliding_window_view(image, kernel.shape) * kernel).sum((0, 1)),
            says="You summed over axes 0 and 1, which are the places: one number for each weight "
            "came out, not one for each place.",
            next_step="Sum over the window, the last two axes: .sum(axis=(-2, -1)).",
        ),
        Mistake(
            "= for +=",
            _last_product,
            says="Only the last product of each window is left: output[i, j] = ... overwrites what "
            "was there before.",
            next_step="Add up: output[i, j] += image[i + m, j + n] * kernel[m, n].",
        ),
        Mistake(
            "nothing written",
            lambda image, kernel: 0 * functional.cross_correlate2d(image, kernel),
            says="All zeros: the products do not reach the output.",
        ),
        Mistake(
            "matrix product",
            _matrix_product,
            says="You multiplied window and kernel as matrices. The formula multiplies number by "
            "number, each pixel with the weight that lies on it.",
            next_step="Use window * kernel, not window @ kernel or np.dot.",
        ),
        Mistake(
            "uint8 overflow",
            _in_uint8,
            says=WRAPPED,
            next_step=CONVERT,
        ),
        Mistake(
            "uint8 overflow",
            _in_uint8_throughout,
            says="Your result wrapped around: uint8 numbers end at 255, and 256 becomes 0.",
            next_step=CONVERT,
        ),
        Mistake(
            "larger kernel accepted",
            _empty_where_it_does_not_fit,
            says="A kernel that is larger than the image fits nowhere. An empty result would be "
            "found much later, and far from its cause.",
            next_step="Compare the shapes first, and raise ValueError with both in the message.",
        ),
    ),
    hints=(
        "Start from your loops. What is the shape of the output when the image is 2 x 3 and the "
        "kernel 1 x 2?",
        "sliding_window_view(image, kernel.shape) has the shape (H - kh + 1, W - kw + 1, kh, kw): "
        "for each place its window. Multiply by the kernel; it broadcasts over the places.",
        "image, kernel = image.astype(float), kernel.astype(float)\n"
        "windows = sliding_window_view(image, kernel.shape)\n"
        "return (windows * kernel).sum(axis=(-2, -1))   # after the check of the shapes",
    ),
    ready_made=guard.CONVOLUTION_2D,
)
