"""`shift_one`: practice, without points. One image moved by padding and cutting.

Imports torch: `cnnlib.exercises.lesson10` loads this module when the exercise is asked for.
"""

from functools import partial

import torch.nn.functional as F

from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson10.drawing import picture


def _shift_one(image, down, right, most):
    return _cut(image, down, right, most)


def _cut(image, down, right, most, *, top=lambda down, most: most - down, left=None):
    height, width = image.shape[1:]
    wider = F.pad(image, (most, most, most, most))
    i, j = top(down, most), (left or top)(right, most)
    return wider[:, i : i + height, j : j + width]


def _swapped(image, down, right, most):
    return _cut(image, right, down, most)


def _plus(shift, most):
    return most + shift


def _the_shift_itself(shift, most):
    return max(shift, 0)


def _nothing(shift, most):
    return most


shift_one = Exercise(
    "lesson10.shift_one",
    functions={"shift_one": _shift_one},
    parts=(
        Part(
            "where the window begins",
            0,
            (
                Case(picture(2, 3, 1), 1, 0, 1, note="down"),
                Case(picture(2, 3, 1), 0, 1, 2, note="to the right"),
                Case(picture(3, 3, 2), -1, -2, 2, note="up and to the left"),
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "the opposite direction",
            partial(_cut, top=_plus),
            "The picture moves in the opposite direction. If the window goes down, the picture in "
            "it goes up.",
            "most - down.",
        ),
        Mistake(
            "rows and columns swapped",
            _swapped,
            "Rows and columns are swapped: what should move down moves to the right.",
            "i is a row, j is a column.",
        ),
        Mistake(
            "padding forgotten",
            partial(_cut, top=_the_shift_itself),
            "The window begins as if there were no padding.",
            "In the padded image the picture begins at row most.",
        ),
        Mistake("nothing moves", partial(_cut, top=_nothing), "Nothing moves."),
        Mistake(
            "the column like the row",
            partial(_cut, left=_plus),
            "Rows are right; columns move in the opposite direction.",
            "most - right.",
        ),
    ),
    hints=("Not moved at all, the window begins at row most. Moved down by one, at row most - 1.",),
)
