"""The exercise `sobel_magnitude`: how steep a picture is, whatever the direction."""

import numpy as np

from cnnlib import filters, functional
from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson03.shared import VERTICAL


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
