"""The exercise `to_chw`: from the layout of pictures to that of networks."""

import numpy as np

from cnnlib import images
from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson01.shared import assert_for_raise, constant_answer, whole_numbers


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
            (Case(whole_numbers(2, 4, 3), note="2 rows, 4 columns, 3 channels"),),
            dtype="same",
        ),
        Part("grey", 1, (Case(whole_numbers(2, 3), note="a grey picture"),), dtype="same"),
        Part("RGBA", 0.5, (Case(whole_numbers(1, 2, 4), note="four channels"),), dtype="same"),
        Part(
            "bad input",
            0.5,
            (Case(whole_numbers(4, 4, 2), note="two channels: no picture has two"),),
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
        assert_for_raise(to_chw=images.to_chw),
        constant_answer(to_chw=images.to_chw(whole_numbers(2, 4, 3))),
    ),
    hints=(
        "How many axes does the input have, and how many must the result have?",
        "A grey picture gets a new axis in front (np.newaxis). Of a colour picture, the last axis "
        "moves to the front and the other two keep their order.",
        "image.transpose(2, 0, 1) lists, for each new axis, which old axis it was.",
    ),
    ready_made=("cnnlib.images.to_chw",),
)
