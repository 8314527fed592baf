"""What is practised on the way to `conv2d`: the same engine, but no points."""

import inspect

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson04.conv2d_models import conv
from cnnlib.exercises.lesson04.ready_made import CONVOLUTION


def _over_channels(x, weight):
    return conv(x[np.newaxis], weight[np.newaxis])[0, 0]


def _several_filters(x, weight, bias):
    return conv(x[np.newaxis], weight, bias)[0]


def _with_steps(image, kernel, stride=1, padding=0, dilation=1):
    image, kernel = (np.asarray(array)[np.newaxis, np.newaxis] for array in (image, kernel))
    return conv(image, kernel, None, stride, padding, dilation)[0, 0]


def _last_channel(x, weight):
    return _over_channels(x[-1:], weight[-1:])


def _bias_along_the_columns(x, weight, bias):
    return _several_filters(x, weight, 0 * bias) + bias


CHANNELS = np.array([[[1.0, 2, 0], [0, 1, 3]], [[5, 0, 1], [2, 2, 4]]])
KERNELS = np.array([1.0, 0, 2, 1, 3, -1, 0, 1, 0, 2, 1, 1]).reshape(3, 2, 2, 1)
IMAGE = np.array([[1.0, 2, 0, 1, 3], [0, 1, 3, 2, 1], [2, 0, 1, 0, 4], [1, 1, 0, 2, 0]])
KERNEL = np.array([[1.0, 0, 2], [0, 3, 1]])

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
        ),
        ready_made=_WITHOUT_ONE_CHANNEL,
    ),
    "several_filters": Exercise(
        "lesson04.several_filters",
        functions={"several_filters": _several_filters},
        parts=(
            Part(
                "a map for each filter",
                0,
                (
                    Case(CHANNELS, KERNELS[:1], np.zeros(1), note="one filter, no bias"),
                    Case(CHANNELS, KERNELS[:2], np.array([10.0, 20]), note="two filters"),
                    Case(CHANNELS, KERNELS, np.array([10.0, 20, 30]), note="three filters"),
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "bias missing",
                lambda x, weight, bias: _several_filters(x, weight, 0 * bias),
                says="The bias is missing.",
            ),
            Mistake(
                "bias per position",
                _bias_along_the_columns,
                says="The bias is added along the columns. It belongs to a filter: bias[f].",
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
        ),
        ready_made=CONVOLUTION,
    ),
}

GAPS = {"over_channels": 1, "several_filters": 2, "with_steps": 2}  # stubs in the released lesson


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
