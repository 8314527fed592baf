"""Practice, without points: `is_equivariant` and `is_invariant`."""

import numpy as np

from cnnlib import functional, images
from cnnlib.check import Case, Exercise, Mistake, Part


def _is_equivariant(f, picture):
    move_first = f(images.translate(picture, 0, 1))
    move_last = images.translate(f(picture), 0, 1)
    return bool(np.allclose(move_first[:, 1:], move_last[:, 1:]))


def _is_invariant(f, picture):
    return bool(np.allclose(f(images.translate(picture, 0, 1)), f(picture)))


# What the two are tried on; reports show the names.
def sliding_kernel(picture):
    return functional.cross_correlate2d(picture, np.array([[1, 2], [0, -1]]))


def half_the_light(picture):
    return picture / 2


def mirrored(picture):
    return picture[:, ::-1]


def darker_to_the_left(picture):
    return picture * np.arange(picture.shape[1])


def strongest_answer(picture):
    return sliding_kernel(picture).max()


def all_the_ink(picture):
    return picture.sum()


def column_of_the_brightest(picture):
    return picture.max(axis=0).argmax()


BLOT = np.array([[0, 0, 0, 0, 0, 0], [2, 1, 3, 0, 0, 0], [4, 0, 9, 0, 0, 0], [1, 5, 0, 0, 0, 0]])

equivariance = Exercise(
    "lesson02.equivariance",
    functions={"is_equivariant": _is_equivariant, "is_invariant": _is_invariant},
    parts=(
        Part(
            "equivariant",
            0,
            tuple(
                Case(f, BLOT, function="is_equivariant")
                for f in (sliding_kernel, half_the_light, mirrored, darker_to_the_left)
            ),
        ),
        Part(
            "invariant",
            0,
            tuple(
                Case(f, BLOT, function="is_invariant")
                for f in (strongest_answer, all_the_ink, column_of_the_brightest, sliding_kernel)
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "the first column counts",
            {
                "is_equivariant": lambda f, picture: bool(
                    np.allclose(
                        f(images.translate(picture, 0, 1)), images.translate(f(picture), 0, 1)
                    )
                )
            },
            "You compare the first column, too. There the border is seen, and not the function.",
        ),
        Mistake(
            "invariance for equivariance",
            {
                "is_equivariant": lambda f, picture: bool(
                    np.allclose(f(images.translate(picture, 0, 1))[:, 1:], f(picture)[:, 1:])
                )
            },
            "You compare with f(picture), which has not moved along: that is invariance.",
            "Move the result of f, too.",
        ),
    ),
    hints=("The right side of f(T x) = T f(x): first f, then images.translate(..., 0, 1).",),
)
