"""The exercise `to_float01`: any picture as numbers from 0 to 1."""

import numpy as np

from cnnlib import images
from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson01.shared import assert_for_raise, constant_answer


def _own_range(image):
    image = np.asarray(image, dtype=np.float64)
    low, high = image.min(), image.max()
    return (image - low) / (high - low if high > low else 1)


def _all_but(dtype, divisor):
    """A model that divides one dtype by the wrong number and treats all others rightly."""

    def model(image):
        if image.dtype == dtype:
            return image / np.float64(divisor)
        return images.to_float01(image)

    return model


def _no_range_check(image):
    if image.dtype.kind == "f":
        return image.astype(np.float64)
    return images.to_float01(image)


def _nan_passes(image):
    if image.dtype.kind == "f":
        if image.min() < 0 or image.max() > 1:
            raise ValueError("not in [0, 1]")
        return image.astype(np.float64)
    return images.to_float01(image)


def _only_float64(image):
    if image.dtype.kind == "f" and image.dtype != np.float64:
        raise ValueError("unknown range")
    return images.to_float01(image)


def _clipped(image):
    return np.clip(image, 0, 1) if image.dtype.kind == "f" else images.to_float01(image)


def _unknown_range(image):
    if image.dtype.kind in "iu" and image.dtype != np.uint16:
        return image / 255.0
    return images.to_float01(image)


_BRIGHT = np.array([[200, 150], [255, 1]], dtype=np.uint8)
_ADDED = np.array([[100, 150], [255, 1]], dtype=np.uint8)

to_float01 = Exercise(
    "lesson01.to_float01",
    functions={"to_float01": images.to_float01},
    rtol=1e-6,  # float32 is as good an answer as float64
    parts=(
        Part(
            "8 and 16 bits",
            1,
            (
                Case(np.array([[0, 51], [102, 255]], dtype=np.uint8), note="uint8"),
                Case(np.array([[0, 13107], [26214, 65535]], dtype=np.uint16), note="uint16"),
                Law(
                    "to_float01(a) + to_float01(b) equals (a + b) / 255, added up in floats",
                    lambda f, a, b: f(a) + f(b),
                    lambda f, a, b: (a.astype(float) + b.astype(float)) / 255,
                    _BRIGHT,
                    _ADDED,
                    note="in the first pixel 200 + 100, which is 300 and not 44",
                ),
            ),
            dtype="floating",
        ),
        Part(
            "bool and float",
            1,
            (
                Case(np.array([[True, False]]), note="bool"),
                Case(np.array([[0.25, 0.5]]), note="floats that are in [0, 1] already"),
                Case(np.array([[0.75, 0.5]], dtype=np.float32), note="float32"),
            ),
            dtype="floating",
        ),
        Part(
            "bad input",
            0.5,
            (
                Case(np.array([[0.5, 200.0]]), note="floats beyond 1"),
                Case(np.array([[0.5, np.nan]]), note="nan, not a number"),
            ),
            needs=("8 and 16 bits",),
        ),
        Part(
            "input untouched",
            0.5,
            (Case(np.array([[0.25, 0.75]]), note="floats"),),
            needs=("8 and 16 bits", "bool and float"),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "back to uint8",
            lambda image: (image / 255).astype(np.uint8),
            "You cast the quotient back to whole numbers. Everything between 0 and 1 becomes 0, "
            "and sums wrap at 256.",
            "Leave the result as floats.",
        ),
        Mistake(
            "back to the input's dtype",
            lambda image: images.to_float01(image).astype(image.dtype),
            "You cast the quotient back to the dtype of the input. Everything between 0 and 1 "
            "becomes 0.",
            "Leave the result as floats.",
        ),
        Mistake(
            "whole-number division",
            lambda image: image // 255,
            "// divides and throws the fraction away: everything below 255 becomes 0.",
            "Use / instead of //.",
        ),
        Mistake(
            "divided by 256",
            lambda image: image / 256.0,
            "You divide by 256. The largest uint8 is 255, so white would become 0.996.",
            "Divide by the largest value, not by the number of values.",
        ),
        Mistake(
            "everything divided by 255",
            lambda image: image / 255.0,
            "You divide every picture by 255, whatever its dtype. A uint16 picture reaches 65535, "
            "a bool one only 1, and floats were divided before.",
            "Look at image.dtype first.",
        ),
        Mistake(
            "uint16 divided by 255",
            _all_but(np.uint16, 255),
            "uint16 is divided by 255. Its largest value is 65535, so white becomes 257.",
            "np.iinfo(image.dtype).max is the largest value of a whole-number dtype.",
        ),
        Mistake(
            "bool divided",
            _all_but(np.bool_, 255),
            "A bool picture is divided by 255: True becomes 0.004, nearly black.",
            "True is full brightness, 1.0.",
        ),
        Mistake(
            "floats divided again",
            _all_but(np.float64, 255),
            "Floats are divided although they are in [0, 1] already: the picture turns black.",
            "Return floats as they are (a copy).",
        ),
        Mistake(
            "divided by its own maximum",
            lambda image: image / np.float64(image.max()),
            "You divide by the largest value in this picture, not by the largest value that its "
            "dtype can hold. A dark photograph then looks as bright as a sunny one.",
            "The divisor depends on the dtype alone.",
        ),
        Mistake(
            "stretched to its own range",
            _own_range,
            "You stretch each picture from its own minimum to its own maximum. A grey wall then "
            "looks like a chessboard, and two pictures are no longer comparable.",
            "The divisor depends on the dtype alone.",
        ),
        Mistake(
            "no range check",
            _no_range_check,
            "Floats outside [0, 1] pass your function. Somewhere later they are taken for "
            "brightness, and nothing says that they are not.",
            "Raise a ValueError unless all values are at least 0 and at most 1.",
        ),
        Mistake(
            "nan passes",
            _nan_passes,
            "Your check lets nan through. Every comparison with nan is False, so nan is neither "
            "below 0 nor above 1.",
            "Ask what is right, not what is wrong: unless np.all((image >= 0) & (image <= 1)).",
        ),
        Mistake(
            "float32 refused",
            _only_float64,
            "You know floats of 64 bits only. float32 is the type in which networks calculate.",
            'image.dtype.kind is "f" for floats of any size.',
        ),
        Mistake(
            "clipped",
            _clipped,
            "You clip floats to [0, 1]. A picture of floats up to 255 becomes all white, and "
            "nobody is told.",
            "Raise a ValueError instead.",
        ),
        Mistake(
            "a guessed range",
            _unknown_range,
            "You divide whole numbers of any dtype by 255. An int64 array says nothing about its "
            "range: it may hold 0..255, 0..16 or anything else.",
            "Raise a ValueError for a dtype whose range is not known.",
        ),
        assert_for_raise(to_float01=images.to_float01),
        constant_answer(to_float01=np.array([[0, 0.2], [0.4, 1]])),
    ),
    hints=(
        "What is the brightest value that each dtype can hold?",
        "Four cases: bool, uint8 and uint16, floats, everything else. image.dtype tells them "
        'apart; image.dtype.kind is "f" for floats.',
        "image / np.iinfo(image.dtype).max covers uint8 and uint16 in one line.",
    ),
    ready_made=(
        "cnnlib.images.to_float01",
        "skimage.img_as_float",
        "skimage.img_as_float32",
        "skimage.img_as_float64",
        "skimage.util.img_as_float",
        "skimage.util.img_as_float32",
        "skimage.util.img_as_float64",
    ),
)
