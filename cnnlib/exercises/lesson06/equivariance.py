"""`equivariance_error`: how far shifting first and shifting last are apart."""

from functools import partial

import numpy as np

from cnnlib import functional
from cnnlib.check import Case, Exercise, Mistake, Part

IMAGE = np.array(
    [
        [0, 3, 1, 0, 4, 0, 2, 1],
        [2, 0, 5, 1, 0, 3, 0, 0],
        [1, 4, 0, 0, 2, 6, 1, 3],
        [0, 1, 7, 2, 0, 1, 0, 5],
        [3, 0, 2, 0, 8, 0, 4, 0],
        [0, 2, 0, 9, 1, 0, 3, 2],
    ],
    dtype=float,
)
KERNEL = np.array([[0.0, 1, 2], [-1, 3, 0], [0, -2, 1]])


# Functions to judge. Their first docstring lines are what a report calls them.


def circular(x):
    """A convolution whose image is continued at the opposite side."""
    return functional.cross_correlate2d(np.pad(x, 1, mode="wrap"), KERNEL)


def valid(x):
    """A convolution without padding."""
    return functional.cross_correlate2d(x, KERNEL)


def zero_padded(x):
    """A convolution with a border of zeros, one pixel wide."""
    return functional.cross_correlate2d(np.pad(x, 1), KERNEL)


def strided(x):
    """The circular convolution, every second row and column."""
    return circular(x)[::2, ::2]


def third_column(x):
    """The circular convolution, every third column."""
    return circular(x)[:, ::3]


def block_maximum(x):
    """The maximum of each block of 2 x 2 pixels."""
    return np.maximum.reduce([x[i::2, j::2] for i in (0, 1) for j in (0, 1)])


def times_place(x):
    """Each pixel times the number of its column."""
    return x * np.arange(x.shape[-1])


def transposed(x):
    """The image with rows and columns exchanged."""
    return np.swapaxes(x, -1, -2)


def two_maps(x):
    """Two feature maps of an image: x, and its valid differences from row to row."""
    return np.stack([x[1:], np.diff(x, axis=0)])


# The oracle


def measured_error(f, x, shift, stride=1, border=0):
    """The largest difference between shifting first and shifting last.

    Parameters
    ----------
    f : callable
        From an array with rows and columns as its last two axes to another.
    x : (..., H, W) ndarray
    shift : (int, int)
        Rows and columns, in a circle.
    stride : int
        The output is shifted by ``shift // stride``.
    border : int
        Rows and columns of the output, at each of its sides, that do not count.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the border leaves nothing to compare.

    Examples
    --------
    >>> measured_error(circular, IMAGE, (1, 2)), measured_error(block_maximum, IMAGE, (0, 2), 2)
    (0.0, 0.0)
    """
    left, right = _both_ways(f, x, shift, tuple(n // stride for n in shift))
    return _largest(_inner(np.abs(left - right), border))


def layer_errors(layer, stride, moves, border=0, seeds=3):
    """Relative equivariance errors of a layer, on random images with random kernels.

    Parameters
    ----------
    layer : callable
        ``layer(x, kernel=...)``: from an image (32, 32) and a kernel (3, 3) to a feature map.
    stride : int
        Its stride.
    moves : iterable of int
        To the right, in pixels.
    border : int
        As for `measured_error`.
    seeds : int
        How many images and kernels.

    Returns
    -------
    (seeds, moves) float64 ndarray
        Each error is divided by the largest output of the layer.

    Examples
    --------
    >>> layer_errors(lambda x, kernel: x[::2, ::2], 2, (1, 2)).round(1)[:, 1]
    array([0., 0., 0.])
    """
    table = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        x, kernel = rng.normal(size=(32, 32)), rng.normal(size=(3, 3))
        f = partial(layer, kernel=kernel)
        errors = [measured_error(f, x, (0, move), stride, border) for move in moves]
        table.append(np.array(errors) / np.abs(f(x)).max())
    return np.array(table)


def _equivariance_error(f, x, shift, stride=1, border=0):
    return measured_error(f, x, shift, stride, border)


def _both_ways(f, x, shift, moved):
    left = f(np.roll(x, shift, axis=(-2, -1)))
    right = np.roll(f(x), moved, axis=(-2, -1))
    return np.asarray(left, float), np.asarray(right, float)


def _inner(differences, border):
    height, width = differences.shape[-2:]
    if 2 * border >= min(height, width):
        raise ValueError(f"a border of {border} leaves nothing of {height} x {width}")
    return differences[..., border : height - border, border : width - border]


def _largest(differences):
    return float(differences.max())


def _model(
    *,
    moved=lambda n, stride: n // stride,
    shifted=lambda x, shift: np.roll(x, shift, axis=(-2, -1)),
    after=lambda y, shift: np.roll(y, shift, axis=(-2, -1)),
    compare=lambda left, right: np.abs(left - right),
    inner=_inner,
    summary=_largest,
    apply_twice=False,
):
    """The oracle with one thing done otherwise."""

    def model(f, x, shift, stride=1, border=0):
        _equivariance_error(f, x, shift, stride, border)  # refuse what must be refused
        left = np.asarray(f(shifted(x, shift)), float)
        right = np.asarray(after(f(x), tuple(moved(n, stride) for n in shift)), float)
        return summary(inner(compare(left, right), border))

    return model


def _zeros_come_in(x, shift):
    """Shift without a way round: what leaves is lost, zeros come in."""
    result = np.zeros_like(x)
    height, width = x.shape[-2:]
    dy, dx = (int(n) for n in shift)
    rows = slice(max(0, dy), min(height, height + dy)), slice(max(0, -dy), min(height, height - dy))
    columns = slice(max(0, dx), min(width, width + dx)), slice(max(0, -dx), min(width, width - dx))
    if rows[0].start < rows[0].stop and columns[0].start < columns[0].stop:
        result[..., rows[0], columns[0]] = x[..., rows[1], columns[1]]
    return result


def _border_slice(differences, border):
    return differences[..., border:-border, border:-border]


def _border_at_one_end(differences, border):
    return differences[..., border:, border:]


def _empty_border(f, x, shift, stride=1, border=0):
    try:
        return _equivariance_error(f, x, shift, stride, border)
    except ValueError:
        return 0.0


def _sliced_by_minus_zero(f, x, shift, stride=1, border=0):
    left, right = _both_ways(f, x, shift, tuple(n // stride for n in shift))
    return _largest(_border_slice(np.abs(left - right), border))


def _fails_on_empty(f, x, shift, stride=1, border=0):
    left, right = _both_ways(f, x, shift, tuple(n // stride for n in shift))
    height, width = left.shape[-2:]
    return _largest(np.abs(left - right)[..., border : height - border, border : width - border])


def _roll(axis, swap=False):
    return lambda x, shift: np.roll(x, shift[::-1] if swap else shift, axis=axis)


def _first_two(x, shift):
    return np.roll(x, shift, axis=(0, 1))


equivariance_error = Exercise(
    "lesson06.equivariance_error",
    functions={"equivariance_error": _equivariance_error},
    parts=(
        Part(
            "stride 1",
            2,
            (
                Case(valid, IMAGE, (0, 1), 1, 0, note="valid: the border does not move along"),
                Case(valid, IMAGE, (-2, 1), 1, 0, note="up and to the right"),
                Case(circular, IMAGE, (2, -3), 1, 0, note="circular: exactly equivariant"),
                Case(times_place, IMAGE, (0, 1), 1, 0, note="every column has its own weight"),
                Case(times_place, IMAGE, (1, 0), 1, 0, note="moved down, no column changes"),
                Case(two_maps, IMAGE, (0, 2), 1, 0, note="two feature maps come out"),
            ),
        ),
        Part(
            "stride",
            1,
            (
                Case(strided, IMAGE, (0, 2), 2, 0, note="an even shift"),
                Case(strided, IMAGE, (0, 1), 2, 0, note="an odd shift"),
                Case(strided, IMAGE, (-1, -3), 2, 0, note="odd and negative"),
                Case(block_maximum, IMAGE, (2, 4), 2, 0, note="pooling, an even shift"),
            ),
            needs=("stride 1",),
        ),
        Part(
            "border, bad input",
            1,
            (
                Case(valid, IMAGE, (0, 1), 1, 1, note="valid, without the border"),
                Case(zero_padded, IMAGE, (1, 0), 1, 1, note="zeros around, border 1"),
                Case(zero_padded, IMAGE, (1, 0), 1, 2, note="zeros around, border 2"),
                Case(circular, IMAGE, (1, 1), 1, 3, note="the border is all there is"),
            ),
            needs=("stride 1",),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "always 0",
            lambda f, x, shift, stride=1, border=0: 0.0,
            says="Your function gives the same answer, 0, whatever it is given: every f is "
            "perfectly equivariant.",
            next_step="Compute both ways round, and compare them.",
        ),
        Mistake(
            "invariance for equivariance",
            _model(after=lambda y, shift: y),
            says="You compare f(shifted x) with f(x), which has not moved along: that measures "
            "invariance. A map that moves along with its input is not wrong.",
            next_step="Shift the result of f, too: np.roll(f(x), ...).",
        ),
        Mistake(
            "stride ignored",
            _model(moved=lambda n, stride: n),
            says="You shift the output as far as the input. With stride 2 the output has one cell "
            "for two pixels, so it moves half as far.",
            next_step="The output moves by shift // stride.",
        ),
        Mistake(
            "output shifted too far",
            _model(moved=lambda n, stride: n * stride),
            says="You shift the output by shift * stride. With stride 2 the output has one cell "
            "for two pixels: it moves half as far, not twice as far.",
            next_step="The output moves by shift // stride.",
        ),
        Mistake(
            "truncated, not rounded down",
            _model(moved=lambda n, stride: int(n / stride)),
            says="For a negative shift you rounded towards 0. The rule is shift // stride, which "
            "rounds down: -3 // 2 is -2.",
            next_step="Use //, not int(... / ...).",
        ),
        Mistake(
            "rounded to the nearest",
            _model(moved=lambda n, stride: round(n / stride)),
            says="You rounded shift / stride to the nearest whole number. The rule is "
            "shift // stride, which rounds down.",
            next_step="Use //, not round.",
        ),
        Mistake(
            "input shifted backwards",
            _model(after=lambda y, shift: np.roll(y, [-n for n in shift], axis=(-2, -1))),
            says="Your output is shifted in the opposite direction.",
            next_step="Both sides move the same way.",
        ),
        Mistake(
            "rows and columns swapped",
            _model(shifted=_roll((-1, -2)), after=_roll((-1, -2))),
            says="Rows and columns of the shift are swapped: shift is (dy, dx), rows first.",
            next_step="np.roll(x, (dy, dx), axis=(-2, -1)).",
        ),
        Mistake(
            "only dx",
            _model(
                shifted=lambda x, shift: np.roll(x, shift[1], axis=-1),
                after=lambda y, shift: np.roll(y, shift[1], axis=-1),
            ),
            says="You shift the columns only; shift has two numbers, (dy, dx).",
            next_step="np.roll(x, (dy, dx), axis=(-2, -1)).",
        ),
        Mistake(
            "only dy",
            _model(
                shifted=lambda x, shift: np.roll(x, shift[0], axis=-2),
                after=lambda y, shift: np.roll(y, shift[0], axis=-2),
            ),
            says="You shift the rows only; shift has two numbers, (dy, dx).",
            next_step="np.roll(x, (dy, dx), axis=(-2, -1)).",
        ),
        Mistake(
            "rolled over all axes",
            _model(
                shifted=lambda x, shift: np.roll(x, sum(shift)),
                after=lambda y, shift: np.roll(y, sum(shift)),
            ),
            says="np.roll without axis treats the image as one long row.",
            next_step="np.roll(x, (dy, dx), axis=(-2, -1)).",
        ),
        Mistake(
            "first axes",
            _model(shifted=_first_two, after=_first_two),
            says="You shift the first two axes. Where f makes several maps, the first axis is "
            "the map; rows and columns are the last two.",
            next_step="np.roll(..., axis=(-2, -1)).",
        ),
        Mistake(
            "not circular",
            _model(shifted=_zeros_come_in, after=_zeros_come_in),
            says="In your shift, what leaves at one side is lost. Here it comes back at the other "
            "side: a circular shift.",
            next_step="np.roll(x, (dy, dx), axis=(-2, -1)).",
        ),
        Mistake(
            "signed difference",
            _model(compare=lambda left, right: left - right),
            says="This is the largest signed difference: where the shifted side is smaller, it "
            "does not count.",
            next_step="Take np.abs of the difference first.",
        ),
        Mistake(
            "signed difference",
            _model(compare=lambda left, right: right - left),
            says="This is the largest signed difference: where one side is smaller, it does not "
            "count.",
            next_step="Take np.abs of the difference first.",
        ),
        Mistake(
            "mean for maximum",
            _model(summary=lambda differences: float(differences.mean())),
            says="This is the mean of the differences; asked for is the largest.",
        ),
        Mistake(
            "sum for maximum",
            _model(summary=lambda differences: float(differences.sum())),
            says="This is the sum of the differences; asked for is the largest.",
        ),
        Mistake(
            "squared",
            _model(compare=lambda left, right: (left - right) ** 2),
            says="This is the largest squared difference; asked for is the largest absolute one.",
        ),
        Mistake(
            "yes or no",
            _model(summary=lambda differences: bool(differences.max() == 0)),
            says="This says whether f is equivariant; asked for is how far it is from it.",
            next_step="Return the largest absolute difference, as a float.",
        ),
        Mistake(
            "all differences",
            _model(summary=lambda differences: differences),
            says="These are all the differences; asked for is one number, the largest.",
            next_step="float(np.max(...)).",
        ),
        Mistake(
            "border ignored",
            _model(inner=lambda differences, border: differences),
            says="Your function compares the border, too: the argument border is ignored.",
            next_step="Leave out that many rows and columns at each of the four sides.",
        ),
        Mistake(
            "border at one end",
            _model(inner=_border_at_one_end),
            says="You leave out the border at the top and at the left only.",
            next_step="Leave it out at all four sides.",
        ),
        Mistake(
            "border slice [0:-0]",
            _sliced_by_minus_zero,
            says="Nothing is left to compare: for border 0 the slice [border:-border] is [0:0], "
            "which is empty.",
            next_step="Slice with [border : height - border].",
        ),
        Mistake(
            "nothing compared",
            _empty_border,
            says="A border that leaves nothing over gives 0 here, which reads as a perfect layer.",
            next_step="Raise ValueError where 2 * border is at least the height or the width.",
        ),
    ),
    hints=(
        "Two roads: shift x and then apply f; or apply f and then shift its result. How far apart "
        "do they end?",
        "np.roll(x, (dy, dx), axis=(-2, -1)) shifts in a circle. The result of f moves by "
        "(dy // stride, dx // stride).",
        "differences = np.abs(left - right); height, width = differences.shape[-2:]; keep "
        "[..., border : height - border, border : width - border], and return its maximum as a "
        "float.",
    ),
    ready_made=("cnnlib.exercises.lesson06.equivariance.measured_error",),
)
