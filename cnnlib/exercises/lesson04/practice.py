"""What is practised on the way to `conv2d`: the same engine, but no points."""

import inspect

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson04 import conv2d_slips as slips
from cnnlib.exercises.lesson04.conv2d_models import conv
from cnnlib.exercises.lesson04.ready_made import CONVOLUTION


def _over_channels(x, weight):
    return conv(x[np.newaxis], weight[np.newaxis])[0, 0]


def _with_steps(image, kernel, stride=1, padding=0, dilation=1):
    image, kernel = (np.asarray(array)[np.newaxis, np.newaxis] for array in (image, kernel))
    return conv(image, kernel, None, stride, padding, dilation)[0, 0]


def _one_channel(model):
    """A model of the layer, for one image of one channel and one kernel."""

    def of_images(image, kernel, *rest):
        return model(image[np.newaxis, np.newaxis], kernel[np.newaxis, np.newaxis], None, *rest)[
            0, 0
        ]

    return of_images


def _last_channel(x, weight):
    return _over_channels(x[-1:], weight[-1:])


CHANNELS = np.array([[[1.0, 2, 0], [0, 1, 3]], [[5, 0, 1], [2, 2, 4]]])
KERNELS = np.array([1.0, 0, 2, 1, 3, -1, 0, 1, 0, 2, 1, 1]).reshape(3, 2, 2, 1)
IMAGE = np.array([[1.0, 2, 0, 1, 3], [0, 1, 3, 2, 1], [2, 0, 1, 0, 4], [1, 1, 0, 2, 0]])
KERNEL = np.array([[1.0, 0, 2], [0, 3, 1]])

SIDE_BY_SIDE = (
    "Your windows lie side by side: the stride is not used where they are cut out.",
    "Window i begins at row i * stride.",
)
NOT_SPREAD_OUT = (
    "Your windows are not spread out: the dilation is not used where they are cut out.",
    "Take every dilation-th pixel: start : stop : dilation.",
)
NOT_PADDED = (
    "Your windows are cut out of image, without the zeros around it.",
    "Cut them out of padded.",
)
SQUARE = (
    "Your window is as wide as it is high: a kernel need not be square.",
    "The rows have kh, the columns kw.",
)

_WITHOUT_ONE_CHANNEL = tuple(name for name in CONVOLUTION if "cross_correlate2d" not in name)

_STEPS = {
    "over_channels": Exercise(
        "lesson04.over_channels",
        functions={"over_channels": _over_channels},
        parts=(
            Part(
                "sum over the channels",
                0,
                (
                    Case(CHANNELS[:1], KERNELS[0, :1], note="one channel"),
                    Case(CHANNELS, KERNELS[0], note="two channels"),
                    Case(CHANNELS, KERNELS[2], note="other weights"),
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "sum over channels forgotten",
                _last_channel,
                says="Only the last channel is left: = for +=.",
            ),
            Mistake(
                "one kernel for all channels",
                lambda x, weight: _over_channels(x, weight[:1].repeat(len(x), axis=0)),
                says="All channels meet the kernel of channel 0.",
                next_step="Channel c has its own: weight[c].",
            ),
        ),
        ready_made=_WITHOUT_ONE_CHANNEL,
    ),
    "with_steps": Exercise(
        "lesson04.with_steps",
        functions={"with_steps": _with_steps},
        parts=(
            Part(
                "stride, padding, dilation",
                0,
                (
                    Case(IMAGE, KERNEL, note="none of them"),
                    Case(IMAGE, KERNEL, 2, note="stride 2"),
                    Case(IMAGE, KERNEL, 1, 1, note="padding 1"),
                    Case(IMAGE, KERNEL, 1, 0, 2, note="dilation 2"),
                    Case(IMAGE, KERNEL, 2, 2, 2, note="all of them"),
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "stride ignored",
                lambda image, kernel, stride=1, padding=0, dilation=1: _with_steps(
                    image, kernel, 1, padding, dilation
                ),
                says="The stride is ignored.",
            ),
            Mistake(
                "dilation ignored",
                lambda image, kernel, stride=1, padding=0, dilation=1: _with_steps(
                    image, kernel, stride, padding
                ),
                says="The dilation is ignored.",
            ),
            *(
                Mistake(name, _one_channel(slips.written(slip, "over channels")), *told)
                for name, slip, told in (
                    ("stride in the sizes only", slips.side_by_side, SIDE_BY_SIDE),
                    ("cut out of the image", slips.not_padded, NOT_PADDED),
                    ("dilation in the sizes only", slips.not_spread_out, NOT_SPREAD_OUT),
                    ("slice ends too early", slips.slice_ends_too_early, slips.EARLY),
                    ("kernel width from kernel height", slips.windows_square, SQUARE),
                )
            ),
        ),
        ready_made=CONVOLUTION,
    ),
}

GAPS = {"over_channels": 1, "with_steps": 2}  # stubs in the released lesson


def practise(function):
    """Check one of the steps, by its name."""
    missing = _stubs(function)
    if 0 < missing < GAPS[function.__name__]:
        print(f"○ {function.__name__}: one of the two gaps is filled in; the other is still to do")
        return
    _STEPS[function.__name__].check(function)


def _stubs(function):
    """How many lines of a function still raise NotImplementedError; 0 where that is not known."""
    try:
        lines = inspect.getsource(function).splitlines()
    except (OSError, TypeError):
        return 0
    return sum(line.strip().startswith("raise NotImplementedError") for line in lines)
