"""`adaptive_avg_pool2d`: as many windows as asked for, whatever the size of the input."""

import math

import numpy as np

from cnnlib import functional
from cnnlib.check import Case, Exercise, Mistake, Part, guard
from cnnlib.exercises.lesson06.pooling import pair

ROW_OF_SEVEN = np.array([[1.0, 2, 4, 8, 16, 32, 64]])
FOUR_BY_SIX = np.arange(24.0).reshape(4, 6) ** 2
FIVE_BY_SEVEN = np.array(
    [
        [3, 1, 4, 1, 5, 9, 2],
        [6, 5, 3, 5, 8, 9, 7],
        [9, 3, 2, 3, 8, 4, 6],
        [2, 6, 4, 3, 3, 8, 3],
        [2, 7, 9, 5, 0, 2, 8],
    ],
    dtype=float,
)
BRIGHT = np.array([[200, 100, 250], [90, 181, 30]], np.uint8)


def _adaptive_avg_pool2d(x, output_size):
    sizes = pair(output_size)
    if min(sizes) < 1:
        raise ValueError(f"output_size must be at least 1 x 1, not {sizes}")
    maps = np.asarray(x, float).reshape(-1, 1, *x.shape[-2:])
    pooled = functional.adaptive_avg_pool2d(maps, sizes)
    return pooled.reshape(*x.shape[:-2], *sizes)


def _edges(start, end):
    """A model with other windows: start(i, n, out) and end(i, n, out, start)."""

    def model(x, output_size, summary=np.mean, swap=False):
        x = np.asarray(x, float)
        sizes = pair(output_size)
        sizes = sizes[::-1] if swap else sizes
        windows = []
        for n, out in zip(x.shape[-2:], sizes, strict=True):
            starts = [start(i, n, out) for i in range(out)]
            windows.append([slice(s, end(i, n, out, s)) for i, s in enumerate(starts)])
        if not windows[0] or not windows[1]:
            raise ValueError("no window")
        return np.stack(
            [
                np.stack([summary(x[..., r, c], axis=(-2, -1)) for c in windows[1]], axis=-1)
                for r in windows[0]
            ],
            axis=-2,
        )

    return model


def _floor_start(i, n, out):
    return i * n // out


def _ceil_end(i, n, out, start):
    return -(-(i + 1) * n // out)


_right = _edges(_floor_start, _ceil_end)


def _quietly(model):
    def quiet(x, output_size):
        with np.errstate(all="ignore"):
            return model(x, output_size)

    return quiet


def _equal_windows(x, output_size):
    """Windows side by side, all of n // out; what is left over is dropped."""
    return _edges(lambda i, n, out: i * (n // out), lambda i, n, out, s: s + n // out)(
        x, output_size
    )


def _stride_and_window(x, output_size):
    """The usual recipe: stride n // out, window n - (out - 1) * stride, all of one size."""

    def start(i, n, out):
        return i * (n // out)

    def end(i, n, out, s):
        return s + n - (out - 1) * (n // out)

    return _edges(start, end)(x, output_size)


def _rest_in_the_last(x, output_size):
    return _edges(
        lambda i, n, out: i * (n // out),
        lambda i, n, out, s: n if i == out - 1 else s + n // out,
    )(x, output_size)


def _array_split(x, output_size):
    """np.array_split: the first windows get one pixel more, no window overlaps."""

    def bounds(n, out):
        sizes = [n // out + (i < n % out) for i in range(out)]
        return np.concatenate([[0], np.cumsum(sizes)]).astype(int)

    return _edges(lambda i, n, out: bounds(n, out)[i], lambda i, n, out, s: bounds(n, out)[i + 1])(
        x, output_size
    )


def _one_size_for_both(x, output_size):
    return _right(x, pair(output_size)[0])


def _height_for_width(x, output_size):
    x = np.asarray(x, float)
    height = x.shape[-2]

    def start(i, n, out):
        return i * height // out

    def end(i, n, out, s):
        return -(-(i + 1) * height // out)

    return _edges(start, end)(x, output_size)


def _first_axes(x, output_size):
    moved = _right(np.moveaxis(x, (0, 1), (-2, -1)), output_size)
    return np.moveaxis(moved, (-2, -1), (0, 1))


def _refuses_larger(x, output_size):
    if any(out > n for n, out in zip(x.shape[-2:], pair(output_size), strict=True)):
        raise ValueError("the output is larger than the input")
    return _right(x, output_size)


def _global_only(x, output_size):
    mean = np.asarray(x, float).mean(axis=(-2, -1), keepdims=True)
    return np.broadcast_to(mean, (*x.shape[:-2], *pair(output_size))).copy()


def _in_uint8(x, output_size):
    if x.dtype != np.uint8:
        return _right(x, output_size)
    total = _edges(_floor_start, _ceil_end)(x, output_size, np.sum)
    count = total / _right(x, output_size)
    return (total % 256) / count


def _in_uint8_throughout(x, output_size):
    result = _in_uint8(x, output_size)
    return np.floor(result) if x.dtype == np.uint8 else result


def _whole_numbers(x, output_size):
    result = _right(x, output_size)
    return np.floor(result) if x.dtype.kind in "iu" else result


def _empty_accepted(x, output_size):
    sizes = pair(output_size)
    if min(sizes) > 0:
        return _right(x, output_size)
    return np.zeros((*x.shape[:-2], *(max(0, size) for size in sizes)))


EQUAL = (
    "Your windows are all of one size. Where H is not a multiple of the output, that cannot cover "
    "the image: windows of unequal size are needed, and they may overlap."
)
EDGES = "Window i begins at floor(i * H / out) and ends before ceil((i + 1) * H / out)."

adaptive_avg_pool2d = Exercise(
    "lesson06.adaptive_avg_pool2d",
    functions={"adaptive_avg_pool2d": _adaptive_avg_pool2d},
    parts=(
        Part(
            "equal windows",
            1,
            (
                Case(FOUR_BY_SIX, 2, note="4 x 6 to 2 x 2: blocks of 2 x 3"),
                Case(FOUR_BY_SIX, (1, 3), note="4 x 6 to 1 x 3"),
                Case(FOUR_BY_SIX, 1, note="global: the mean of everything"),
                Case(FOUR_BY_SIX, (4, 6), note="as large as the input"),
            ),
        ),
        Part(
            "unequal windows",
            1,
            (
                Case(ROW_OF_SEVEN, (1, 3), note="7 columns in 3 windows"),
                Case(FIVE_BY_SEVEN, (3, 2), note="5 x 7 to 3 x 2"),
                Case(FIVE_BY_SEVEN, (2, 5), note="5 x 7 to 2 x 5"),
            ),
        ),
        Part(
            "feature maps, a larger output",
            1,
            (
                Case(np.stack([FIVE_BY_SEVEN, -FOUR_BY_SIX[:, :1].sum() + FIVE_BY_SEVEN]), (2, 3)),
                Case(np.array([[1.0, 5.0]]), (1, 3), note="2 columns in 3 windows"),
                Case(np.array([[1.0, 5.0], [2.0, 8.0]]), (3, 5), note="2 x 2 to 3 x 5"),
            ),
            needs=("equal windows",),
        ),
        Part(
            "uint8, bad input",
            1,
            (
                Case(BRIGHT, (1, 3), note="unsigned 8-bit numbers"),
                Case(FOUR_BY_SIX, 2, note="the arguments must not change"),
                Case(FOUR_BY_SIX, 0, note="no output at all"),
                Case(FOUR_BY_SIX, (2, -1), note="a negative size"),
            ),
            needs=("equal windows",),
            untouched=True,
            dtype="floating",
        ),
    ),
    mistakes=(
        Mistake(
            "windows of equal size",
            _equal_windows,
            says=f"{EQUAL} Yours drop the pixels that are left over.",
            next_step=EDGES,
        ),
        Mistake("windows of equal size", _stride_and_window, EQUAL, EDGES),
        Mistake(
            "the rest in the last window",
            _rest_in_the_last,
            says="Your last window takes all that is left over. The windows should be as equal as "
            "whole pixels allow.",
            next_step=EDGES,
        ),
        Mistake(
            "floor for ceil at the end",
            _quietly(_edges(_floor_start, lambda i, n, out, s: (i + 1) * n // out)),
            says="You rounded the end of the window down. A pixel that a window covers in part "
            "belongs to it: the end is rounded up, and neighbouring windows overlap.",
            next_step="end = ceil((i + 1) * H / out); in whole numbers -(-(i + 1) * H // out).",
        ),
        Mistake(
            "ceil at the start",
            _quietly(_edges(lambda i, n, out: -(-i * n // out), _ceil_end)),
            says="You rounded the start of the window up. A pixel that a window covers in part "
            "belongs to it: the start is rounded down.",
            next_step=EDGES,
        ),
        Mistake(
            "rounded to the nearest",
            _quietly(
                _edges(
                    lambda i, n, out: math.floor(i * n / out + 0.5),
                    lambda i, n, out, s: math.floor((i + 1) * n / out + 0.5),
                )
            ),
            says="You rounded to the nearest pixel, so your windows never overlap.",
            next_step=EDGES,
        ),
        Mistake(
            "rounded to the nearest",
            _quietly(
                _edges(
                    lambda i, n, out: round(i * n / out),
                    lambda i, n, out, s: round((i + 1) * n / out),
                )
            ),
            says="You rounded to the nearest pixel, so your windows never overlap.",
            next_step=EDGES,
        ),
        Mistake(
            "np.array_split",
            _quietly(_array_split),
            says="Your windows are cut as np.array_split cuts: they never overlap, and the first "
            "ones are the larger ones.",
            next_step=EDGES,
        ),
        Mistake(
            "off by one at the end",
            _quietly(_edges(_floor_start, lambda i, n, out, s: -(-(i + 1) * n // out) - 1)),
            says="The last pixel of each window is missing: an off-by-one. The end of a slice is "
            "not in it.",
            next_step="Slice up to ceil((i + 1) * H / out) itself.",
        ),
        Mistake(
            "off by one at the end",
            _edges(_floor_start, lambda i, n, out, s: -(-(i + 1) * n // out) + 1),
            says="Your windows have one pixel too many: an off-by-one. The end of a slice is not "
            "in it, so ceil((i + 1) * H / out) needs no + 1.",
        ),
        Mistake(
            "ceil of a whole division",
            _edges(_floor_start, lambda i, n, out, s: (i + 1) * n // out + 1),
            says="Your end is floor(...) + 1. That is the ceil only where the division leaves a "
            "rest; where it comes out even, one pixel too many is in the window.",
            next_step="ceil(a / b) in whole numbers is -(-a // b).",
        ),
        Mistake(
            "output sizes swapped",
            lambda x, output_size: _right(x, output_size, swap=True),
            says="Rows and columns of output_size are swapped.",
            next_step="output_size is (rows, columns), as in a shape.",
        ),
        Mistake(
            "one size for both axes",
            _one_size_for_both,
            says="Your output is square: the second number of output_size is ignored.",
            next_step="rows, columns = output_size, where it is a pair.",
        ),
        Mistake(
            "width taken from height",
            _height_for_width,
            says="The windows of the columns are computed from the height: an image need not be "
            "square.",
            next_step="height, width = x.shape[-2:], and each axis has its own windows.",
        ),
        Mistake(
            "sum for mean",
            lambda x, output_size: _right(x, output_size, np.sum),
            says="This is the sum of each window; asked for is its mean.",
        ),
        Mistake(
            "maximum for mean",
            lambda x, output_size: _right(x, output_size, np.max),
            says="This is the maximum of each window; asked for is its mean.",
        ),
        Mistake(
            "global only",
            _global_only,
            says="Every number of your output is the mean of the whole image.",
            next_step="Each output has a window of its own.",
        ),
        Mistake(
            "first axes",
            _first_axes,
            says="You pooled over the first two axes. The rows and columns of the image are the "
            "last two.",
            next_step="Slice with x[..., top:bottom, left:right].",
        ),
        Mistake(
            "larger output refused",
            _refuses_larger,
            says="An output that is larger than the input is no mistake here: the same windows "
            "make it, and some pixels are in several of them.",
            next_step="Leave the rule as it is; nothing special is needed.",
        ),
        Mistake(
            "empty output accepted",
            _empty_accepted,
            says="An output without any number is of no use to the next layer.",
            next_step="Raise ValueError where a size is below 1.",
        ),
        Mistake(
            "uint8 overflow",
            _in_uint8,
            says="Your sums wrapped around: uint8 numbers end at 255, and 256 becomes 0.",
            next_step="Convert to float before you calculate: x.astype(float).",
        ),
        Mistake(
            "uint8 overflow",
            _in_uint8_throughout,
            says="Your sums wrapped around, and the decimals are gone: uint8 numbers end at 255, "
            "and 256 becomes 0.",
            next_step="Convert to float before you calculate: x.astype(float).",
        ),
        Mistake(
            "rounded mean",
            _whole_numbers,
            says="The decimals are gone: your output has the whole-number dtype of the input.",
            next_step="Convert to float before you calculate: x.astype(float).",
        ),
    ),
    hints=(
        "Begin with one axis and a pencil: 7 columns, 3 windows. Where does each begin, and where "
        "does it end?",
        "In whole numbers, without rounding errors: start = i * n // out and "
        "end = -(-(i + 1) * n // out).",
        "Two loops over the outputs; output[..., i, j] = "
        "x[..., top:bottom, left:right].mean(axis=(-2, -1)).",
    ),
    ready_made=guard.POOLING,
)
