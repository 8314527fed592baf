"""The exercise `translate`: a picture moved, with nothing coming in from the other side."""

import numpy as np

from cnnlib import images
from cnnlib.check import Case, Exercise, Mistake, Part


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
