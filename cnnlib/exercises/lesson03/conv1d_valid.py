"""The exercise `conv1d_valid`: a signal and a kernel in one dimension."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib import functional
from cnnlib.check import Case, Exercise, Mistake, Part, guard
from cnnlib.exercises.lesson03.shared import WRAPPED


def _pad1d(x, k, left, right):
    return functional.conv1d_valid(np.pad(np.asarray(x, float), (left, right)), k)


conv1d_valid = Exercise(
    "lesson03.conv1d_valid",
    functions={"conv1d_valid": functional.conv1d_valid},
    parts=(
        Part(
            "values",
            1,
            (
                Case(np.array([1.0, 2, 4, 8]), np.array([-1.0, 1]), note="the worked example"),
                Case(np.array([3.0, 1, 4, 1, 5, 9]), np.array([1.0, 0, 2]), note="three weights"),
                Case(np.array([2.0, 7]), np.array([3.0, 1]), note="a kernel as long as the signal"),
            ),
        ),
        Part(
            "uint8 and bad input",
            1,
            (
                Case(
                    np.array([200, 100, 30], np.uint8),
                    np.array([2, 1], np.uint8),
                    note="unsigned 8-bit numbers",
                ),
                Case(np.array([1.0, 2]), np.ones(3), note="a kernel longer than the signal"),
            ),
            needs=("values",),
        ),
    ),
    mistakes=(
        Mistake(
            "flipped kernel",
            lambda x, k: functional.conv1d_valid(x, np.asarray(k)[::-1]),
            says="This is what comes out when the kernel is flipped: you computed the convolution "
            "of mathematics, and the formula here meets x[i + m] with k[m].",
            next_step="Use k[m], not k[K - 1 - m], and no k[::-1].",
        ),
        Mistake(
            "off by one",
            lambda x, k: functional.conv1d_valid(x, k)[:-1],
            says="The last window is missing: an off-by-one. Of N numbers and K weights there are "
            "N - K + 1 windows.",
            next_step="Look at the end of your range.",
        ),
        Mistake(
            "full",
            lambda x, k: _pad1d(x, k, len(k) - 1, len(k) - 1),
            says="Your result also has the places where the kernel hangs over the ends (padding). "
            "Here only whole windows count: N - K + 1 of them.",
        ),
        Mistake(
            "as long as the signal",
            lambda x, k: _pad1d(x, k, (len(k) - 1) // 2, len(k) // 2),
            says="Your result is as long as the signal: you padded with zeros. Here only whole "
            "windows count: N - K + 1 of them.",
        ),
        Mistake(
            "as long as the signal, zeros at the end",
            lambda x, k: np.pad(functional.conv1d_valid(x, k), (0, len(k) - 1)),
            says="Your result is as long as the signal, with zeros at the end. There are only "
            "N - K + 1 windows.",
            next_step="Make the output N - K + 1 long.",
        ),
        Mistake(
            "mean instead of sum",
            lambda x, k: functional.conv1d_valid(x, k) / len(k),
            says="This is the mean of the products; the formula asks for their sum.",
        ),
        Mistake(
            "sum forgotten",
            lambda x, k: sliding_window_view(np.asarray(x, float), len(k)) * k,
            says="These are the products of each window; the sum is missing.",
            next_step="Sum over the last axis: one number for each window.",
        ),
        Mistake(
            "= for +=",
            lambda x, k: np.asarray(x, float)[len(k) - 1 :] * k[-1],
            says="Only the last product of each window is left: y[i] = ... overwrites what was "
            "there before.",
            next_step="Add up: y[i] += x[i + m] * k[m], with y all zeros at first.",
        ),
        Mistake(
            "nothing written",
            lambda x, k: np.zeros(len(x) - len(k) + 1),
            says="All zeros: the products do not reach the output.",
        ),
        Mistake(
            "uint8 overflow",
            lambda x, k: np.sum(sliding_window_view(x, len(k)) * k, axis=1) + 0.0,
            says=WRAPPED,
            next_step="Convert to float before you calculate: x.astype(float).",
        ),
    ),
    hints=(
        "How many windows of length K fit into N numbers? Try N = 4, K = 2 with a pencil.",
        "Window i is x[i : i + K]. Multiply it by k, number by number, and sum up.",
        "x = x.astype(float), check len(k) <= len(x), then\n"
        "np.array([np.sum(x[i : i + len(k)] * k) for i in range(len(x) - len(k) + 1)])",
    ),
    ready_made=(*guard.CONVOLUTION_1D, *guard.CONVOLUTION_2D),
)
