"""Three faded examples, without points: `crop`, `over` and `mean_picture`."""

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson01.shared import whole_numbers


def _crop(image, top, left, height, width):
    return image[top : top + height, left : left + width]


def _crop_to_corner(image, top, left, height, width):
    return image[top:height, left:width]


def _crop_to_width(image, top, left, height, width):
    return image[top : top + height, left:width]


def _crop_as_xy(image, top, left, height, width):
    return image[left : left + width, top : top + height]


def _practice(id, function, cases, mistakes, hint, dtype=None):
    part = Part("values", 0, cases, dtype=dtype, untouched=True)
    return Exercise(
        id, {id.rpartition(".")[2]: function}, (part,), mistakes, (hint,), rtol=1e-6, atol=1e-6
    )


crop = _practice(
    "lesson01.crop",
    _crop,
    (
        Case(whole_numbers(4, 6), 1, 2, 2, 3, note="2 rows and 3 columns from (1, 2)"),
        Case(whole_numbers(3, 5, 3), 0, 1, 3, 1, note="a colour picture"),
    ),
    (
        Mistake(
            "end is a size",
            _crop_to_corner,
            "A slice a:b ends before b. You gave it the height and width, which are sizes.",
            "The last row is top + height, not included.",
        ),
        Mistake(
            "end is a size",
            _crop_to_width,
            "left:width ends before column width, as if the part began at column 0. A slice a:b "
            "ends before b, and width is a size.",
            "The columns end before left + width, as the rows end before bottom.",
        ),
        Mistake(
            "x and y",
            _crop_as_xy,
            "You took the first index for x. The first index is the row.",
            "image[rows, columns]",
        ),
    ),
    "image[top : top + height, left : ...]",
)


def _over(rgba, background):
    colour, alpha = rgba[:, :, :3], rgba[:, :, 3:]
    return alpha * colour + (1 - alpha) * background


over = _practice(
    "lesson01.over",
    _over,
    (
        Case(
            np.array([[[1.0, 0.5, 0.0, 1.0], [1.0, 0.5, 0.0, 0.5], [1.0, 0.5, 0.0, 0.0]]]),
            np.array([0.0, 0.0, 1.0]),
            note="an orange pixel that is opaque, half transparent, and transparent, over blue",
        ),
    ),
    (
        Mistake(
            "alpha dropped",
            lambda rgba, background: rgba[:, :, :3],
            "You dropped the alpha: pixels that should not be seen come back.",
            "Mix colour and background with the weights alpha and 1 - alpha.",
        ),
        Mistake(
            "background left out",
            lambda rgba, background: rgba[:, :, 3:] * rgba[:, :, :3],
            "The background is missing, so what is transparent becomes black.",
            "Add (1 - alpha) * background.",
        ),
        Mistake(
            "background without weight",
            lambda rgba, background: rgba[:, :, 3:] * rgba[:, :, :3] + background,
            "You add the whole background, as if it shone through what is opaque.",
            "The two weights sum to 1: alpha for the colour, 1 - alpha for the background.",
        ),
        Mistake(
            "alpha the wrong way round",
            lambda rgba, background: (
                rgba[:, :, 3:] * background + (1 - rgba[:, :, 3:]) * rgba[:, :, :3]
            ),
            "Your alpha is the wrong way round: 1 means opaque.",
            "The colour gets the weight alpha.",
        ),
    ),
    "The colour has the weight alpha. What is left for the background?",
)


def _mean_picture(a, b):
    return (a.astype(float) + b.astype(float)) / 2


mean_picture = _practice(
    "lesson01.mean_picture",
    _mean_picture,
    (
        Case(
            np.array([[200, 10]], dtype=np.uint8),
            np.array([[100, 20]], dtype=np.uint8),
            note="200 + 100 does not fit into a uint8",
        ),
    ),
    (
        Mistake(
            "overflow",
            lambda a, b: (a + b) / 2,
            "uint8 overflow: 200 + 100 became 44 before you divided.",
            "Convert to float before you add.",
        ),
        Mistake(
            "overflow",
            lambda a, b: (a + b) // 2,
            "uint8 overflow: 200 + 100 became 44 before you divided.",
            "Convert to float before you add.",
        ),
        Mistake(
            "overflow",
            lambda a, b: (a + b).astype(float) / 2,
            "uint8 overflow: you converted to float after adding, and 200 + 100 was 44 already.",
            "Convert to float before you add.",
        ),
        Mistake(
            "one mean for all pixels",
            lambda a, b: np.mean([a, b]),
            "np.mean([a, b]) averages everything: over both pictures and over all pixels. The "
            "result is one number, no picture.",
            "(a + b) / 2 keeps the pixels apart; so does np.mean with axis=0.",
        ),
    ),
    "b needs what the line above did to a, and before the +.",
    dtype="floating",
)
