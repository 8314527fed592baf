"""The exercise `convolve2d`: the convolution of mathematics, which flips the kernel."""

import numpy as np

from cnnlib import functional
from cnnlib.check import Case, Exercise, Law, Mistake, Part, guard
from cnnlib.exercises.lesson03.shared import IMAGE, ODD_SHAPE, SAME_SIZE, VERTICAL, full, same_size


def _convolve2d(image, kernel):
    return functional.convolve2d(image, kernel)


def _commutes(a, b, note=""):
    return Law(
        "with enough zeros around, image and kernel may change places",
        lambda f, a, b: full(f, a, b),
        lambda f, a, b: full(f, b, a),
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
            lambda image, kernel: same_size(image, kernel[::-1, ::-1]),
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
