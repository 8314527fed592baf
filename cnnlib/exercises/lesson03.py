"""Lesson 03, convolution by hand.

Formula of the course: ``Y[i, j] = sum_{m < kh} sum_{n < kw} X[i + m, j + n] K[m, n]``.
"""

import inspect
from dataclasses import replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib import filters, functional
from cnnlib.check import Case, Exercise, Law, Mistake, Option, Part, Question, Quiz, guard

# The worked example of the lesson.
IMAGE = np.array(
    [
        [1, 1, 1, 0, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 1, 1, 1],
        [0, 0, 1, 1, 0],
        [0, 1, 1, 0, 0],
    ],
    dtype=float,
)
CROSS = np.array([[0, 1, 0], [1, 2, 1], [0, 1, 0]], dtype=float)
VERTICAL = np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]], dtype=float)

# The diagonal detector of the lesson, and a diagonal in the lower right of an image.
DETECTOR = np.eye(2)
DIAGONAL = np.zeros((4, 4))
DIAGONAL[2, 2] = DIAGONAL[3, 3] = 1

ONE_TO_NINE = np.arange(1.0, 10.0).reshape(3, 3)
LOPSIDED = np.array([[1.0, 2.0], [0.0, 0.0]])  # neither symmetric nor equal to its transpose
ODD_SHAPE = np.array([[0, 1, 2, 0, 5], [3, 0, 1, 4, 0], [1, 2, 0, 0, 1]], dtype=float)

UINT8_IMAGE = np.array([[200, 100, 50], [150, 250, 10], [0, 30, 90]], dtype=np.uint8)
UINT8_KERNEL = np.array([[2, 1], [1, 3]], dtype=np.uint8)

WRAPPED = (
    "The products wrapped around in uint8, whose numbers end at 255: 200 x 2 = 400 became "
    "400 - 256 = 144. (NumPy adds the products up in a larger type, so the sum may exceed 255.)"
)
CONVERT = "Convert to float before you calculate: image.astype(float)."


# conv1d_valid


def _row(x):
    return np.asarray(x)[np.newaxis]


def _pad1d(x, k, left, right):
    return functional.conv1d_valid(np.pad(np.asarray(x, float), (left, right)), k)


conv1d_valid = Exercise(
    "lesson03.conv1d_valid",
    functions={"conv1d_valid": functional.conv1d_valid},
    parts=(
        Part(
            "values",
            1,
            (
                Case(np.array([1.0, 2, 4, 8]), np.array([-1.0, 1]), note="the worked example"),
                Case(np.array([3.0, 1, 4, 1, 5, 9]), np.array([1.0, 0, 2]), note="three weights"),
                Case(np.array([2.0, 7]), np.array([3.0, 1]), note="a kernel as long as the signal"),
            ),
        ),
        Part(
            "uint8 and bad input",
            1,
            (
                Case(
                    np.array([200, 100, 30], np.uint8),
                    np.array([2, 1], np.uint8),
                    note="unsigned 8-bit numbers",
                ),
                Case(np.array([1.0, 2]), np.ones(3), note="a kernel longer than the signal"),
            ),
            needs=("values",),
        ),
    ),
    mistakes=(
        Mistake(
            "flipped kernel",
            lambda x, k: functional.conv1d_valid(x, np.asarray(k)[::-1]),
            says="This is what comes out when the kernel is flipped: you computed the convolution "
            "of mathematics, and the formula here meets x[i + m] with k[m].",
            next_step="Use k[m], not k[K - 1 - m], and no k[::-1].",
        ),
        Mistake(
            "off by one",
            lambda x, k: functional.conv1d_valid(x, k)[:-1],
            says="The last window is missing: an off-by-one. Of N numbers and K weights there are "
            "N - K + 1 windows.",
            next_step="Look at the end of your range.",
        ),
        Mistake(
            "full",
            lambda x, k: _pad1d(x, k, len(k) - 1, len(k) - 1),
            says="Your result also has the places where the kernel hangs over the ends (padding). "
            "Here only whole windows count: N - K + 1 of them.",
        ),
        Mistake(
            "as long as the signal",
            lambda x, k: _pad1d(x, k, (len(k) - 1) // 2, len(k) // 2),
            says="Your result is as long as the signal: you padded with zeros. Here only whole "
            "windows count: N - K + 1 of them.",
        ),
        Mistake(
            "as long as the signal, zeros at the end",
            lambda x, k: np.pad(functional.conv1d_valid(x, k), (0, len(k) - 1)),
            says="Your result is as long as the signal, with zeros at the end. There are only "
            "N - K + 1 windows.",
            next_step="Make the output N - K + 1 long.",
        ),
        Mistake(
            "mean instead of sum",
            lambda x, k: functional.conv1d_valid(x, k) / len(k),
            says="This is the mean of the products; the formula asks for their sum.",
        ),
        Mistake(
            "sum forgotten",
            lambda x, k: sliding_window_view(np.asarray(x, float), len(k)) * k,
            says="These are the products of each window; the sum is missing.",
            next_step="Sum over the last axis: one number for each window.",
        ),
        Mistake(
            "= for +=",
            lambda x, k: np.asarray(x, float)[len(k) - 1 :] * k[-1],
            says="Only the last product of each window is left: y[i] = ... overwrites what was "
            "there before.",
            next_step="Add up: y[i] += x[i + m] * k[m], with y all zeros at first.",
        ),
        Mistake(
            "nothing written",
            lambda x, k: np.zeros(len(x) - len(k) + 1),
            says="All zeros: the products do not reach the output.",
        ),
        Mistake(
            "uint8 overflow",
            lambda x, k: np.sum(sliding_window_view(x, len(k)) * k, axis=1) + 0.0,
            says=WRAPPED,
            next_step="Convert to float before you calculate: x.astype(float).",
        ),
    ),
    hints=(
        "How many windows of length K fit into N numbers? Try N = 4, K = 2 with a pencil.",
        "Window i is x[i : i + K]. Multiply it by k, number by number, and sum up.",
        "x = x.astype(float), check len(k) <= len(x), then\n"
        "np.array([np.sum(x[i : i + len(k)] * k) for i in range(len(x) - len(k) + 1)])",
    ),
    ready_made=(*guard.CONVOLUTION_1D, *guard.CONVOLUTION_2D),
)


# cross_correlate2d


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


def _same_size(image, kernel):
    margins = [((k - 1) // 2, k // 2) for k in kernel.shape]
    return functional.cross_correlate2d(np.pad(image, margins), kernel)


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


SAME_SIZE = (
    "Your result is as large as the image. Here only places count where the whole kernel lies in "
    "the image: (H - kh + 1) x (W - kw + 1) of them, without padding."
)
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
        Mistake("padding", _same_size, SAME_SIZE, "Leave out the padding."),
        Mistake("padding", _padded_by_half, PADDED, "Leave out the padding."),
        Mistake(
            "padding",
            lambda image, kernel: _full(functional.cross_correlate2d, image, kernel),
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


GAPS = {"four_loops": 2, "two_loops": 1}  # places where the released function has a stub


def practise(function):
    """Check a step on the way to `cross_correlate2d`: the same cases, but no points."""
    if 0 < _stubs(function) < GAPS[function.__name__]:
        print(f"○ {function.__name__}: one of the two lines is filled in; the other is still to do")
        return
    parts = tuple(replace(part, points=0) for part in cross_correlate2d.parts[:2])
    name = f"lesson03.{function.__name__}"
    replace(cross_correlate2d, id=name, parts=parts, hints=()).check(function)


def _stubs(function):
    """How many lines of a function still raise NotImplementedError; 0 where that is not known."""
    try:
        lines = inspect.getsource(function).splitlines()
    except (OSError, TypeError):
        return 0
    return sum(line.strip().startswith("raise NotImplementedError") for line in lines)


# convolve2d


def _convolve2d(image, kernel):
    return functional.convolve2d(image, kernel)


def _full(f, a, b):
    """Full mode from a valid one: as many zeros around a as b can hang over."""
    return f(np.pad(a, [(n - 1, n - 1) for n in b.shape]), b)


def _commutes(a, b, note=""):
    return Law(
        "with enough zeros around, image and kernel may change places",
        lambda f, a, b: _full(f, a, b),
        lambda f, a, b: _full(f, b, a),
        a,
        b,
        note=note,
    )


def _opposite_sign(image, kernel, note=""):
    return Law(
        "a kernel whose half turn is its negative gives the negative of the cross-correlation",
        lambda f, image, kernel: f(image, kernel),
        lambda f, image, kernel: -functional.cross_correlate2d(image, kernel),
        image,
        kernel,
        note=note,
    )


def _negative_indices(image, kernel):
    """The formula of the full convolution, typed in for the places of the valid one."""
    (height, width), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((height - kh + 1, width - kw + 1))
    for i, j in np.ndindex(output.shape):
        for m, n in np.ndindex(kh, kw):
            output[i, j] += float(image[i - m, j - n]) * float(kernel[m, n])
    return output


ONE_FLIP = (
    "The kernel is flipped along one axis only. A convolution turns it by 180 degrees: rows and "
    "columns.",
    "Flip both axes: kernel[::-1, ::-1].",
)
BRIGHT_PIXEL = np.array([[0.0, 0, 0], [0, 1, 0], [0, 0, 0]])
ABCD = np.array([[1.0, 2.0], [3.0, 4.0]])

convolve2d = Exercise(
    "lesson03.convolve2d",
    functions={"convolve2d": _convolve2d},
    parts=(
        Part(
            "values",
            1,
            (
                Case(BRIGHT_PIXEL, ABCD, note="one bright pixel: the kernel, the right way round"),
                Case(IMAGE, VERTICAL, note="vertical edges"),
            ),
            untouched=True,
        ),
        Part(
            "every shape",
            1,
            (
                Case(ODD_SHAPE, np.array([[1.0, 2, 0]]), note="a 3 x 5 image, a 1 x 3 kernel"),
                Case(ODD_SHAPE, np.array([[1.0, 0], [2, 3]]), note="an even kernel"),
                Case(np.eye(2), np.ones((3, 3)), note="a kernel larger than the image"),
            ),
        ),
        Part(
            "two laws: commutes, sign",
            1,
            (
                _commutes(ABCD, np.array([[1.0, 0, 2]]), note="2 x 2 with 1 x 3"),
                _opposite_sign(IMAGE, VERTICAL, note="vertical edges"),
            ),
            needs=("values",),
        ),
    ),
    mistakes=(
        Mistake(
            "kernel not flipped",
            lambda image, kernel: functional.cross_correlate2d(image, kernel),
            says="This is the cross-correlation: the kernel is not flipped. "
            "A convolution turns it by 180 degrees first.",
            next_step="Flip rows and columns of the kernel, then cross-correlate.",
        ),
        Mistake(
            "image flipped",
            lambda image, kernel: functional.cross_correlate2d(image[::-1, ::-1], kernel),
            says="You turned the image, not the kernel: the right numbers come out in the wrong "
            "order, the last one first.",
            next_step="Turn the kernel, kernel[::-1, ::-1], and leave the image as it is.",
        ),
        Mistake(
            "negative indices",
            _negative_indices,
            says="image[i - m, j - n] has negative indices at the first places, and Python counts "
            "those from the end: the window wraps around. The formula with the minus counts the "
            "places of the full convolution.",
            next_step="For whole windows, place (i, j) is (i + kh - 1, j + kw - 1) of the full "
            "convolution: image[i + kh - 1 - m, j + kw - 1 - n]. Or turn the kernel and "
            "cross-correlate.",
        ),
        Mistake(
            "one axis",
            lambda image, kernel: functional.cross_correlate2d(image, kernel[::-1]),
            *ONE_FLIP,
        ),
        Mistake(
            "one axis",
            lambda image, kernel: functional.cross_correlate2d(image, kernel[:, ::-1]),
            *ONE_FLIP,
        ),
        Mistake(
            "transposed",
            lambda image, kernel: functional.cross_correlate2d(image, kernel.T),
            says="The kernel is transposed, not flipped: that mirrors it at its diagonal.",
            next_step="A half turn is kernel[::-1, ::-1].",
        ),
        Mistake(
            "flipped and transposed",
            lambda image, kernel: functional.cross_correlate2d(image, kernel[::-1, ::-1].T),
            says="The kernel is flipped and transposed.",
            next_step="A half turn alone is kernel[::-1, ::-1].",
        ),
        Mistake(
            "quarter turn",
            lambda image, kernel: functional.cross_correlate2d(image, np.rot90(kernel)),
            says="The kernel is turned by 90 degrees; a convolution turns it by 180.",
            next_step="A half turn is kernel[::-1, ::-1], or np.rot90(kernel, 2).",
        ),
        Mistake(
            "negative kernel",
            lambda image, kernel: functional.cross_correlate2d(image, -kernel),
            says="You took the negative of the kernel. That is the same as a flip only for kernels "
            "such as the edge kernels, which change their sign when turned.",
            next_step="Turn the kernel: kernel[::-1, ::-1].",
        ),
        Mistake(
            "output flipped",
            lambda image, kernel: functional.cross_correlate2d(image, kernel)[::-1, ::-1],
            says="You flipped the output. It is the kernel that turns.",
            next_step="Flip the kernel, then slide it as before.",
        ),
        Mistake(
            "full",
            lambda image, kernel: functional.convolve2d(image, kernel, mode="full"),
            says="The values are those of the full mode, with padding. Here only places count "
            "where the whole kernel lies in the image.",
            next_step="Leave out the padding.",
        ),
        Mistake(
            "same size",
            lambda image, kernel: _same_size(image, kernel[::-1, ::-1]),
            SAME_SIZE,
            "Leave out the padding.",
        ),
    ),
    hints=(
        "Look at the bright pixel: which kernel must you slide to get 1 2 / 3 4 out?",
        "Turn the kernel by 180 degrees, then cross-correlate.",
        "return functional.cross_correlate2d(image, kernel[::-1, ::-1])",
    ),
    ready_made=tuple(
        name for name in guard.CONVOLUTION_2D if name != "cnnlib.functional.cross_correlate2d"
    ),
)


# kernel


def _kernel(name):
    if name not in filters.CLASSIC:
        raise ValueError(f"there is no classic kernel {name!r}; there are {filters.CLASSIC}")
    return filters.kernel(name)


def _kernel_but(change):
    """A model of `kernel` in which some kernels differ: change(name, kernel)."""
    return lambda name: change(name, _kernel(name))


def _unknown(answer):
    return lambda name: _kernel(name) if name in filters.CLASSIC else answer


def _key_error(name):
    return {known: _kernel(known) for known in filters.CLASSIC}[name]


NO_SUCH_NAME = "A name that does not exist was accepted. A typing error would go unnoticed."
RAISE = 'End with raise ValueError(f"there is no kernel {name!r}").'

kernel = Exercise(
    "lesson03.kernel",
    functions={"kernel": _kernel},
    parts=(
        Part("edges", 1, (Case("vertical edges"),)),
        Part("sum 0", 1, (Case("laplacian"),)),
        Part("sum 1 and bad names", 1, (Case("blur"), Case("sharpen"), Case("sharp"))),
    ),
    mistakes=(
        Mistake(
            "blur without 1/9",
            _kernel_but(lambda name, k: np.ones((3, 3)) if name == "blur" else k),
            says="Without the factor 1/9 this is the sum of nine pixels, not their mean: the "
            "picture becomes nine times as bright.",
            next_step="A blur keeps a grey area as it is: its weights sum to 1.",
        ),
        Mistake(
            "vertical and horizontal swapped",
            _kernel_but(lambda name, k: k.T if name.endswith("edges") else k),
            says="Vertical and horizontal are swapped. A vertical edge is crossed from left to "
            "right, so the kernel compares columns.",
            next_step="Column against column for vertical edges, row against row for horizontal.",
        ),
        Mistake(
            "signs reversed",
            _kernel_but(lambda name, k: -k if k.sum() < 0.5 else k),
            says="The signs are reversed: the response has the right size and the wrong sign.",
            next_step="Read the description again: what is taken away from what?",
        ),
        Mistake(
            "signs reversed",
            _kernel_but(lambda name, k: -k if name.endswith("edges") else k),
            says="The signs are reversed: the response has the right size and the wrong sign.",
            next_step="Read the description again: what is taken away from what?",
        ),
        Mistake(
            "signs reversed",
            _kernel_but(lambda name, k: -k if name.startswith("laplacian") else k),
            says="The signs are reversed: the response has the right size and the wrong sign.",
            next_step="The pixel itself counts with a plus, its neighbours with a minus.",
        ),
        Mistake(
            "sharpen is the laplacian",
            _kernel_but(lambda name, k: _kernel("laplacian") if name == "sharpen" else k),
            says="This is the laplacian alone: on a flat area it gives 0, so the picture is gone.",
            next_step="Add the pixel itself: the centre becomes 5.",
        ),
        Mistake(
            "sharpen with the other laplacian",
            _kernel_but(
                lambda name, k: (
                    k + _kernel("laplacian 8") - _kernel("laplacian") if name == "sharpen" else k
                )
            ),
            says="You added laplacian 8 to the pixel; asked is the first of the two laplacians.",
            next_step="The four direct neighbours with -1, the centre 1 + 4 = 5, the corners 0.",
        ),
        Mistake(
            "sharpen minus",
            _kernel_but(
                lambda name, k: (
                    2 * (np.arange(9) == 4).reshape(3, 3) - k if name == "sharpen" else k
                )
            ),
            says="This is the pixel minus its laplacian, which blurs. Sharpening adds it.",
            next_step="Add the laplacian to the pixel: the centre becomes 5.",
        ),
        Mistake(
            "laplacian with four and eight neighbours swapped",
            _kernel_but(
                lambda name, k: (
                    _kernel({"laplacian": "laplacian 8", "laplacian 8": "laplacian"}[name])
                    if name.startswith("laplacian")
                    else k
                )
            ),
            says="This is the other laplacian: one has the four direct neighbours, one all eight.",
        ),
        Mistake("unknown name", _unknown(None), NO_SUCH_NAME, RAISE),
        Mistake("unknown name", _unknown(np.zeros((3, 3))), NO_SUCH_NAME, RAISE),
        Mistake("unknown name", _unknown(filters.kernel("identity")), NO_SUCH_NAME, RAISE),
        Mistake("unknown name", _unknown(np.ones((3, 3)) / 9), NO_SUCH_NAME, RAISE),
        Mistake(
            "KeyError",
            _key_error,
            says="A dict raises KeyError for a name it does not have. The caller gave a wrong "
            "value, and that is a ValueError.",
            next_step="Ask first: if name not in kernels: raise ValueError(...).",
        ),
    ),
    hints=(
        "Write down what the description says about one pixel and its eight neighbours. The nine "
        "factors, in their places, are the kernel.",
        "Check the sums: a kernel that must not react to a flat area sums to 0; one that must "
        "leave it as it is sums to 1.",
        "laplacian: [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]. sharpen: the same with 5. "
        "blur: np.ones((3, 3)) / 9. A dict from name to array is a good place for them.",
    ),
    ready_made=("cnnlib.filters.kernel",),
)


# sobel_magnitude


def _sobel_x_and_y(image):
    return (
        functional.cross_correlate2d(image, filters.kernel("sobel x")),
        functional.cross_correlate2d(image, filters.kernel("sobel y")),
    )


def _without_the_two(image):
    gx = functional.cross_correlate2d(image, -VERTICAL)
    gy = functional.cross_correlate2d(image, -VERTICAL.T)
    return np.hypot(gx, gy)


def _sobel_of_padded(mode):
    return lambda image: filters.sobel_magnitude(np.pad(np.asarray(image, float), 1, mode=mode))


def _turned(image, note=""):
    return Law(
        "turning the picture by 90 degrees turns the result",
        lambda f, image: f(np.rot90(image)),
        lambda f, image: np.rot90(f(image)),
        image,
        note=note,
    )


SOBEL_PADDED = (
    "Your result is as large as the image, so you padded it. The padding is an edge that is not in "
    "the picture.",
    "Only whole windows: the result has (H - 2) x (W - 2) places.",
)
CORNER = np.array([[0, 0, 0, 0], [0, 3, 3, 4], [0, 3, 5, 9]], dtype=float)


def _by_the_largest(magnitude):
    return magnitude / (magnitude.max() or 1.0)


sobel_magnitude = Exercise(
    "lesson03.sobel_magnitude",
    functions={"sobel_magnitude": filters.sobel_magnitude},
    parts=(
        Part(
            "values",
            1,
            (
                Case(np.array([[0.0, 0, 1], [0, 1, 1], [1, 1, 1]]), note="a slanted edge"),
                Case(CORNER, note="a corner"),
            ),
        ),
        Part(
            "flat, uint8, too small",
            1,
            (
                Case(np.full((3, 4), 7.0), note="a flat area"),
                Case(
                    np.array([[0, 0, 255], [0, 0, 255], [0, 0, 255], [0, 255, 255]], np.uint8),
                    note="unsigned 8-bit numbers",
                ),
                Case(np.ones((2, 5)), note="smaller than the kernel"),
            ),
            needs=("values",),
        ),
        Part("turns with the picture", 1, (_turned(CORNER, note="a corner"),), needs=("values",)),
    ),
    mistakes=(
        Mistake(
            "sum of absolute values",
            lambda image: sum(map(np.abs, _sobel_x_and_y(image))),
            says="This is |gx| + |gy|. It is cheaper, but a slanted edge comes out up to 1.41 "
            "times as strong as an upright one.",
            next_step="The length of the vector (gx, gy) is np.sqrt(gx**2 + gy**2).",
        ),
        Mistake(
            "square root missing",
            lambda image: filters.sobel_magnitude(image) ** 2,
            says="The square root is missing: this is gx**2 + gy**2.",
        ),
        Mistake(
            "one direction only",
            lambda image: np.abs(_sobel_x_and_y(image)[0]),
            says="Only one direction is used: this is |gx|, and edges along the rows are lost.",
            next_step="Compute gy too, and combine the two.",
        ),
        Mistake(
            "one direction only",
            lambda image: np.abs(_sobel_x_and_y(image)[1]),
            says="Only one direction is used: this is |gy|, and edges along the columns are lost.",
            next_step="Compute gx too, and combine the two.",
        ),
        Mistake(
            "sum of the two",
            lambda image: sum(_sobel_x_and_y(image)),
            says="This is gx + gy: no squares, so edges in opposite directions cancel.",
            next_step="The length of the vector (gx, gy) is np.sqrt(gx**2 + gy**2).",
        ),
        Mistake(
            "larger of the two",
            lambda image: np.maximum(*map(np.abs, _sobel_x_and_y(image))),
            says="This is the larger of |gx| and |gy|: a slanted edge comes out too weak.",
            next_step="The length of the vector (gx, gy) is np.sqrt(gx**2 + gy**2).",
        ),
        Mistake(
            "root of the sum, without squares",
            lambda image: np.sqrt(np.abs(sum(_sobel_x_and_y(image)))),
            says="The squares are missing under the root.",
            next_step="np.sqrt(gx**2 + gy**2).",
        ),
        Mistake(
            "without the 2",
            _without_the_two,
            says="These are the edge kernels with 1, 1, 1 (Prewitt's). Sobel's middle row and "
            "column weigh twice as much.",
            next_step="gx has the rows -1 0 1, -2 0 2, -1 0 1.",
        ),
        Mistake(
            "one direction twice",
            lambda image: np.sqrt(2) * np.abs(_sobel_x_and_y(image)[0]),
            says="gx is used twice: this is the root of gx**2 + gx**2.",
            next_step="The second square is that of gy.",
        ),
        Mistake(
            "divided by the largest value",
            lambda image: _by_the_largest(filters.sobel_magnitude(image)),
            says="You divided by the largest value. The result no longer says how steep it is, "
            "and a flat area gives 0 / 0.",
            next_step="Return the lengths as they are; to show them is another matter.",
        ),
        Mistake(
            "divided by 8",
            lambda image: filters.sobel_magnitude(image) / 8,
            says="This is the right result divided by 8. Some libraries do that, to have the "
            "brightness per pixel; here the kernels are taken as they stand.",
        ),
        Mistake("padding", _sobel_of_padded("constant"), *SOBEL_PADDED),
        Mistake("padding", _sobel_of_padded("edge"), *SOBEL_PADDED),
        Mistake("padding", _sobel_of_padded("reflect"), *SOBEL_PADDED),
        Mistake("padding", _sobel_of_padded("symmetric"), *SOBEL_PADDED),
        Mistake(
            "zeros around",
            lambda image: np.pad(filters.sobel_magnitude(image), 1),
            *SOBEL_PADDED,
        ),
        Mistake(
            "values cut off at 255",
            lambda image: np.minimum(filters.sobel_magnitude(image), 255),
            says="Values above 255 are cut off. The magnitude is no brightness: it goes up to "
            "more than 1000 for 8-bit pictures.",
        ),
    ),
    hints=(
        "Two cross-correlations, then one number from the two at each place.",
        "gx and gy are the two legs of a right-angled triangle; you want the third side.",
        'gx = functional.cross_correlate2d(image, filters.kernel("sobel x")), gy the same with '
        '"sobel y", then np.sqrt(gx**2 + gy**2)',
    ),
    ready_made=(
        "cnnlib.filters.sobel_magnitude",
        "skimage.filters.sobel",
        "skimage.filters.edges.sobel",
        "scipy.ndimage.sobel",
        "scipy.ndimage.generic_gradient_magnitude",
    ),
)


# is_separable, separate


def _pair(returned):
    """Column and row; one array in their place is refused, in words that the report repeats."""
    if isinstance(returned, np.ndarray):
        raise TypeError(f"one array of shape {returned.shape}; return two arrays: column, row")
    return returned


def _rebuilt(k, note=""):
    return Law(
        "np.outer(column, row) is the kernel",
        lambda f, k: np.outer(*_pair(f.separate(k))),
        lambda f, k: k,
        k,
        note=note,
    )


def _lengths(k, note=""):
    return Law(
        "the column has kh numbers, the row kw",
        lambda f, k: "column {}, row {}".format(*map(np.shape, _pair(f.separate(k)))),
        lambda f, k: f"column {k.shape[:1]}, row {k.shape[1:]}",
        k,
        note=note,
    )


def _separable(k, note=""):
    return Case(k, note=note, function="is_separable")


def _outer_of_first(k):
    return k[:, 0] / k[0, 0], k[0]


def _best_rank_one(k):
    u, s, vt = np.linalg.svd(k)
    return u[:, 0] * s[0], vt[0]


def _singular_values(k):
    return np.linalg.svd(np.asarray(k, float), compute_uv=False)


def _symmetric(k):
    return bool(k.shape[0] == k.shape[1] and np.allclose(k, k.T))


def _divided_by_first(k):
    with np.errstate(all="ignore"):
        return all(np.allclose(row / row[0], k[0] / k[0, 0]) for row in k)


def _exactly_rank_one(k):
    column, row = _best_rank_one(np.asarray(k, float))
    return bool((np.outer(column, row) == k).all())


def _both(k):
    return filters.separate(k)


SOBEL_X = filters.kernel("sobel x")
LAPLACIAN = filters.kernel("laplacian")
GAUSS = np.outer([0.1, 0.2, 0.4, 0.2, 0.1], [0.3, 0.4, 0.3])
PASCAL = np.array([[1.0, 4, 6, 4, 1]])
ZERO_FIRST_ROW = np.array([[0.0, 0, 0], [0, 2, -1], [0, -4, 2]])

separate = Exercise(
    "lesson03.separate",
    functions={"is_separable": filters.is_separable, "separate": filters.separate},
    parts=(
        Part(
            "is_separable",
            1,
            (
                _separable(SOBEL_X, note="Sobel"),
                _separable(LAPLACIAN, note="the laplacian"),
                _separable(np.eye(2), note="the diagonal of section 4"),
                _separable(np.ones((2, 3)), note="a 2 x 3 box"),
                _separable(PASCAL, note="a single row"),
                _separable(GAUSS, note="a blur with rounding errors"),
                _separable(1e-12 * LAPLACIAN, note="the laplacian, with tiny weights"),
            ),
        ),
        Part(
            "separate",
            1,
            (
                _rebuilt(np.array([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]]), note="all positive"),
                _rebuilt(np.array([[1.0, 3], [2, 6], [1, 3]]), note="a 3 x 2 kernel"),
                _lengths(np.ones((2, 3)), note="a 2 x 3 box"),
            ),
        ),
        Part(
            "zeros and signs",
            1,
            (
                _separable(np.zeros((2, 2)), note="all zeros"),
                _separable(ZERO_FIRST_ROW, note="first row and column are zero"),
                _rebuilt(SOBEL_X, note="Sobel: positive and negative weights"),
                _rebuilt(ZERO_FIRST_ROW, note="first row and column are zero"),
            ),
            needs=("is_separable", "separate"),
        ),
        Part(
            "not separable",
            1,
            (Case(LAPLACIAN, note="the laplacian", function="separate"),),
            needs=("separate",),
        ),
    ),
    mistakes=(
        Mistake(
            "symmetric is not separable",
            {"is_separable": _symmetric},
            says="Your answers are those of a test for symmetry. That is something else: Sobel's "
            "kernel is not symmetric but separable, the laplacian is symmetric and not separable.",
            next_step="Separable means rank 1 (or 0): every row is a multiple of one row.",
        ),
        Mistake(
            "always True",
            {"is_separable": lambda k: True},
            says="Your is_separable says True to every kernel.",
        ),
        Mistake(
            "always False",
            {"is_separable": lambda k: False},
            says="Your is_separable says False to every kernel.",
        ),
        Mistake(
            "rank 2",
            {"is_separable": lambda k: bool(np.linalg.matrix_rank(k) == 2)},
            says="Your answers are those of a test for rank 2. A column times a row has rank 1.",
            next_step="Ask for rank <= 1.",
        ),
        Mistake(
            "determinant",
            {"is_separable": lambda k: bool(abs(np.linalg.det(k)) < 1e-9)},
            says="A determinant of 0 means rank below full, which may still be 2. And a kernel "
            "that is not square has none.",
            next_step="Separable means rank 1: np.linalg.matrix_rank, or the second singular "
            "value is 0.",
        ),
        Mistake(
            "s[1] of a single row",
            {
                "is_separable": lambda k: bool(
                    _singular_values(k)[1] <= 1e-9 * _singular_values(k)[0]
                )
            },
            says="A kernel with a single row has no second row, and one singular value only: the "
            "index 1 does not exist.",
            next_step="Look at all of s[1:], which may be empty: np.all(s[1:] <= ...).",
        ),
        Mistake(
            "exactly 0",
            {"is_separable": lambda k: bool(np.all(_singular_values(k)[1:] == 0))},
            says="You ask whether the other singular values are exactly 0. In floating-point "
            "arithmetic they come out as tiny numbers.",
            next_step="Use a tolerance relative to the largest one: s[1:] <= 1e-9 * s[0].",
        ),
        Mistake(
            "absolute tolerance",
            {"is_separable": lambda k: bool(np.all(_singular_values(k)[1:] < 1e-6))},
            says="Your tolerance is a fixed number. Where all weights are tiny, everything is "
            "below it.",
            next_step="Compare with the largest singular value (or weight): s[1:] <= 1e-9 * s[0].",
        ),
        Mistake(
            "divided by the first number",
            {"is_separable": _divided_by_first},
            says="You divide by the first number of a row. It may be 0, and 0 / 0 is nan (not a "
            "number), which equals nothing.",
            next_step="Start from the largest |entry|; or use rank or singular values.",
        ),
        Mistake(
            "zero kernel",
            {"is_separable": lambda k: bool(np.linalg.matrix_rank(k) == 1)},
            says="A kernel of zeros is separable, too: a column of zeros times any row. Its rank "
            "is 0, and so are all its singular values.",
            next_step="Ask for rank <= 1, not == 1; or for s[1:] <= 1e-9 * s[0], not <, and "
            "without a division by s[0].",
        ),
        Mistake(
            "no tolerance",
            {"is_separable": _exactly_rank_one},
            says="You compare floating-point numbers exactly. Products such as 0.1 x 0.3 carry a "
            "rounding error, so this kernel looks as if it had rank 2.",
            next_step="Allow for rounding: np.allclose, or a small bound relative to the largest "
            "number.",
        ),
        Mistake(
            "first row",
            {"separate": _outer_of_first},
            says="You build on the first row and column. They may be zero, and then you divide "
            "0 by 0.",
            next_step="Start from a row and a column that are not zero, such as those through the "
            "largest |entry|; or use the singular value decomposition.",
        ),
        Mistake(
            "negative entries lost",
            {"separate": lambda k: tuple(map(np.abs, _both(k)))},
            says="The signs are lost: all entries came out positive.",
            next_step="Do not take absolute values, or roots of squares, of column and row.",
        ),
        Mistake(
            "singular value missing",
            {"separate": lambda k: tuple(part / np.linalg.norm(part) for part in _both(k))},
            says="Column and row have length 1: the singular value is missing.",
            next_step="Multiply one of the two by it.",
        ),
        Mistake(
            "singular value twice",
            {
                "separate": lambda k: tuple(
                    part / np.linalg.norm(part) * np.linalg.norm(k) for part in _both(k)
                )
            },
            says="The singular value is in the column and in the row: it counts twice.",
            next_step="Multiply only one of the two by it, or both by its square root.",
        ),
        Mistake(
            "v[:, 0] for vt[0]",
            {"separate": lambda k: (_best_rank_one(k)[0], np.linalg.svd(k)[2][:, 0])},
            says="The row comes from the wrong side of vt: np.linalg.svd returns v transposed, so "
            "its first row, vt[0], belongs to s[0], not its first column.",
            next_step="u, s, vt = np.linalg.svd(k); column u[:, 0] * s[0], row vt[0].",
        ),
        Mistake(
            "two axes",
            {"separate": lambda k: (_both(k)[0][:, np.newaxis], _both(k)[1][np.newaxis])},
            says="Column and row have two axes; they must be 1D, of the shapes (kh,) and (kw,).",
            next_step="u[:, 0] instead of u[:, :1], or .ravel().",
        ),
        Mistake(
            "row and column swapped",
            {"separate": lambda k: _both(k)[::-1]},
            says="Row and column are swapped.",
            next_step="Return the column (kh numbers) first.",
        ),
        Mistake(
            "nearest rank-1 kernel",
            {"separate": _best_rank_one},
            says="This kernel has no such pair. What you returned is the nearest separable kernel, "
            "which is another one.",
            next_step="Ask is_separable first, and raise ValueError.",
        ),
        Mistake(
            "nearest rank-1 kernel",
            {"separate": lambda k: (k[:, 1], k[1] / k[1, 1])},
            says="This kernel has no such pair: the outer product of what you returned is another "
            "kernel.",
            next_step="Ask is_separable first, and raise ValueError.",
        ),
    ),
    hints=(
        "In an outer product, every row is a multiple of one and the same row. How can you see "
        "that in a matrix? Its rank is 1.",
        "Singular value decomposition: k = s[0] outer(u[:, 0], vt[0]) + s[1] outer(...) + ... "
        "Which of the s may be different from 0?",
        "u, s, vt = np.linalg.svd(k). Separable: np.all(s[1:] <= 1e-9 * s[0]). "
        "Column: u[:, 0] * s[0]. Row: vt[0].",
    ),
    ready_made=("cnnlib.filters.separate", "cnnlib.filters.is_separable"),
)


# find_template


def _best(scores):
    return tuple(int(index) for index in np.unravel_index(np.argmax(scores), scores.shape))


def _find_template(image, template):
    if template.min() == template.max():
        raise ValueError("the template is constant: it looks like every flat area, and like none")
    return _best(functional.normalised_cross_correlation(image, template))


def _raw_scores(image, template):
    return functional.cross_correlate2d(image, template)


def _globally_normalised_scores(image, template):
    image, template = image.astype(float), template.astype(float)
    return functional.cross_correlate2d(image - image.mean(), template - image.mean())


def _zero_mean_scores(image, template):
    return functional.cross_correlate2d(image, template - template.mean())


def _cosine_scores(image, template):
    image, template = image.astype(float), template.astype(float)
    lengths = np.sqrt(functional.cross_correlate2d(image**2, np.ones(template.shape)))
    raw = functional.cross_correlate2d(image, template)
    return np.divide(raw, lengths, out=np.zeros_like(raw), where=lengths > 0)


def _squared_differences(image, template):
    windows = sliding_window_view(image.astype(float), template.shape)
    return np.sum((windows - template.astype(float)) ** 2, axis=(-2, -1))


def _windows_divided_by_zero(image, template):
    windows = sliding_window_view(image.astype(float), template.shape)
    windows = windows - windows.mean(axis=(-2, -1), keepdims=True)
    pattern = template - template.mean()
    lengths = np.sqrt(np.sum(windows**2, axis=(-2, -1)) * np.sum(pattern**2))
    return np.sum(windows * pattern, axis=(-2, -1)) / lengths


def _ncc(image, template):
    return functional.normalised_cross_correlation(image, template)


def _corner_where_constant(image, template):
    return (0, 0) if template.min() == template.max() else _find_template(image, template)


def _last_of_equals(image, template):
    scores = np.round(_ncc(image, template), 9)
    return _best_index(scores, scores.size - 1 - np.argmax(scores.ravel()[::-1]))


def _best_index(scores, flat):
    return tuple(int(index) for index in np.unravel_index(flat, scores.shape))


# Dark on the left, bright on the right; the 2 x 2 corner stands in the dark.
SCENE = np.array(
    [
        [12, 10, 13, 12, 95, 92, 98, 30],
        [10, 12, 11, 13, 90, 95, 40, 99],
        [11, 10, 20, 12, 99, 30, 97, 92],
        [13, 20, 14, 11, 91, 98, 60, 96],
        [12, 11, 13, 10, 97, 93, 95, 20],
    ],
    dtype=float,
)
DARK_PATCH = SCENE[2:4, 1:3].copy()
FLAT = np.zeros((5, 6), dtype=np.uint8)
FLAT[3, 2:4] = 40, 90
FLAT[4, 3] = 60

# The same corner twice, in whole numbers, so that both scores are 1 to the last bit.
TWICE = np.array(
    [
        [3, 5, 3, 4, 9, 1, 6, 2],
        [4, 2, 5, 7, 1, 5, 2, 6],
        [6, 9, 1, 4, 7, 3, 5, 3],
        [2, 1, 5, 6, 2, 4, 3, 5],
        [5, 3, 4, 2, 6, 3, 4, 5],
        [3, 6, 2, 5, 3, 4, 4, 2],
    ],
    dtype=float,
)
CORNER_TWICE = TWICE[:2, 4:6].copy()
# The exact negative of a corner, and later the corner itself, a little blurred.
NEGATIVE = np.array(
    [[5, 1, 9, 5, 5, 6], [5, 9, 5, 4, 5, 5], [6, 5, 5, 5, 8, 2], [5, 5, 4, 5, 1, 5]], dtype=float
)
CORNER_ONCE = np.array([[9.0, 1], [1, 5]])

find_template = Exercise(
    "lesson03.find_template",
    functions={"find_template": _find_template},
    parts=(
        Part(
            "exact copy",
            1,
            (
                Case(SCENE, DARK_PATCH, note="a patch of the dark half"),
                Case(SCENE, SCENE[3:, 6:].copy(), note="the last corner"),
                Case(TWICE, CORNER_TWICE, note="there twice: the first in reading order counts"),
            ),
        ),
        Part(
            "other light",
            1,
            (
                Case(SCENE, 100 + 8 * DARK_PATCH, note="the same patch, brighter, more contrast"),
                Case(SCENE, DARK_PATCH / 10, note="the same patch, a tenth as bright"),
                Case(NEGATIVE, CORNER_ONCE, note="its negative is in the picture, too"),
            ),
            needs=("exact copy",),
        ),
        Part(
            "flat areas",
            1,
            (Case(FLAT, FLAT[3:5, 2:4], note="most of the picture is black"),),
            needs=("exact copy",),
        ),
        Part(
            "bad input",
            1,
            (
                Case(SCENE, np.full((2, 2), 20.0), note="a constant template"),
                Case(np.eye(2), np.eye(3), note="a template larger than the picture"),
            ),
            needs=("exact copy",),
        ),
    ),
    mistakes=(
        Mistake(
            "raw",
            lambda image, template: _best(_raw_scores(image, template)),
            says="This is the best place of the raw cross-correlation. It grows with the "
            "brightness of the window, so the brightest place wins whatever it shows.",
            next_step="Bring each window to mean 0 and length 1 before you compare.",
        ),
        Mistake(
            "globally normalised",
            lambda image, template: _best(_globally_normalised_scores(image, template)),
            says="You normalised with the mean of the whole picture. A dark region stays dark "
            "against it: what counts is the mean of each window.",
            next_step="Subtract from each window its own mean, and divide by its own length.",
        ),
        Mistake(
            "template mean only",
            lambda image, template: _best(_zero_mean_scores(image, template)),
            says="Only the template's mean is removed (to subtract the picture's as well changes "
            "nothing then). Brightness no longer counts, but contrast does: the window with the "
            "strongest contrast wins.",
            next_step="Divide by the length of each window (after subtracting its mean), too.",
        ),
        Mistake(
            "window mean not removed",
            lambda image, template: _best(_cosine_scores(image, template)),
            says="You divide by the length of each window, but do not subtract its mean first: "
            "this finds the same ratios, not the same pattern.",
            next_step="Subtract the mean of window and template before anything else.",
        ),
        Mistake(
            "division by zero",
            lambda image, template: _best(_windows_divided_by_zero(image, template)),
            says="A constant window has length 0, so its score is 0 / 0 = nan (not a number), and "
            "np.argmax returns the place of the first nan.",
            next_step="Give windows without contrast the score 0: np.where, or a mask.",
        ),
        Mistake(
            "squared differences",
            lambda image, template: _best(-_squared_differences(image, template)),
            says="This is the window with the smallest squared difference. It finds exact copies, "
            "but not the same pattern in another light.",
            next_step="Bring window and template to mean 0 and length 1 first.",
        ),
        Mistake(
            "x before y",
            lambda image, template: _find_template(image, template)[::-1],
            says="This is (x, y), that is (column, row). A matrix is indexed row first.",
            next_step="Return (row, col).",
        ),
        Mistake(
            "off by one",
            lambda image, template: _best(_ncc(image, template)[:-1, :-1]),
            says="The last row and the last column of places are missing: an off-by-one.",
            next_step="There are H - h + 1 places one below the other and W - w + 1 side by side.",
        ),
        Mistake(
            "off by one in the rows",
            lambda image, template: _best(_ncc(image, template)[:-1]),
            says="The last row of places is missing: an off-by-one.",
            next_step="There are H - h + 1 places one below the other.",
        ),
        Mistake(
            "off by one in the columns",
            lambda image, template: _best(_ncc(image, template)[:, :-1]),
            says="The last column of places is missing: an off-by-one.",
            next_step="There are W - w + 1 places side by side.",
        ),
        Mistake(
            "last of equals",
            _last_of_equals,
            says="Of windows that are equally good, this is the last; asked for is the first in "
            "reading order.",
            next_step="Let a later window win only if its score is larger: >, not >=.",
        ),
        Mistake(
            "first by columns",
            lambda image, template: _best(np.round(_ncc(image, template), 9).T)[::-1],
            says="Of windows that are equally good, this is the first of a search column by "
            "column; reading order goes row by row.",
            next_step="Let the rows be the outer loop.",
        ),
        Mistake(
            "absolute value",
            lambda image, template: _best(np.abs(_ncc(image, template))),
            says="You take the absolute value of the score. A score of -1 is the negative of the "
            "template: dark where it is bright.",
            next_step="Take the largest score as it is.",
        ),
        Mistake(
            "argmin",
            lambda image, template: _best(-_ncc(image, template)),
            says="This is the window that is least like the template: the minimum of the scores.",
            next_step="Use np.argmax.",
        ),
        Mistake(
            "centre instead of corner",
            lambda image, template: tuple(
                place + length // 2
                for place, length in zip(
                    _find_template(image, template), template.shape, strict=True
                )
            ),
            says="This is the centre of the window; asked for is its top left corner.",
            next_step="Return the index of the best score as it is.",
        ),
        Mistake(
            "flat index",
            lambda image, template: int(np.argmax(_ncc(image, template))),
            says="np.argmax counts through the whole map, row after row: this is one number.",
            next_step="np.unravel_index(index, scores.shape) makes row and column of it.",
        ),
        Mistake(
            "constant template accepted",
            _corner_where_constant,
            says="A constant template has no pattern that could be found.",
            next_step="Raise ValueError where all its pixels are equal.",
        ),
    ),
    hints=(
        "Write a function that scores one window: how alike are two patches, whatever their "
        "brightness and contrast?",
        "Subtract the mean from window and template. Divide each by its length, the square root "
        "of its sum of squares. Multiply and sum: 1 is the best that can come out.",
        "For each place: w = window - window.mean(); t = template - template.mean();\n"
        "norm = np.sqrt(np.sum(w**2) * np.sum(t**2));\n"
        "score = np.sum(w * t) / norm if window.min() < window.max() else 0.0\n"
        "(norm > 0 would trust the rounding of the mean). Then "
        "np.unravel_index(np.argmax(scores), scores.shape).",
    ),
    ready_made=(
        "cnnlib.functional.normalised_cross_correlation",
        "skimage.feature.match_template",
        "skimage.feature.template.match_template",
        "cv2.matchTemplate",
    ),
)


# What to notice in the predictions; here, so that no cell shows what is still to be guessed.

REMARKS = {
    "step": "The weights add up to 0, so nothing comes out where the signal is constant. This "
    "kernel answers one question: where does it change?",
    "corner": "2·1 in the centre, 1 above, 1 to the left: 4.",
    "centre": "The centre of the window is 1, so 3 more in the weight is 3 more in Y.",
    "flip": "None: this kernel looks the same after a half turn (section 5).",
    "stride": "2 x 2: every second place in both directions.",
    "padding": "5 x 5: as many as the image has pixels.",
    "dilation": "Nine weights, spread over 5 x 5 pixels, fit once.",
    "largest": "The largest number stays.",
    "shifted copy": "Look at the 1 beside the 2.",
    "white": "More than the stroke itself. Not one weight is negative, so every bright pixel is "
    "evidence for the stroke and none is evidence against it.",
    "edge": "Turned by 180 degrees, this kernel is its own negative. So the whole result is.",
    "blur": "The weights add up to 9. On the screen, all that is above white is white.",
    "disc": "On a diagonal edge both components are 0.71 times the length, so their sum is 1.41 "
    "times the length. Only the length treats all directions alike.",
    "raw": "The obvious plan hardly ever works.",
    "angle": "A template knows one pose.",
}

EXPLANATION = (
    "The response is a dot product. It is large when window and kernel are alike, but also when "
    "the window is merely bright or rich in contrast. With mean 0 and length 1 for every window, "
    "likeness is all that is left to differ."
)


# The exit quiz, which carries no points.

quiz = Quiz(
    "lesson03.quiz",
    (
        Question(
            "size",
            points=0,
            options={
                "a": Option("7 x 9", "That is padding: without it, the border is lost."),
                "b": Option("5 x 8", "Yes: 7 - 3 + 1 rows and 9 - 2 + 1 columns.", right=True),
                "c": Option("4 x 7", "One too few: there are H - kh + 1 places, not H - kh."),
                "d": Option("6 x 7", "Rows and columns of the kernel are swapped."),
            },
        ),
        Question(
            "flip",
            points=0,
            options={
                "a": Option(
                    "all kernels",
                    "Then nobody would have two names for it. The vertical-edge kernel changes "
                    "its sign.",
                ),
                "b": Option(
                    "kernels that equal their transpose",
                    "The transpose mirrors at the diagonal. [[1, 0], [0, 5]] equals its transpose "
                    "and changes under a half turn.",
                ),
                "c": Option(
                    "kernels that look the same after a half turn",
                    "Yes: the flip is a half turn.",
                    right=True,
                ),
            },
        ),
        Question(
            "shift",
            points=0,
            options={
                "a": Option(
                    "it stays as it is",
                    "That would be invariance. The map says where something is, so it must move.",
                ),
                "b": Option(
                    "it moves along, except near the border",
                    "Yes: equivariance, and the border cuts windows off.",
                    right=True,
                ),
                "c": Option(
                    "it moves along, always exactly",
                    "Only away from the border: think of the moved diagonal, whose map was no "
                    "shifted copy.",
                ),
            },
        ),
        Question(
            "white",
            points=0,
            options={
                "a": Option(
                    "a white patch really contains the diagonal",
                    "It contains all bright pixels of the diagonal, and that is all the filter "
                    "asks for: but then the answer says nothing about a diagonal.",
                ),
                "b": Option(
                    "the kernel was not flipped",
                    "This kernel looks the same after a half turn: no flip changes its score.",
                ),
                "c": Option(
                    "no weight is negative, so brightness alone raises the score",
                    "Yes: only negative weights can count evidence against the pattern.",
                    right=True,
                ),
            },
        ),
        Question(
            "light",
            points=0,
            options={
                "a": Option(
                    "raw cross-correlation",
                    "Doubling the brightness of a window doubles its score.",
                ),
                "b": Option(
                    "cross-correlation with a zero-mean template",
                    "That ignores added brightness, but doubling the contrast doubles the score.",
                ),
                "c": Option(
                    "cross-correlation of the standardised picture",
                    "One mean and one spread for the whole picture leave dark regions dark.",
                ),
                "d": Option(
                    "normalised cross-correlation",
                    "Yes: each window is brought to mean 0 and length 1.",
                    right=True,
                ),
            },
        ),
        Question(
            "multiplications",
            points=0,
            answer=14,
            says="Yes: 7 for the column and 7 for the row, instead of 49.",
            misconceptions={
                49: "That is the whole kernel at once; column and row come one after the other.",
                7: "That is the column only; the row comes after it.",
                28: "Column and row have 7 numbers each.",
            },
            hint="A 7 x 7 kernel becomes a column of 7 and a row of 7.",
        ),
    ),
)
