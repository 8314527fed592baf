"""What several exercises share: images, kernels, and words for the same mistakes."""

import numpy as np

from cnnlib import functional

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


def same_size(image, kernel):
    margins = [((k - 1) // 2, k // 2) for k in kernel.shape]
    return functional.cross_correlate2d(np.pad(image, margins), kernel)


SAME_SIZE = (
    "Your result is as large as the image. Here only places count where the whole kernel lies in "
    "the image: (H - kh + 1) x (W - kw + 1) of them, without padding."
)


def full(f, a, b):
    """Full mode from a valid one: as many zeros around a as b can hang over."""
    return f(np.pad(a, [(n - 1, n - 1) for n in b.shape]), b)
