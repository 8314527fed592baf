"""The exercise `local_and_conv_params`: weights of local connections, and of shared ones."""

import math

from cnnlib import arithmetic
from cnnlib.check import Case, Exercise, Mistake, Part


def _conv_params(input_shape, kernel_shape, bias=True):
    return math.prod(kernel_shape) + (1 if bias else 0)


def _positions(input_shape, kernel_shape):
    return math.prod(n - k + 1 for n, k in zip(input_shape, kernel_shape, strict=True))


def _first_two_sides(input_shape, kernel_shape, bias=True):
    return kernel_shape[0] * kernel_shape[1] + (1 if bias else 0)


def _height_and_width(input_shape, kernel_shape, bias=True):
    kh, kw = kernel_shape
    return kh * kw + (1 if bias else 0)


def _two_missing(n, k):
    return n * k - 2


def _ends_by_formula(n, k):
    return n * k - (k // 2) * (k // 2 + 1)


local_and_conv_params = Exercise(
    "lesson02.local_and_conv_params",
    functions={"local_params": arithmetic.local_params, "conv_params": _conv_params},
    parts=(
        Part(
            "locally connected",
            1,
            (
                Case(5, 3, note="the drawing"),
                Case(5, 1, note="each output sees one input"),
                Case(7, 5, note="two inputs are missing at each end, and one further in"),
            ),
        ),
        Part(
            "wide windows",
            1,
            (
                Case(3, 5, note="a window that is wider than the input"),
                Case(2, 7, note="a window that hangs over at both ends"),
            ),
            needs=("locally connected",),
        ),
        Part(
            "convolution",
            2,
            (
                Case((5,), (3,), False, function="conv_params", note="the drawing"),
                Case((5,), (3,), function="conv_params", note="the drawing, with a bias"),
                Case((300, 300), (5, 5), function="conv_params", note="300 x 300 pixels, 5 x 5"),
                Case((4, 9), (2, 3), function="conv_params", note="a kernel that is not square"),
                Case((4, 5, 6), (2, 3, 4), function="conv_params", note="three dimensions"),
            ),
        ),
    ),
    mistakes=(
        *(
            Mistake(
                "constant",
                {name: lambda *args, number=number: number},
                f"Your {name} gives the same answer, {number}, whatever it is given.",
                "Compute the answer from the arguments.",
            )
            for name, number in (("local_params", 13), ("conv_params", 3), ("conv_params", 26))
        ),
        Mistake(
            "border forgotten",
            {"local_params": lambda n, k: n * k},
            "That is k weights for every output. The outputs at the two ends have fewer: beyond "
            "the first and the last input there is nothing to connect to.",
            "Count the lines into the first output of the drawing.",
        ),
        Mistake(
            "with biases",
            {"local_params": lambda n, k: arithmetic.local_params(n, k) + n},
            "You count biases, too. The drawing has lines only, and this function counts them.",
            "Leave the biases out.",
        ),
        Mistake(
            "whole windows only",
            {"local_params": lambda n, k: max(0, n - k + 1) * k},
            "You count only the outputs whose window lies wholly inside. There are n outputs: "
            "those at the ends have smaller windows.",
            "Count the lines into the first output of the drawing.",
        ),
        Mistake(
            "two are missing",
            {"local_params": _two_missing},
            "You always leave out two weights. That is right for k = 3 only: a wider window hangs "
            "over the end in more than one place.",
            "For which outputs does a window of 5 hang over, and by how many inputs?",
        ),
        Mistake(
            "formula for the ends",
            {"local_params": _ends_by_formula},
            "Your formula assumes that a window hangs over at one end at most, and by less than "
            "its half. A wide window hangs over at both ends.",
            "For each output, cut the window to the inputs that exist: from max(0, ...) to "
            "min(n - 1, ...).",
        ),
        Mistake(
            "fully connected",
            {"local_params": lambda n, k: n * n},
            "That is the fully connected layer. Here an output sees k inputs at most.",
            "Count the lines in the drawing in the middle.",
        ),
        Mistake(
            "counted per position",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) * math.prod(input_shape) + (1 if bias else 0)
                )
            },
            "You count the shared weights once per position. They are the same numbers "
            "everywhere, so they count once.",
            "How many different numbers has the kernel?",
        ),
        Mistake(
            "counted per position",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) * _positions(input_shape, kernel_shape)
                    + (1 if bias else 0)
                )
            },
            "You count the shared weights once per position. They are the same numbers "
            "everywhere, so they count once.",
            "How many different numbers has the kernel?",
        ),
        Mistake(
            "locally connected",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(map(arithmetic.local_params, input_shape, kernel_shape))
                    + (1 if bias else 0)
                )
            },
            "That is the locally connected layer, in which weights are not shared: you count them "
            "once per position.",
            "How many different numbers has the kernel?",
        ),
        Mistake(
            "bias per position",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) + (math.prod(input_shape) if bias else 0)
                )
            },
            "You count a bias per position. The bias is shared like the weights.",
            "One number is added to all outputs.",
        ),
        Mistake(
            "bias per position",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) + (_positions(input_shape, kernel_shape) if bias else 0)
                )
            },
            "You count a bias per position. The bias is shared like the weights.",
            "One number is added to all outputs.",
        ),
        Mistake(
            "bias per weight",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) * (2 if bias else 1)
                )
            },
            "You count a bias per weight. There is one bias for the whole kernel.",
            "The weighted sum is one number; the bias is added to it.",
        ),
        Mistake(
            "bias forgotten",
            {"conv_params": lambda input_shape, kernel_shape, bias=True: math.prod(kernel_shape)},
            "The bias is missing: one number, added to every output.",
            "Look at the argument bias.",
        ),
        Mistake(
            "bias always",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    math.prod(kernel_shape) + 1
                )
            },
            "You count a bias even where bias is False.",
            "Look at the argument bias.",
        ),
        *(
            Mistake(
                "two dimensions only",
                {"conv_params": model},
                "You take the kernel for one of two dimensions. kernel_shape may have one number, "
                "as in (5,), or three.",
                "Multiply all the numbers in kernel_shape, however many there are.",
            )
            for model in (_first_two_sides, _height_and_width)
        ),
        Mistake(
            "square kernel",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    kernel_shape[0] ** len(kernel_shape) + (1 if bias else 0)
                )
            },
            "You take the kernel for a square one: the width from the height.",
            "Multiply all the numbers in kernel_shape.",
        ),
        Mistake(
            "sum of sides",
            {
                "conv_params": lambda input_shape, kernel_shape, bias=True: (
                    sum(kernel_shape) + (1 if bias else 0)
                )
            },
            "You add the sides of the kernel. It has a weight in each of its cells.",
            "Multiply all the numbers in kernel_shape.",
        ),
    ),
    hints=(
        "Start with the drawing, n = 5 and k = 3: how many lines end in each of the five outputs?",
        "Output i sees the inputs from i - k // 2 to i + k // 2, as far as they exist. "
        "A kernel has the same weights wherever it is.",
        "local_params: add up min(n - 1, i + k // 2) - max(0, i - k // 2) + 1 over all i. "
        "conv_params: math.prod(kernel_shape), and 1 more for the bias.",
    ),
    ready_made=(
        "cnnlib.arithmetic.local_params",
        "cnnlib.arithmetic.conv1d_params",
        "cnnlib.arithmetic.conv2d_params",
    ),
)
