"""The exercise `out_size`: how long an axis is after a convolution."""

import math
from fractions import Fraction

from cnnlib import arithmetic
from cnnlib.check import Case, Exercise, Mistake, Part


def _out_size(n, kernel_size, stride=1, padding=0, dilation=1):
    return arithmetic.out_size(n, kernel_size, stride, padding, dilation)


def _steps(n, kernel_size, stride, padding, dilation):
    """How many steps the window can make, as an exact fraction; refuses what makes no sense."""
    _out_size(n, kernel_size, stride, padding, dilation)
    return Fraction(n + 2 * padding - dilation * (kernel_size - 1) - 1, stride)


def _from_the_float(n, kernel_size, stride=1, padding=0, dilation=1):
    return float(_steps(n, kernel_size, stride, padding, dilation) + 1)


def _ceil(n, kernel_size, stride=1, padding=0, dilation=1):
    return math.ceil(_steps(n, kernel_size, stride, padding, dilation)) + 1


def _rounded(n, kernel_size, stride=1, padding=0, dilation=1):
    return round(_steps(n, kernel_size, stride, padding, dilation)) + 1


def _only_whole(n, kernel_size, stride=1, padding=0, dilation=1):
    steps = _steps(n, kernel_size, stride, padding, dilation)
    if steps.denominator != 1:
        raise ValueError(f"{steps} is no whole number of steps")
    return int(steps) + 1


def _one_missing(n, kernel_size, stride=1, padding=0, dilation=1):
    return _out_size(n, kernel_size, stride, padding, dilation) - 1


def _one_inside(n, kernel_size, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - dilation * (kernel_size - 1)) // stride


def _stride_ignored(n, kernel_size, stride=1, padding=0, dilation=1):
    return _out_size(n, kernel_size, 1, padding, dilation)


def _padding_ignored(n, kernel_size, stride=1, padding=0, dilation=1):
    return _out_size(n, kernel_size, stride, 0, dilation)


def _padding_once(n, kernel_size, stride=1, padding=0, dilation=1):
    return _out_size(n + padding, kernel_size, stride, 0, dilation)


def _padding_subtracted(n, kernel_size, stride=1, padding=0, dilation=1):
    return (n - 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


def _dilation_ignored(n, kernel_size, stride=1, padding=0, dilation=1):
    return _out_size(n, kernel_size, stride, padding, 1)


def _dilation_times_kernel(n, kernel_size, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - dilation * kernel_size) // stride + 1


def _dilation_as_gap(n, kernel_size, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - (dilation + 1) * (kernel_size - 1) - 1) // stride + 1


def _accepts_everything(n, kernel_size, stride=1, padding=0, dilation=1):
    return (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


def _never_below_zero(n, kernel_size, stride=1, padding=0, dilation=1):
    return max(0, _accepts_everything(n, kernel_size, stride, padding, dilation))


def _never_below_one(n, kernel_size, stride=1, padding=0, dilation=1):
    return max(1, _accepts_everything(n, kernel_size, stride, padding, dilation))


def _kernel_compared_undilated(n, kernel_size, stride=1, padding=0, dilation=1):
    if kernel_size > n + 2 * padding:
        raise ValueError("too large")
    return _accepts_everything(n, kernel_size, stride, padding, dilation)


def _kernel_compared_unpadded(n, kernel_size, stride=1, padding=0, dilation=1):
    if dilation * (kernel_size - 1) + 1 > n:
        raise ValueError("too large")
    return _accepts_everything(n, kernel_size, stride, padding, dilation)


def _exact_fit_refused(n, kernel_size, stride=1, padding=0, dilation=1):
    if dilation * (kernel_size - 1) + 1 >= n + 2 * padding:
        raise ValueError("too large")
    return _accepts_everything(n, kernel_size, stride, padding, dilation)


FITS_NOWHERE = (
    "The spread-out kernel covers dilation * (kernel_size - 1) + 1 pixels, and that is more than "
    "n + 2 * padding: it fits nowhere. A size of 0 or less is no size.",
    "Compare the two lengths first, and raise a ValueError that says both.",
)

out_size = Exercise(
    "lesson04.out_size",
    functions={"out_size": _out_size},
    parts=(
        Part(
            "kernel and padding",
            1,
            (
                Case(5, 3, note="three places: the kernel begins at 0, 1 or 2"),
                Case(4, 4, note="a kernel as long as the axis fits once"),
                Case(5, 3, 1, 1, note="one zero at each end"),
                Case(6, 2, 1, 3, note="three zeros at each end"),
            ),
        ),
        Part(
            "stride and floor",
            1,
            (
                Case(5, 3, 2, note="the first exercise by hand"),
                Case(6, 3, 2, 1, note="a step that no longer fits"),
                Case(256, 3, 2, 1, note="the second exercise by hand"),
                Case(7, 2, 4, note="a stride longer than the kernel"),
            ),
            needs=("kernel and padding",),
        ),
        Part(
            "dilation",
            1,
            (
                Case(7, 3, 1, 0, 2, note="three weights spread over five pixels"),
                Case(9, 2, 2, 1, 3, note="two weights, two pixels between them"),
            ),
            needs=("kernel and padding",),
        ),
        Part(
            "bad input",
            1,
            (
                Case(2, 3, note="a kernel longer than the axis"),
                Case(4, 3, 1, 0, 2, note="three weights spread over five pixels, four there"),
                Case(2, 4, 1, 1, note="it just fits, thanks to the padding"),
                Case(5, 3, 0, note="stride 0: the window never moves"),
                Case(5, 0, note="a kernel without weights"),
                Case(5, 3, 1, -1, note="negative padding"),
                Case(5, 3, 1, 0, 0, note="dilation 0"),
                Case(0, 1, 1, 1, note="an axis without pixels"),
            ),
            needs=("kernel and padding",),
        ),
    ),
    mistakes=(
        Mistake(
            "output size from the float",
            _from_the_float,
            says="This is the size before rounding. A fraction of a place is no place: the last "
            "step that does not fit whole is not made.",
            next_step="Round the number of steps down: // instead of /.",
        ),
        Mistake(
            "rounded up",
            _ceil,
            says="You rounded up. The last window would then hang over the end; torch, and this "
            "course, leave it out.",
            next_step="Round down: // (floor).",
        ),
        Mistake(
            "rounded to the nearest",
            _rounded,
            says="You rounded to the nearest whole number. Half a step does not count, and neither "
            "does 0.9 of a step.",
            next_step="Round down: // (floor).",
        ),
        Mistake(
            "refuses what does not divide",
            _only_whole,
            says="You refuse a size because the stride does not divide it. Some texts do so; torch "
            "rounds down, and the last pixels are not looked at.",
            next_step="Leave out the test for divisibility, and use //.",
        ),
        Mistake(
            "off by one",
            _one_missing,
            says="One place is missing: an off-by-one. Between k places there are k - 1 steps, so "
            "the number of places is the number of steps plus 1.",
            next_step="Add 1 at the end, after the division.",
        ),
        Mistake(
            "the 1 inside the division",
            _one_inside,
            says="Your + 1 is divided by the stride, too. The first place costs no step: the 1 "
            "belongs outside.",
            next_step="steps = (...) // stride; return steps + 1.",
        ),
        Mistake(
            "stride ignored",
            _stride_ignored,
            says="The stride is ignored: this is the size with stride 1.",
            next_step="Divide the number of steps by the stride, rounding down.",
        ),
        Mistake(
            "padding ignored",
            _padding_ignored,
            says="The padding is ignored: this is the size without it.",
            next_step="The axis that the kernel sees has n + 2 * padding pixels.",
        ),
        Mistake(
            "padding at one end",
            _padding_once,
            says="The padding is counted once. It is put at both ends of the axis.",
            next_step="The axis that the kernel sees has n + 2 * padding pixels.",
        ),
        Mistake(
            "padding subtracted",
            _padding_subtracted,
            says="The padding is subtracted: it makes the axis longer, not shorter.",
            next_step="The axis that the kernel sees has n + 2 * padding pixels.",
        ),
        Mistake(
            "dilation ignored",
            _dilation_ignored,
            says="The dilation is ignored: this is the size with dilation 1.",
            next_step="Three weights with dilation 2 lie on pixels 0, 2 and 4: they cover five.",
        ),
        Mistake(
            "dilation times the kernel size",
            _dilation_times_kernel,
            says="You count dilation * kernel_size pixels for the kernel. There is no gap after "
            "the last weight.",
            next_step="kernel_size weights have kernel_size - 1 gaps between them: "
            "dilation * (kernel_size - 1) + 1.",
        ),
        Mistake(
            "dilation as the number of pixels between",
            _dilation_as_gap,
            says="You left out as many pixels between two weights as the dilation says. It is the "
            "distance from one weight to the next: 1 leaves nothing out.",
            next_step="The kernel covers dilation * (kernel_size - 1) + 1 pixels.",
        ),
        Mistake("kernel too large", _kernel_compared_undilated, *FITS_NOWHERE),
        Mistake(
            "padding forgotten in the test",
            _kernel_compared_unpadded,
            says="You refuse a kernel that fits: the zeros at both ends count, too.",
            next_step="Compare with n + 2 * padding.",
        ),
        Mistake(
            "an exact fit refused",
            _exact_fit_refused,
            says="You refuse a kernel that is exactly as long as the padded axis. It fits: once.",
            next_step="> instead of >= (or < instead of <=).",
        ),
        Mistake("kernel too large", _accepts_everything, *FITS_NOWHERE),
        Mistake("kernel too large", _never_below_zero, *FITS_NOWHERE),
        Mistake("kernel too large", _never_below_one, *FITS_NOWHERE),
    ),
    hints=(
        "Draw a row of five pixels and a kernel of three. Where can the kernel begin? Now with "
        "stride 2?",
        "The kernel covers e = dilation * (kernel_size - 1) + 1 pixels of an axis of "
        "n + 2 * padding. How far can it still move, and how many steps of `stride` are that?",
        "(n + 2 * padding - e) // stride + 1, after a test that e is not larger than "
        "n + 2 * padding and that n, kernel_size, stride, dilation are at least 1, padding 0.",
    ),
    ready_made=(
        "cnnlib.arithmetic.out_size",
        "cnnlib.arithmetic.sizes.out_size",
        "cnnlib.arithmetic.layer_table",
        "cnnlib.functional.conv2d",
        "cnnlib.functional.cross_correlate2d",
        "torch.conv1d",
        "torch.conv2d",
        "torch.max_pool1d",
        "torch.max_pool2d",
    ),
)
