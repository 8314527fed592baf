"""Lesson 01, images are numbers: layouts, ranges, normalisation, grey, patches, and a quiz.

`REMARKS` holds what is said after a prediction, and `MODEL_ANSWERS` one way to put each
explanation: the lesson's own cells would give them away.
"""

import numpy as np

from cnnlib import images
from cnnlib.check import Case, Exercise, Law, Mistake, Option, Part, Question, Quiz


def _whole_numbers(*shape, dtype=np.uint8):
    """0, 1, 2, ... in an array: every element is another, so that a mix-up shows."""
    return np.arange(np.prod(shape)).reshape(shape).astype(dtype)


REMARKS = {
    "pixel": "Row 320 is in the lower half, column 120 left of the middle: the coat. Read as "
    "(x, y), it would be in the sky.",
    "blue": "A plane is bright where there is much of that light, not where the picture looks "
    "that colour. White contains all three.",
    "reshape": "In memory, one pixel's three numbers are neighbours: R, G, B, R, G, B, ... reshape "
    "counts off the first 240,000 of them as plane 0.",
    "sum": "300 - 256 = 44. The clock has 256 hours. With arrays, as all pictures are, there is no "
    "error and no warning. (NumPy warns of single numbers only, such as np.uint8(200) + "
    "np.uint8(100).)",
    "exposure": "Its own statistics take the light away: day and dusk become the same array. A "
    "network that must tell them apart has lost before it begins.",
    "luma": "0.114 x 255. The plain mean would be 85, for pure green as well.",
    "factor": "Both sides shrink: 300 x 300 = 90,000 and 30 x 30 = 900.",
    "moved": "As arrays, a 3 and the same 3 one pixel further are strangers.",
    "winner": "But look at the rate 1 in the table below. Whoever chooses the learning rate "
    "chooses the winner.",
}

MODEL_ANSWERS = {
    "histogram": "A histogram counts values and forgets places, so every arrangement of the same "
    "pixels, a cat or noise, has the same histogram. What makes it a cat is where the pixels are.",
    "leak": "Mean and std are fitted to data, like weights: if test images take part, the test is "
    "no longer independent, and if they are fitted anew, the same picture means other numbers to "
    "the network than in training.",
}


def _asserting(**oracles):
    """The mistake of refusing bad input with `assert`."""

    def asserting(oracle):
        def model(*args):
            try:
                return oracle(*args)
            except ValueError as error:
                raise AssertionError(str(error)) from None

        return model

    return Mistake(
        "assert for raise",
        {name: asserting(oracle) for name, oracle in oracles.items()},
        "You refuse this input with assert. An assert is a note to yourself, which `python -O` "
        "leaves out. What callers get wrong is told them with a ValueError.",
        "if ...: raise ValueError('what is wrong, and with which shape or value')",
    )


def _copied(**answers):
    """The mistake of returning, whatever comes in, the answers to the visible examples."""
    return Mistake(
        "a constant answer",
        {name: lambda *args, answer=answer: answer for name, answer in answers.items()},
        "Your function gives the answer to the visible example, whatever it is given.",
        "Compute the answer from the arguments.",
    )


# three faded examples, without points


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
        Case(_whole_numbers(4, 6), 1, 2, 2, 3, note="2 rows and 3 columns from (1, 2)"),
        Case(_whole_numbers(3, 5, 3), 0, 1, 3, 1, note="a colour picture"),
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


# to_chw


def _with_new_axis_last(image):
    return image[:, :, np.newaxis] if image.ndim == 2 else images.to_chw(image)


def _without_alpha(image):
    return images.to_chw(image[:, :, :3] if image.ndim == 3 else image)


def _alpha_of_its_own(image):
    chw = images.to_chw(image)
    if len(chw) == 3:
        return np.concatenate([chw, np.full_like(chw[:1], 255)])
    return chw


def _any_channels(image):
    return image[np.newaxis] if image.ndim == 2 else image.transpose(2, 0, 1)


_SAYS_TWO_AXES = (
    "A grey picture has two axes, (H, W). It has no channel axis that could be moved, so moving "
    "axes does not work here. It is a picture all the same."
)
_NEXT_TWO_AXES = "Treat image.ndim == 2 by itself: give it a new axis, image[np.newaxis]."

to_chw = Exercise(
    "lesson01.to_chw",
    functions={"to_chw": images.to_chw},
    parts=(
        Part(
            "colour",
            1,
            (Case(_whole_numbers(2, 4, 3), note="2 rows, 4 columns, 3 channels"),),
            dtype="same",
        ),
        Part("grey", 1, (Case(_whole_numbers(2, 3), note="a grey picture"),), dtype="same"),
        Part("RGBA", 0.5, (Case(_whole_numbers(1, 2, 4), note="four channels"),), dtype="same"),
        Part(
            "bad input",
            0.5,
            (Case(_whole_numbers(4, 4, 2), note="two channels: no picture has two"),),
            needs=("colour",),
        ),
    ),
    mistakes=(
        Mistake(
            "reshape for transpose",
            lambda image: (
                image[np.newaxis]
                if image.ndim == 2
                else image.reshape(image.shape[2], *image.shape[:2])
            ),
            "The shape is right, but the numbers are in the wrong places. reshape keeps the order "
            "in which the numbers lie in memory and only cuts it up anew, so each of your planes "
            "mixes red, green and blue.",
            "Move the axis instead: transpose or np.moveaxis.",
        ),
        Mistake(
            "height and width swapped",
            lambda image: image.T if image.ndim == 3 else image.T[np.newaxis],
            "Your picture is (C, W, H): .T reverses all axes, so rows and columns are swapped "
            "as well.",
            "Say where each axis goes: image.transpose(2, 0, 1).",
        ),
        Mistake(
            "height and width swapped",
            lambda image: image.T if image.ndim == 3 else image[np.newaxis],
            "Your picture is (C, W, H): .T reverses all axes, so rows and columns are swapped "
            "as well.",
            "Say where each axis goes: image.transpose(2, 0, 1).",
        ),
        Mistake(
            "only two axes swapped",
            lambda image: image.swapaxes(0, -1) if image.ndim == 3 else image[np.newaxis],
            "Your picture is (C, W, H): swapping the first axis with the last puts the rows "
            "where the columns belong.",
            "All three axes move: (H, W, C) becomes (C, H, W).",
        ),
        Mistake(
            "BGR order",
            lambda image: (
                image[np.newaxis] if image.ndim == 2 else images.to_chw(image[:, :, ::-1])
            ),
            "The channels come in the reverse order: your first plane is blue.",
            "Keep the order red, green, blue.",
        ),
        Mistake(
            "channel axis last",
            _with_new_axis_last,
            "The channel axis of your grey picture is last: (H, W, 1).",
            "Put it first: image[np.newaxis], of shape (1, H, W).",
        ),
        Mistake(
            "grey not given a channel axis",
            lambda image: image if image.ndim == 2 else images.to_chw(image),
            "Your grey picture has no channel axis. Torch cannot know whether (H, W) means one "
            "channel or one row.",
            "A grey picture has one channel: the shape is (1, H, W).",
        ),
        *(
            Mistake("axes of a grey picture moved", model, _SAYS_TWO_AXES, _NEXT_TWO_AXES)
            for model in (
                lambda image: image.transpose(2, 0, 1),  # ValueError
                lambda image: np.moveaxis(image, 2, 0),  # AxisError
                lambda image: np.moveaxis(image, -1, 0),  # turns it over its diagonal
            )
        ),
        Mistake(
            "grey repeated three times",
            lambda image: np.stack([image] * 3) if image.ndim == 2 else images.to_chw(image),
            "You made three equal planes of a grey picture. It has one channel: the other two "
            "carry nothing.",
            "Return the shape (1, H, W).",
        ),
        Mistake(
            "alpha dropped",
            _without_alpha,
            "Your function throws the fourth channel away. to_chw moves axes; which channels are "
            "wanted is another decision, for the caller.",
            "Keep as many channels as come in.",
        ),
        Mistake(
            "alpha added",
            _alpha_of_its_own,
            "Your picture has a fourth channel that the input does not have.",
            "Keep as many channels as come in.",
        ),
        Mistake(
            "a batch of one",
            lambda image: images.to_chw(image)[np.newaxis],
            "You added a batch axis: (1, C, H, W). One picture is (C, H, W).",
            "Return three axes.",
        ),
        Mistake(
            "no check of the input",
            _any_channels,
            "Your function moves the axes of anything. Of an array that is no picture, such as "
            "one that is (C, H, W) already, it silently makes nonsense.",
            "Raise a ValueError unless there are 2 or 3 axes, and 1, 3 or 4 channels.",
        ),
        _asserting(to_chw=images.to_chw),
        _copied(to_chw=images.to_chw(_whole_numbers(2, 4, 3))),
    ),
    hints=(
        "How many axes does the input have, and how many must the result have?",
        "A grey picture gets a new axis in front (np.newaxis). Of a colour picture, the last axis "
        "moves to the front and the other two keep their order.",
        "image.transpose(2, 0, 1) lists, for each new axis, which old axis it was.",
    ),
    ready_made=("cnnlib.images.to_chw",),
)


# to_float01


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
        _asserting(to_float01=images.to_float01),
        _copied(to_float01=np.array([[0, 0.2], [0.4, 1]])),
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


# channel_stats and standardise


def _stats_over(*axes, **options):
    """A model of `channel_stats` that reduces the wrong axes."""

    def channel_stats(train):
        return train.mean(axis=axes), train.std(axis=axes, **options)

    return channel_stats


def _one_number(train):
    channels = train.shape[1]
    return np.full(channels, train.mean()), np.full(channels, train.std())


def _stats_kept_as_axes(train):
    axes = (0, 2, 3)
    return train.mean(axis=axes, keepdims=True), train.std(axis=axes, keepdims=True)


def _variance(train):
    mean, std = images.channel_stats(train)
    return mean, std**2


def _swapped_pair(train):
    return images.channel_stats(train)[::-1]


def _mean_of_stds(train):
    mean, _ = images.channel_stats(train)
    return mean, train.std(axis=(2, 3)).mean(axis=0)


def _columns(values):
    return np.asarray(values, dtype=np.float64)[:, None, None]


def _own_statistics(x, mean, std):
    axes = (0, 2, 3) if x.ndim == 4 else (1, 2)
    own = np.asarray(x, dtype=np.float64)
    return images.standardise(own, own.mean(axis=axes), own.std(axis=axes))


def _each_image_by_itself(x, mean, std):
    own = np.asarray(x, dtype=np.float64)
    return (own - own.mean(axis=(-2, -1), keepdims=True)) / _nonzero(
        own.std(axis=(-2, -1), keepdims=True)
    )


def _nonzero(std):
    return np.where(std == 0, 1, std)


def _divided_by_zero(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - _columns(mean)) / _columns(std)


def _with_epsilon(epsilon):
    def standardise(x, mean, std):
        return (np.asarray(x, dtype=np.float64) - _columns(mean)) / (_columns(std) + epsilon)

    return standardise


def _constant_channel_kept(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - _columns(mean)) / _nonzero(_columns(std))


def _infinity_kept_finite(x, mean, std):
    return np.nan_to_num(_divided_by_zero(x, mean, std))


def _in_place(x, mean, std):
    x -= _columns(mean)
    x /= _nonzero(_columns(std))
    return x


def _batches_only(x, mean, std):
    if not len(mean) == len(std) == x.shape[1]:
        raise ValueError("one mean and one std for each channel")
    return images.standardise(x, mean, std)


def _always_a_batch(x, mean, std):
    return images.standardise(x.reshape(-1, *x.shape[-3:]), mean, std)


def _pair_exchanged(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - _columns(std)) / _columns(mean)


def _channels_last(x, mean, std):
    mean, std = np.asarray(mean, dtype=float), np.asarray(std, dtype=float)
    return (x - mean) / _nonzero(std)


def _mean_not_subtracted(x, mean, std):
    return np.asarray(x, dtype=np.float64) / _nonzero(_columns(std))


def _times_std(x, mean, std):
    return (np.asarray(x, dtype=np.float64) - _columns(mean)) * _columns(std)


_TRAIN = np.array([[[[0, 2]], [[7, 7]]], [[[4, 2]], [[9, 5]]]], dtype=np.uint8)
_TEST = np.array([[[[2, 6]], [[7, 3]]], [[[10, 2]], [[11, 7]]]], dtype=np.uint8)

_SAYS_EPSILON = (
    "You add a small number to every standard deviation. That falsifies every channel a little, "
    "and a channel that was constant in training is divided by almost nothing: the first test "
    "pixel that differs becomes enormous."
)

channel_stats = Exercise(
    "lesson01.channel_stats",
    functions={"channel_stats": images.channel_stats, "standardise": images.standardise},
    rtol=1e-6,
    atol=1e-9,
    parts=(
        Part(
            "statistics",
            2,
            (Case(_TRAIN, note="two images of two channels, 1 x 2 pixels"),),
        ),
        Part(
            "standardise",
            1,
            (
                Case(
                    _TEST,
                    np.array([2.0, 7.0]),
                    np.array([2.0, 4.0]),
                    function="standardise",
                    note="two images",
                ),
                Case(
                    _TEST[0],
                    np.array([2.0, 7.0]),
                    np.array([2.0, 4.0]),
                    function="standardise",
                    note="one image by itself, (C, H, W)",
                ),
            ),
            dtype="floating",
        ),
        Part(
            "test pixels never used",
            0.5,
            (
                Law(
                    "standardise(x[:1], mean, std) equals standardise(x, mean, std)[:1], since an "
                    "image looks the same alone and in company",
                    lambda f, x, mean, std: f.standardise(x[:1], mean, std),
                    lambda f, x, mean, std: f.standardise(x, mean, std)[:1],
                    _TEST,
                    np.array([2.0, 7.0]),
                    np.array([2.0, 4.0]),
                    note="the first of two images",
                ),
            ),
            needs=("standardise",),
        ),
        Part(
            "constant channel",
            0.5,
            (
                Case(
                    np.array([[[[1, 5]], [[7, 9]]]], dtype=np.uint8),
                    np.array([3.0, 7.0]),
                    np.array([2.0, 0.0]),
                    function="standardise",
                    note="the second channel was 7 everywhere in training, and is not so here",
                ),
            ),
        ),
        Part(
            "input untouched",
            0.5,
            (
                Case(
                    _TEST.astype(float),
                    np.array([2.0, 7.0]),
                    np.array([2.0, 4.0]),
                    function="standardise",
                    note="floats",
                ),
            ),
            needs=("standardise",),
            untouched=True,
        ),
        Part(
            "bad input",
            0.5,
            (
                Case(np.zeros((0, 3, 2, 2)), note="no training image at all"),
                Case(
                    np.zeros((1, 3, 2, 2)),
                    np.zeros(2),
                    np.ones(2),
                    function="standardise",
                    note="three channels, two means",
                ),
            ),
            needs=("statistics",),
        ),
    ),
    mistakes=(
        Mistake(
            "sample standard deviation",
            {"channel_stats": _stats_over(0, 2, 3, ddof=1)},
            "Your standard deviation divides by n - 1: that is the sample standard deviation. "
            "This exercise asks for the population one, which divides by n. torch's std divides "
            "by n - 1 unless told otherwise, NumPy's by n.",
            "np.std without ddof, or torch's std with correction=0.",
        ),
        Mistake(
            "one number for all channels",
            {"channel_stats": _one_number},
            "Your channels share one mean and one standard deviation. Red, green and blue have "
            "different averages, and the difference is what the mean should remove.",
            "Leave the channel axis out of the average: axis=(0, 2, 3).",
        ),
        Mistake(
            "one number",
            {"channel_stats": lambda train: (train.mean(), train.std())},
            "You average over all axes and get one number. There must be one for each channel.",
            "Leave the channel axis out of the average: axis=(0, 2, 3).",
        ),
        Mistake(
            "per image",
            {"channel_stats": _stats_over(2, 3)},
            "You get one number per image and channel, of shape (N, C). Each image would be "
            "standardised by itself, and how bright it is would be lost.",
            "Average over the images as well: axis=(0, 2, 3).",
        ),
        Mistake(
            "per pixel",
            {"channel_stats": _stats_over(0)},
            "You get one number per pixel, of shape (C, H, W): the average is over the images "
            "only.",
            "Average over rows and columns as well: axis=(0, 2, 3).",
        ),
        Mistake(
            "mean over the wrong axes",
            {"channel_stats": _stats_over(0, 1, 2)},
            "You averaged as if the channels came last, (N, H, W, C): your numbers are one for "
            "each column of the image.",
            "Here the channels are axis 1: average over axes 0, 2 and 3.",
        ),
        Mistake(
            "mean over the wrong axes",
            {"channel_stats": _stats_over(1, 2, 3)},
            "You get one number per image: axis 0 is the one that stayed, and it counts images.",
            "The channels are axis 1: average over axes 0, 2 and 3.",
        ),
        Mistake(
            "axes kept",
            {"channel_stats": _stats_kept_as_axes},
            "The numbers are right, but keepdims=True leaves them in the shape (1, C, 1, 1).",
            "Return the shape (C,).",
        ),
        Mistake(
            "variance",
            {"channel_stats": _variance},
            "Your second array is the variance. The standard deviation is its square root.",
            "np.std, or the root of what you have.",
        ),
        Mistake(
            "mean and std in the wrong order",
            {"channel_stats": _swapped_pair},
            "You return (std, mean). Both have the shape (C,), so nobody downstream would notice.",
            "return mean, std",
        ),
        Mistake(
            "mean of the images' standard deviations",
            {"channel_stats": _mean_of_stds},
            "You averaged the standard deviations of the single images. That misses how much the "
            "images differ from each other: a set of flat images would seem to have no spread.",
            "Take the standard deviation over all pixels of all images at once.",
        ),
        Mistake(
            "statistics from test",
            {"standardise": _own_statistics},
            "Your standardise computes its own mean and standard deviation from x. The arguments "
            "mean and std, which come from the training set, are not used: the statistics come "
            "from the test images, so a test image changes how the others are seen.",
            "Use the mean and std that you are given.",
        ),
        Mistake(
            "per image instead of per channel",
            {"standardise": _each_image_by_itself},
            "Each image is standardised by itself. A dark photograph and a bright one of the same "
            "scene then become equal.",
            "Use the mean and std that you are given.",
        ),
        Mistake(
            "constant channel kept",
            {"standardise": _constant_channel_kept},
            "Where std is 0 you divide by 1, so a test pixel that differs keeps its whole "
            "difference, in raw units. A channel that was constant in training becomes 0.",
            "Set it to 0 where std is 0, for example with np.where.",
        ),
        Mistake(
            "division by zero",
            {"standardise": _divided_by_zero},
            "A channel that was constant in training has std 0, and you divide by it: 0 / 0 is "
            "nan, 2 / 0 is infinite, and one of them spoils every later sum.",
            "Such a channel tells nothing: make it 0.",
        ),
        Mistake(
            "nan_to_num",
            {"standardise": _infinity_kept_finite},
            "nan_to_num makes 0 of 0 / 0. But where a test pixel differs, 2 / 0 is infinite, and "
            "of that nan_to_num makes the largest number there is.",
            "Do not divide by 0 in the first place: set the channel to 0 where std is 0.",
        ),
        Mistake(
            "in place",
            {"standardise": _in_place},
            "x -= ... writes into x. Here x holds whole numbers, into which NumPy refuses to put "
            "fractions. Were they floats, the caller's images would be changed.",
            "x = x - ... makes a new array of floats.",
        ),
        Mistake(
            "only batches",
            {"standardise": _batches_only},
            "One image, (C, H, W), is allowed as well. Of it, x.shape[1] is the number of rows.",
            "Counted from the end, the channels are axis -3 in both: x.shape[-3].",
        ),
        Mistake(
            "a batch of one",
            {"standardise": _always_a_batch},
            "One image, (C, H, W), came in and a batch, (1, C, H, W), came out.",
            "mean[:, None, None], of shape (C, 1, 1), lines up with both.",
        ),
        *(
            Mistake(
                "epsilon added",
                {"standardise": _with_epsilon(epsilon)},
                _SAYS_EPSILON,
                "Treat std == 0 by itself, and leave the others alone.",
            )
            for epsilon in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3)
        ),
        Mistake(
            "channels taken for the last axis",
            {"standardise": _channels_last},
            "mean and std, of shape (C,), were lined up with the last axis: NumPy broadcasts from "
            "the right. Your channels are columns.",
            "Give them two more axes: mean[:, None, None] has the shape (C, 1, 1).",
        ),
        Mistake(
            "mean not subtracted",
            {"standardise": _mean_not_subtracted},
            "You divide by the standard deviation, but do not subtract the mean.",
            "First x - mean, then / std.",
        ),
        Mistake(
            "mean and std exchanged",
            {"standardise": _pair_exchanged},
            "You subtract std and divide by mean: the two are exchanged.",
            "(x - mean) / std",
        ),
        Mistake(
            "multiplied by the standard deviation",
            {"standardise": _times_std},
            "You multiply by the standard deviation. That makes a wide channel wider.",
            "Divide by it.",
        ),
        _asserting(channel_stats=images.channel_stats, standardise=images.standardise),
        _copied(
            channel_stats=images.channel_stats(_TRAIN),
            standardise=images.standardise(_TEST, [2.0, 7.0], [2.0, 4.0]),
        ),
    ),
    hints=(
        "x has the axes (N, C, H, W). Which of them should be gone in the mean, and which stays?",
        "axis may be a tuple: np.mean(train, axis=(0, 2, 3)). In standardise, mean[:, None, None] "
        "lines up with (C, H, W).",
        "np.where(std == 0, 0, (x - mean) / np.where(std == 0, 1, std)), with mean and std of "
        "shape (C, 1, 1).",
    ),
    ready_made=(
        "cnnlib.images.channel_stats",
        "cnnlib.images.standardise",
    ),
)


# luma


def _weighted(*weights):
    def model(image):
        return image[..., :3].astype(np.float64) @ np.array(weights)

    return model


def _overflowing_mean(image):
    red, green, blue = (image[:, :, k] for k in range(3))
    return (red + green + blue) / 3


def _fixed_point(image):
    red, green, blue = (image[:, :, k] for k in range(3))
    return (red * 77 + green * 150 + blue * 29) / 256


def _rounded(image):
    return np.rint(images.luma(image)).astype(image.dtype)


def _truncated(image):
    return images.luma(image).astype(image.dtype)


def _channels_first(image):
    return np.tensordot(np.array(images.LUMA_WEIGHTS), image, axes=(0, 0))


_PRIMARIES = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], dtype=np.uint8)

luma = Exercise(
    "lesson01.luma",
    functions={"luma": images.luma},
    rtol=1e-6,
    atol=1e-9,
    parts=(
        Part(
            "weights",
            1,
            (Case(_PRIMARIES, note="a red, a green and a blue pixel"),),
        ),
        Part(
            "grey stays grey",
            1,
            (
                Case(np.full((1, 2, 3), 200, dtype=np.uint8), note="two grey pixels"),
                Law(
                    "luma(image) equals image[:, :, 0] where the three planes are equal, since the "
                    "weights sum to 1",
                    lambda f, image: f(image),
                    lambda f, image: image[:, :, 0],
                    np.full((2, 1, 3), 0.5),
                    note="grey, in floats",
                ),
            ),
        ),
        Part(
            "bad input",
            0.5,
            (Case(_whole_numbers(1, 2, 4), note="four channels, such as RGBA"),),
            needs=("weights",),
        ),
        Part(
            "input untouched",
            0.5,
            (Case(np.linspace(0, 1, 6).reshape(1, 2, 3), note="floats"),),
            needs=("weights",),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "overflow of the sum",
            _overflowing_mean,
            "Two things at once: it is the plain mean, and red + green + blue overflowed before "
            "the division, because unsigned 8-bit numbers wrap around at 256.",
            "Convert to float first, then use the weights 0.299, 0.587 and 0.114.",
        ),
        Mistake(
            "overflow of the products",
            _fixed_point,
            "The products overflowed: 150 times 255 does not fit into unsigned 8 bits, so it "
            "wrapped around at 256.",
            "Convert to float before you multiply.",
        ),
        Mistake(
            "plain mean",
            lambda image: image[..., :3].mean(axis=2),
            "That is the plain mean of the three channels: each weighs a third. To the eye green "
            "is much brighter than blue.",
            "Use the weights 0.299, 0.587 and 0.114.",
        ),
        Mistake(
            "weights reversed",
            _weighted(*reversed(images.LUMA_WEIGHTS)),
            "Your weights are reversed: red got the weight of blue. That would be right for a "
            "picture in BGR order, which OpenCV uses.",
            "Red 0.299, green 0.587, blue 0.114.",
        ),
        Mistake(
            "weights of BT.709",
            _weighted(0.2126, 0.7152, 0.0722),
            "These are the weights of BT.709, for high-definition television. The docstring asks "
            "for those of BT.601.",
            "Red 0.299, green 0.587, blue 0.114.",
        ),
        Mistake(
            "weights of BT.709",
            _weighted(0.2125, 0.7154, 0.0721),
            "These are scikit-image's weights, of BT.709. The docstring asks for those of BT.601.",
            "Red 0.299, green 0.587, blue 0.114.",
        ),
        Mistake(
            "only green",
            lambda image: image[:, :, 1].astype(float),
            "You return the green plane alone. Red and blue count as well, if less.",
            "Sum all three planes with their weights.",
        ),
        Mistake(
            "sum of the channels",
            lambda image: image[..., :3].sum(axis=2),
            "You sum the channels without weights, so white becomes 765.",
            "Multiply each plane by its weight first; the weights sum to 1.",
        ),
        Mistake(
            "rounded",
            _rounded,
            "You round to whole numbers. The docstring asks for floats, which keep the fraction.",
            "Leave the rounding to whoever saves the picture.",
        ),
        Mistake(
            "fraction cut off",
            _truncated,
            "You cast back to the dtype of the input, which cuts the fraction off: 76.2 becomes "
            "76.",
            "Return the floats.",
        ),
        Mistake(
            "divided by 255",
            lambda image: images.luma(image) / 255,
            "You divide by 255 as well. luma keeps the units of its input: 0..255 stays 0..255.",
            "Only the weighted sum.",
        ),
        Mistake(
            "channel axis kept",
            lambda image: images.luma(image)[:, :, None],
            "The values are right, but the shape is (H, W, 1). A grey picture is (H, W).",
            "Sum over the last axis without keepdims.",
        ),
        Mistake(
            "fourth channel ignored",
            lambda image: images.luma(image[..., :3]),
            "With four channels your function silently ignores the fourth. If that is an alpha, "
            "transparent pixels come back; if it is the K of CMYK, the result is nonsense.",
            "Raise a ValueError unless there are exactly three channels.",
        ),
        _asserting(luma=images.luma),
        _copied(luma=images.luma(_PRIMARIES)),
    ),
    hints=(
        "One grey number for each pixel: a weighted sum over the last axis.",
        "image[:, :, 0] is the red plane. Or let a matrix product do the sum: (H, W, 3) @ (3,).",
        "image @ np.array([0.299, 0.587, 0.114]), after a check that the shape is (H, W, 3).",
    ),
    ready_made=(
        "cnnlib.images.luma",
        "skimage.color.rgb2gray",
    ),
)


# split and join


def _split_by(image, rows, cols):
    height, width, *channels = image.shape
    return image.reshape(rows, height // rows, cols, width // cols, *channels)


def _grid_swapped(image, grid):
    return images.split(image, (grid[1], grid[0]))


def _patches_transposed(image, grid):
    return images.split(image, grid).swapaxes(0, 1)


def _no_swap(image, grid):
    return _split_by(image, *grid)


def _reshape_only(image, grid):
    rows, cols = grid
    height, width, *channels = image.shape
    return image.reshape(rows, cols, height // rows, width // cols, *channels)


def _grid_as_size(image, grid):
    return images.split(image, (image.shape[0] // grid[0], image.shape[1] // grid[1]))


def _one_row(image, grid):
    patches = images.split(image, grid)
    return patches.reshape(-1, *patches.shape[2:])


def _rest_cut_off(image, grid):
    rows, cols = grid
    height, width = image.shape[0] // rows * rows, image.shape[1] // cols * cols
    return images.split(image[:height, :width], grid)


def _grey_only_split(image, grid):
    height, width = image.shape  # ValueError: too many values to unpack
    return images.split(image, grid)


def _grey_only_join(patches):
    rows, cols, height, width = patches.shape
    return images.join(patches)


def _corners(image, grid):
    """Four equal patches only: what a split into 2 x 2 that was written out gives."""
    half_height, half_width = image.shape[0] // 2, image.shape[1] // 2
    return images.split(image[: 2 * half_height, : 2 * half_width], (2, 2))


def _joined_without_swap(patches):
    rows, cols, height, width, *channels = patches.shape
    return patches.reshape(rows * height, cols * width, *channels)


def _joined_transposed(patches):
    return images.join(patches.swapaxes(0, 1))


def _joined_turned_patches(patches):
    return images.join(patches.swapaxes(2, 3))


_SAYS_NO_SWAP = (
    "reshape cuts the numbers up in the order in which they lie in memory: row after row of the "
    "whole picture. A patch, however, has rows that are not neighbours in memory."
)

split = Exercise(
    "lesson01.split",
    functions={"split": images.split, "join": images.join},
    parts=(
        Part(
            "split",
            2,
            (
                Case(_whole_numbers(2, 6), (1, 3), note="one row of three patches"),
                Case(_whole_numbers(4, 6), (2, 3), note="2 x 3 patches of 2 x 2 pixels"),
                Case(_whole_numbers(2, 4, 3), (1, 2), note="colour, (H, W, 3)"),
            ),
        ),
        Part(
            "join",
            1,
            (
                Case(
                    images.split(_whole_numbers(2, 6), (1, 3)),
                    function="join",
                    note="three patches of 2 x 2 pixels in a row",
                ),
                Case(
                    images.split(_whole_numbers(2, 4, 3), (1, 2)),
                    function="join",
                    note="colour, (rows, columns, h, w, 3)",
                ),
            ),
        ),
        Part(
            "inverse of each other",
            1,
            (
                Law(
                    "join(split(image, grid)) equals image",
                    lambda f, image, grid: f.join(f.split(image, grid)),
                    lambda f, image, grid: image,
                    _whole_numbers(4, 6),
                    (2, 3),
                ),
            ),
            needs=("split", "join"),
        ),
        Part(
            "bad input",
            1,
            (Case(_whole_numbers(5, 4), (2, 2), note="5 rows cannot be cut into 2 equal parts"),),
            needs=("split",),
        ),
    ),
    mistakes=(
        Mistake(
            "rows and columns of the grid swapped",
            {"split": _grid_swapped},
            "You took the grid for (columns, rows). It is (rows, columns), like every shape in "
            "NumPy.",
            "rows, cols = grid",
        ),
        Mistake(
            "patches at the wrong place",
            {"split": _patches_transposed},
            "The patches are right, but rows and columns of the grid are swapped in the result: "
            "patches[i, j] must be the patch in row i and column j.",
            "Put the axis of the rows first.",
        ),
        Mistake(
            "grid taken for the size of a patch",
            {"split": _grid_as_size},
            "You took the grid for the size of one patch. It says how many patches there are: "
            "(rows, columns).",
            "A patch has H / rows rows and W / cols columns.",
        ),
        Mistake(
            "reshape without the transpose",
            {"split": _reshape_only},
            "The shape is right, but the pixels are not. " + _SAYS_NO_SWAP,
            "First reshape to (rows, h, cols, w), then swap the two axes in the middle.",
        ),
        Mistake(
            "axes not swapped",
            {"split": _no_swap},
            "Your axes are (rows, h, cols, w). That is the right first step; the two in the "
            "middle still have to change places.",
            "Then swapaxes(1, 2).",
        ),
        Mistake(
            "patches in one row",
            {"split": _one_row},
            "Your patches stand in one long row, so join cannot know the grid.",
            "Keep two axes for the grid: (rows, cols, h, w).",
        ),
        Mistake(
            "always 2 x 2",
            {"split": _corners},
            "Your function cuts into 2 x 2 patches whatever the grid is.",
            "Use the two numbers in grid.",
        ),
        Mistake(
            "remainder cut off",
            {"split": _rest_cut_off},
            "Where the grid does not divide the picture, you drop the last rows or columns, and "
            "nobody is told that pixels are gone.",
            "Raise a ValueError when H % rows or W % cols is not 0.",
        ),
        Mistake(
            "join without the swap",
            {"join": _joined_without_swap},
            "join: the shape is right, but the pixels are not. You only reshaped, so each patch "
            "is laid out as if it were a strip of the picture.",
            "First swap the axes (rows, cols, h, w) to (rows, h, cols, w), then reshape.",
        ),
        Mistake(
            "join transposed",
            {"join": _joined_transposed},
            "join puts the patches at transposed places: what belongs in row i and column j is "
            "in row j and column i.",
            "Join the columns of one row of patches first, then the rows.",
        ),
        Mistake(
            "patches transposed in join",
            {"join": _joined_turned_patches},
            "The patches are in their places, but each is transposed: its rows became columns.",
            "Only the axes 1 and 2 change places.",
        ),
        *(
            Mistake(
                "only grey",
                models,
                "This works for grey pictures only. A colour picture has one axis more, at the "
                "end, which just comes along.",
                "height, width, *channels = image.shape takes both; *channels goes to the end of "
                "the shape in reshape.",
            )
            for models in (
                {"split": _grey_only_split},
                {"join": _grey_only_join},
                {"split": _grey_only_split, "join": _grey_only_join},
            )
        ),
        Mistake(
            "both only reshaped",
            {"split": _reshape_only, "join": _joined_without_swap},
            "Your join does undo your split, but both only reshape, so the patches are not pieces "
            "of the picture. " + _SAYS_NO_SWAP,
            "First reshape to (rows, h, cols, w), then swap the two axes in the middle.",
        ),
        _asserting(split=images.split, join=images.join),
        _copied(split=images.split(_whole_numbers(2, 6), (1, 3)), join=_whole_numbers(2, 6)),
    ),
    hints=(
        "Draw a 4 x 6 picture and mark which rows and columns patch (0, 1) takes.",
        "Give every row index two parts: which patch, and which row in it. A reshape to "
        "(rows, h, cols, w) does that. Then bring the two grid axes to the front.",
        "image.reshape(rows, h, cols, w).swapaxes(1, 2); join does the same backwards. Colour "
        "adds one axis at the end: *image.shape[2:].",
    ),
    ready_made=(
        "cnnlib.images.split",
        "cnnlib.images.join",
        "skimage.util.view_as_blocks",
        "skimage.util.montage",
    ),
)


# the exit quiz

quiz = Quiz(
    "lesson01.quiz",
    (
        Question(
            "bytes",
            answer=270_000,
            says="300 rows x 300 columns x 3 channels, one byte each.",
            misconceptions={
                90_000: "That is one plane. A colour picture has three.",
                360_000: "That would be four channels, as in RGBA.",
                2_160_000: "These are bits. A byte has eight.",
                1_080_000: "That would be float32, at four bytes a number. uint8 takes one.",
                900: "That adds the sides. Multiply them.",
            },
            hint="Rows times columns times channels times bytes per number.",
        ),
        Question(
            "batch bytes",
            answer=19_267_584,
            says="32 x 3 x 224 x 224 numbers, four bytes each: about 19 MB, four times as "
            "much as uint8 would need.",
            misconceptions={
                4_816_896: "That is how many numbers there are. A float32 takes four bytes.",
                38_535_168: "That would be float64, at eight bytes a number.",
                602_112: "That is one picture. There are 32.",
                6_422_528: "The three channels are missing.",
                154_140_672: "These are bits. A byte has eight.",
            },
            hint="N x C x H x W numbers, and float32 has 32 bits.",
        ),
        Question(
            "own network",
            points=0.5,
            options={
                "a": Option(
                    "of each set its own: training for training, test for test",
                    "Then the same photograph would give other numbers in training than in "
                    "testing, and a test image would depend on the images beside it.",
                ),
                "b": Option(
                    "of all 6,000 photographs, so that the estimate is as good as possible",
                    "That is a leak: the test set takes part in what is fixed before it is used. "
                    "The estimate gains next to nothing.",
                ),
                "c": Option(
                    "of the 5,000 training photographs, used for all 6,000",
                    "The statistics are part of what is learnt, so they come from the training "
                    "set, and stay fixed.",
                    right=True,
                ),
                "d": Option(
                    "of each photograph by itself",
                    "That takes away how bright and how colourful a photograph is. Sometimes "
                    "that is wanted, but it is not what mean and std of a data set do.",
                ),
            },
        ),
        Question(
            "pretrained network",
            points=0.5,
            options={
                "a": Option(
                    "the mean and std of your own X-ray pictures",
                    "Your pictures would then look as the network has never seen any: its first "
                    "layer was trained on another scale.",
                ),
                "b": Option(
                    "x / 255, which is always safe",
                    "It is safe only for a network that was trained with x / 255.",
                ),
                "c": Option(
                    "none: a trained network adapts by itself",
                    "Its weights are fixed. They expect the scale that they were trained on.",
                ),
                "d": Option(
                    "exactly what its authors used in training",
                    "A network's weights and its normalisation belong together.",
                    right=True,
                ),
            },
        ),
        Question(
            "centred network",
            points=0.5,
            options={
                "a": Option(
                    "every pixel comes in 0.5 too high, so the network sees brighter pictures "
                    "than any it was trained on",
                    "x / 255 - 0.5 and x / 255 differ by a constant, and the network has not "
                    "been told.",
                    right=True,
                ),
                "b": Option(
                    "nothing: both conventions have a range of length 1",
                    "The length is the same, the place is not: what was 0 in training is 0.5 now.",
                ),
                "c": Option(
                    "an error, because the shapes no longer fit",
                    "Shapes do not know about ranges. That is why this mistake is so hard to "
                    "find: nothing complains.",
                ),
            },
        ),
        Question(
            "layout",
            options={
                "a": Option(
                    "batch.transpose(0, 2, 3, 1)",
                    "That goes the other way: it makes (N, H, W, C) out of (N, C, H, W).",
                ),
                "b": Option(
                    "batch.transpose(0, 3, 1, 2)",
                    "Axis 3, the channels, comes second; rows and columns keep their order.",
                    right=True,
                ),
                "c": Option(
                    "batch.reshape(8, 3, 480, 640)",
                    "The shape is right and the picture is scrambled: reshape moves no number.",
                ),
                "d": Option(
                    "batch.transpose(0, 3, 2, 1)",
                    "That makes (N, C, W, H): every picture is mirrored at its diagonal.",
                ),
            },
        ),
        Question(
            "row and column",
            points=0.5,
            options={
                "a": Option(
                    "image[620, 15]",
                    "The first index is the row. There are only 480 of them: an IndexError.",
                ),
                "b": Option(
                    "image[-15, 620]",
                    "Negative rows count from the bottom. Row 0 is at the top of the picture.",
                ),
                "c": Option(
                    "image[15, 620]",
                    "Row 15 from the top, column 620 from the left.",
                    right=True,
                ),
            },
        ),
        Question(
            "four channels",
            points=0.5,
            options={
                "a": Option(
                    "nothing in the array says; you have to know where it comes from",
                    "CMYK and RGBA have the same shape and dtype, and other meanings.",
                    right=True,
                ),
                "b": Option(
                    "RGBA: the fourth channel of a picture is always the alpha",
                    "In a picture made for print it is the black ink, K.",
                ),
                "c": Option(
                    "CMYK, because the values go up to 255",
                    "Those of RGBA do so as well.",
                ),
            },
        ),
        Question(
            "audio",
            points=0.5,
            options={
                "a": Option(
                    "the waveform is the image, the spectrogram the sequence",
                    "The other way round: a waveform has one axis, time.",
                ),
                "b": Option(
                    "the waveform is the sequence, the spectrogram can be treated as an image",
                    "One axis against two: frequency and time.",
                    right=True,
                ),
                "c": Option(
                    "both are sequences, since both show a sound",
                    "What counts is the shape of the array, not where it comes from.",
                ),
            },
        ),
    ),
)
