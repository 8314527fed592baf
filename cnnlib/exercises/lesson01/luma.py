"""The exercise `luma`: grey as a weighted sum of the channels."""

import numpy as np

from cnnlib import images
from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson01.shared import assert_for_raise, constant_answer, whole_numbers


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
            (Case(whole_numbers(1, 2, 4), note="four channels, such as RGBA"),),
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
        assert_for_raise(luma=images.luma),
        constant_answer(luma=images.luma(_PRIMARIES)),
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
