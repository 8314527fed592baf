"""`pool2d`: a number for each window."""

import numpy as np

from cnnlib import functional
from cnnlib.check import Case, Exercise, Mistake, Part, guard

# The worked example of the lesson.
SIX = np.array(
    [
        [1, 2, 5, 2, 1, 1],
        [1, 3, 1, 2, 1, 1],
        [3, 4, 1, 1, 2, 1],
        [4, 0, 1, 1, 1, 0],
        [5, 6, 2, 1, 0, 0],
        [2, 4, 1, 0, 0, 1],
    ],
    dtype=float,
)
FOUR_BY_FIVE = np.array([[7, 1, 0, 3, 2], [2, 8, 4, 1, 9], [0, 5, 6, 2, 3], [1, 3, 2, 9, 0]], float)
NEGATIVE = np.array([[-4.0, -1, -7], [-2, -6, -3], [-9, -5, -8]])
BRIGHT = np.array([[200, 100, 250], [90, 180, 30]], np.uint8)


def pair(value):
    """An int or a pair (rows, columns), as a pair."""
    return (value, value) if isinstance(value, int) else tuple(value)


# The oracle


def _pool2d(x, kernel_size, stride=None, padding=0, mode="max"):
    kernel = pair(kernel_size)
    options = {"stride": stride, "padding": padding}
    if mode not in ("max", "mean", "sum"):
        raise ValueError(f"mode must be 'max', 'mean' or 'sum', not {mode!r}")
    if any(2 * p > k for p, k in zip(pair(padding), kernel, strict=True)):
        raise ValueError(f"padding {padding} is more than half of the window {kernel}")
    maps = np.asarray(x, float).reshape(-1, 1, *x.shape[-2:])
    if mode == "max":
        pooled = functional.max_pool2d(maps, kernel, **options)
    elif mode == "sum":
        pooled = functional.sum_pool2d(maps, kernel, **options)
    else:
        pooled = functional.avg_pool2d(maps, kernel, **options, count_include_pad=False)
    return pooled.reshape(*x.shape[:-2], *pooled.shape[-2:])


# Models of the mistakes: the calculation, with one thing done otherwise


def _loops(
    x,
    kernel_size,
    stride=None,
    padding=0,
    mode="max",
    *,
    fill=None,
    around=None,
    count=None,
    size=lambda n, k, s: (n - k) // s + 1,
    sides=lambda k, s: (k, s),
    swap_input=False,
    window=lambda cells: cells,
    start=-np.inf,
    edge=False,
    strict=True,
):
    """Pooling with four loops and switches: what pads, what counts, how many, which sides."""
    kernel = pair(kernel_size)
    if mode not in ("max", "mean", "sum"):
        raise ValueError(f"no mode is called {mode!r}")
    if strict and any(2 * p > k for p, k in zip(pair(padding), kernel, strict=True)):
        raise ValueError("windows in the padding alone")
    kernel, step = sides(kernel, pair(kernel if stride is None else stride))
    fill = (-np.inf if mode == "max" else 0.0) if fill is None else fill
    margins = around(pair(padding)) if around else [(p, p) for p in pair(padding)]
    x = np.asarray(x, float)
    in_front = [(0, 0)] * (x.ndim - 2)
    padded = np.pad(x, in_front + margins, constant_values=fill)
    padded = np.pad(x, in_front + margins, mode="edge") if edge else padded
    real = np.pad(np.ones(x.shape), in_front + margins)
    height, width = padded.shape[-2:]
    width = height if swap_input else width
    rows, columns = (size(n, k, s) for n, k, s in zip((height, width), kernel, step, strict=True))
    if rows < 1 or columns < 1:
        raise ValueError("the window does not fit")
    output = np.zeros((*x.shape[:-2], rows, columns))
    for i, j in np.ndindex(rows, columns):
        box = np.s_[
            ..., i * step[0] : i * step[0] + kernel[0], j * step[1] : j * step[1] + kernel[1]
        ]
        cells, cells_real = padded[box], real[box]
        if not cells.shape[-2] or not cells.shape[-1]:
            raise IndexError("a window outside of the image")
        if mode == "max":
            output[..., i, j] = np.maximum(cells.max(axis=(-2, -1)), start)
        else:
            total = cells.sum(axis=(-2, -1))
            number = cells_real.sum(axis=(-2, -1)) if count is None else count(kernel, cells)
            output[..., i, j] = total / number if mode == "mean" else total
    return output


def _with(**switches):
    def model(x, kernel_size, stride=None, padding=0, mode="max"):
        return _loops(x, kernel_size, stride, padding, mode, **switches)

    return model


def _never_padded(x, kernel_size, stride=None, padding=0, mode="max"):
    return _loops(x, kernel_size, stride, 0, mode)


def _sliced(x, kernel_size, stride=None, padding=0, mode="max"):
    """The padding-0 slice: [p:-p] is empty for p = 0."""
    whole = _loops(x, kernel_size, stride, padding, mode)
    p = pair(padding)
    return whole[..., p[0] : -p[0], p[1] : -p[1]]


def _stride_is_window(x, kernel_size, stride=None, padding=0, mode="max"):
    return _loops(x, kernel_size, None, padding, mode)


def _stride_one(x, kernel_size, stride=None, padding=0, mode="max"):
    return _loops(x, kernel_size, 1 if stride is None else stride, padding, mode)


def _other_mode(swapped):
    def model(x, kernel_size, stride=None, padding=0, mode="max"):
        return _loops(x, kernel_size, stride, padding, swapped.get(mode, mode))

    return model


def _unknown_is(mode_meant):
    def model(x, kernel_size, stride=None, padding=0, mode="max"):
        known = mode in ("max", "mean", "sum")
        return _loops(x, kernel_size, stride, padding, mode if known else mode_meant)

    return model


def _in_uint8(x, kernel_size, stride=None, padding=0, mode="max"):
    result = _loops(x, kernel_size, stride, padding, mode)
    if x.dtype != np.uint8:
        return result
    if mode == "mean":
        total = _loops(x, kernel_size, stride, padding, "sum") % 256
        return total / _loops(np.ones_like(x), kernel_size, stride, padding, "sum")
    return result % 256


def _mean_stays_integer(x, kernel_size, stride=None, padding=0, mode="max"):
    result = _loops(x, kernel_size, stride, padding, mode)
    return np.floor(result) if x.dtype.kind in "iu" else result


def _first_axes(x, kernel_size, stride=None, padding=0, mode="max"):
    return np.moveaxis(
        _loops(np.moveaxis(x, (0, 1), (-2, -1)), kernel_size, stride, padding, mode),
        (-2, -1),
        (0, 1),
    )


def _too_much_padding(x, kernel_size, stride=None, padding=0, mode="max"):
    with np.errstate(all="ignore"):
        return _loops(x, kernel_size, stride, padding, mode, strict=False)


def _half_refused(x, kernel_size, stride=None, padding=0, mode="max"):
    if any(p and 2 * p >= k for p, k in zip(pair(padding), pair(kernel_size), strict=True)):
        raise ValueError("half of the window is too much")
    return _loops(x, kernel_size, stride, padding, mode)


_one_less = {"size": lambda n, k, s: max(1, (n - k) // s)}
_by_quotient = {"size": lambda n, k, s: n // s}
_rounded = {"size": lambda n, k, s: round((n - k) / s) + 1}
_ceil = {"size": lambda n, k, s: -((k - n) // s) + 1}

pool2d = Exercise(
    "lesson06.pool2d",
    functions={"pool2d": _pool2d},
    parts=(
        Part(
            "max, mean and sum",
            1,
            (
                Case(SIX, 3, None, 0, "sum", note="the sum of each 3 x 3 block"),
                Case(SIX, 3, None, 0, "max", note="the maximum of each 3 x 3 block"),
                Case(SIX, 3, None, 0, "mean", note="the mean of each 3 x 3 block"),
                Case(SIX, 2, None, 0, "max", note="2 x 2 blocks"),
                Case(SIX, 2, None, 0, "sum", note="2 x 2 blocks"),
            ),
        ),
        Part(
            "every stride and shape",
            1,
            (
                Case(FOUR_BY_FIVE, 2, 1, 0, "max", note="windows that overlap"),
                Case(FOUR_BY_FIVE, 2, None, 0, "max", note="a column that is left over"),
                Case(FOUR_BY_FIVE, (1, 2), (2, 1), 0, "sum", note="nothing square"),
                Case(FOUR_BY_FIVE, (3, 2), (1, 2), 0, "mean", note="nothing square"),
                Case(
                    np.stack([FOUR_BY_FIVE, -FOUR_BY_FIVE]), 2, 2, 0, "max", note="two feature maps"
                ),
            ),
        ),
        Part(
            "padding",
            1,
            (
                Case(NEGATIVE, 3, 2, 1, "max", note="negative numbers only"),
                Case(NEGATIVE, 3, 2, 1, "mean", note="a window at the border has fewer pixels"),
                Case(NEGATIVE, 3, 2, 1, "sum", note="padded cells add nothing"),
                Case(FOUR_BY_FIVE, (3, 2), (2, 2), (1, 0), "max", note="padding of the rows only"),
                Case(NEGATIVE, 2, 2, 1, "max", note="padding of exactly half of the window"),
            ),
        ),
        Part(
            "uint8, bad input",
            1,
            (
                Case(BRIGHT, 2, 1, 0, "sum", note="unsigned 8-bit numbers"),
                Case(BRIGHT, 2, 1, 0, "mean", note="unsigned 8-bit numbers"),
                Case(NEGATIVE, 2, 2, 0, "max", note="the arguments must not change"),
                Case(NEGATIVE, 4, 1, 0, "max", note="a window that is larger than the image"),
                Case(NEGATIVE, 2, 2, 0, "median", note="a mode that there is not"),
                Case(NEGATIVE, 2, 1, 2, "max", note="windows in the padding alone"),
                Case(NEGATIVE, 3, 1, 2, "sum", note="padding of more than half of the window"),
            ),
            needs=("max, mean and sum",),
            untouched=True,
            dtype="floating",
        ),
    ),
    mistakes=(
        Mistake(
            "maximum started at 0",
            _with(start=0.0),
            says="Your maximum starts at 0, or 0 is in the padding: where all pixels of a window "
            "are negative, 0 wins, and no pixel is 0.",
            next_step="Pad with -np.inf for the maximum, and start from -np.inf.",
        ),
        Mistake(
            "padding with zeros",
            _with(fill=0.0),
            says="Your padding is 0, which is larger than every negative pixel: 0 wins the maximum "
            "at the border, and no pixel is 0.",
            next_step="Pad with -np.inf for the maximum: it never wins.",
        ),
        Mistake(
            "minus infinity in a sum",
            _with(fill=-np.inf),
            says="You pad with -np.inf for every mode. It never wins a maximum; but a sum with "
            "-np.inf in it is -inf, whatever the pixels are.",
            next_step="-np.inf belongs to the maximum only: pad with 0 for the sum and the mean.",
        ),
        Mistake(
            "mean over the padded cells",
            _with(count=lambda kernel, cells: kernel[0] * kernel[1]),
            says="You divide by the size of the window: the padded cells count as zeros in the "
            "mean. (It is torch's default, count_include_pad=True.) Here a padded cell is no pixel "
            "and does not count.",
            next_step="Divide by the number of real pixels in each window: pool an image of ones "
            "to count them.",
        ),
        Mistake(
            "pool stride hard-wired to the window",
            _stride_is_window,
            says="Your stride is always the window. That is only its default: stride and window "
            "are independent.",
            next_step="Use stride where it is given: stride = kernel_size if stride is None.",
        ),
        Mistake(
            "stride 1 by default",
            _stride_one,
            says="Your windows move by 1 where no stride is given. In pooling the default is the "
            "window: blocks side by side.",
            next_step="stride = kernel_size if stride is None.",
        ),
        Mistake(
            "width taken from height",
            _with(swap_input=True),
            says="Your output width is taken from the height of the image: an image need not be "
            "square.",
            next_step="height, width = x.shape[-2:], and each has its own count of windows.",
        ),
        Mistake(
            "kernel width from kernel height",
            _with(sides=lambda k, s: ((k[0], k[0]), s)),
            says="Your window is square: its width is taken from its height.",
            next_step="A pair is (rows, columns): kh, kw = kernel_size.",
        ),
        Mistake(
            "one stride for both axes",
            _with(sides=lambda k, s: (k, (s[0], s[0]))),
            says="Your stride is the same for both axes: the second one is ignored.",
            next_step="A pair is (rows, columns): sh, sw = stride.",
        ),
        Mistake(
            "rows and columns swapped",
            _with(sides=lambda k, s: (k[::-1], s[::-1])),
            says="Rows and columns of window and stride are swapped.",
            next_step="A pair is (rows, columns), as in a shape.",
        ),
        Mistake(
            "off by one at the last window",
            _with(**_one_less),
            says="The last window of each row and column is missing: an off-by-one. Without "
            "padding there are floor((n - k) / s) + 1 windows along an axis.",
            next_step="Look at the + 1.",
        ),
        Mistake(
            "output size without the window",
            _with(**_by_quotient),
            says="You counted n // s windows along an axis. That is right where the windows lie "
            "side by side; where they overlap, the last ones hang over the end.",
            next_step="There are (n + 2p - k) // s + 1 windows.",
        ),
        Mistake(
            "output size from the float",
            _with(**_rounded),
            says="You rounded the output size to the nearest whole number: sometimes a last window "
            "hangs over the end. Here only whole windows count.",
            next_step="There are (n + 2p - k) // s + 1 windows: //, not / and round.",
        ),
        Mistake(
            "ceil for floor",
            _with(**_ceil),
            says="Your last window hangs over the end: you rounded up. (torch does that with "
            "ceil_mode=True.) Here only whole windows count.",
            next_step="There are (n + 2p - k) // s + 1 windows, rounded down.",
        ),
        Mistake(
            "padding with the edge value",
            _with(edge=True, count=lambda kernel, cells: kernel[0] * kernel[1]),
            says="You padded with the value of the edge: pixels at the border count twice or "
            "more often.",
            next_step="A padded cell is no pixel: it never wins, adds nothing and does not count.",
        ),
        Mistake(
            "padding with the edge value",
            _with(edge=True),
            says="You padded with the value of the edge: pixels at the border count twice or "
            "more often.",
            next_step="A padded cell is no pixel: it never wins, adds nothing and does not count.",
        ),
        Mistake(
            "padding ignored",
            _never_padded,
            says="Your function does not pad.",
            next_step="Put padding rows above and below, and columns left and right.",
        ),
        Mistake(
            "padding on one side",
            _with(around=lambda p: [(n, 0) for n in p]),
            says="You padded at the top and at the left only.",
            next_step="padding is added at each of the two ends of an axis: np.pad(..., (p, p)).",
        ),
        Mistake(
            "padding on one side",
            _with(around=lambda p: [(0, n) for n in p]),
            says="You padded at the bottom and at the right only.",
            next_step="padding is added at each of the two ends of an axis: np.pad(..., (p, p)).",
        ),
        Mistake(
            "the same padding for both axes",
            _with(around=lambda p: [(p[0], p[0])] * 2),
            says="Rows and columns get the same padding: the second number of the pair is ignored.",
            next_step="A pair is (rows, columns).",
        ),
        Mistake(
            "rows and columns of the padding swapped",
            _with(around=lambda p: [(n, n) for n in p[::-1]]),
            says="Rows and columns of the padding are swapped: the first number of the pair is for "
            "the rows, above and below.",
            next_step="A pair is (rows, columns): np.pad(..., ((ph, ph), (pw, pw))).",
        ),
        Mistake(
            "padding-0 slice",
            _sliced,
            says="Nothing is left: for p = 0 the slice [p:-p] is [0:0], which is empty.",
            next_step="Slice with [p : p + n], not with [p:-p].",
        ),
        Mistake(
            "sum for mean",
            _other_mode({"mean": "sum"}),
            says="This is the sum of each window; the mean was asked for.",
        ),
        Mistake(
            "mode ignored",
            _other_mode({"mean": "max", "sum": "max"}),
            says="This is the maximum, whatever mode is.",
            next_step="Look at the argument mode.",
        ),
        Mistake(
            "mean for sum",
            _other_mode({"sum": "mean"}),
            says="This is the mean of each window; the sum was asked for.",
        ),
        Mistake(
            "unknown mode accepted",
            _unknown_is("max"),
            says="A mode that there is not gives the maximum: a typing error would never be seen.",
            next_step="End your chain of if and elif with an else that raises ValueError.",
        ),
        Mistake(
            "unknown mode accepted",
            _unknown_is("sum"),
            says="A mode that there is not gives the sum: a typing error would never be seen.",
            next_step="End your chain of if and elif with an else that raises ValueError.",
        ),
        Mistake(
            "unknown mode accepted",
            _unknown_is("mean"),
            says="A mode that there is not gives the mean: a typing error would never be seen.",
            next_step="End your chain of if and elif with an else that raises ValueError.",
        ),
        Mistake(
            "too much padding accepted",
            _too_much_padding,
            says="With more padding than half of the window, windows at the border see hardly any "
            "pixel, and in the end none: a maximum of nothing.",
            next_step="Raise ValueError where 2 * padding is larger than kernel_size, on either "
            "axis.",
        ),
        Mistake(
            "padding of half the window refused",
            _half_refused,
            says="Your function refuses a padding of exactly half of the window. That is allowed: "
            "each window still sees a pixel.",
            next_step="Raise ValueError where 2 * padding > kernel_size, not where >=.",
        ),
        Mistake(
            "uint8 overflow",
            _in_uint8,
            says="Your result wrapped around: uint8 numbers end at 255, and 256 becomes 0.",
            next_step="Convert to float before you calculate: x.astype(float).",
        ),
        Mistake(
            "first axes",
            _first_axes,
            says="You pooled over the first two axes. The rows and columns of the image are the "
            "last two.",
            next_step="Slice with x[..., i : i + kh, j : j + kw].",
        ),
        Mistake(
            "rounded mean",
            _mean_stays_integer,
            says="The decimals are gone: your output has the whole-number dtype of the input.",
            next_step="Convert to float before you calculate: x.astype(float).",
        ),
    ),
    hints=(
        "Begin with the maximum, without padding: how many windows of kh rows, sh rows apart, fit "
        "into H rows?",
        "Pad first: with -np.inf for the maximum, with 0 for the sum. Then window (i, j) is "
        "padded[..., i * sh : i * sh + kh, j * sw : j * sw + kw], and axis=(-2, -1) sums it up.",
        "The mean is a sum divided by a count. The count of real pixels is the sum pooling of "
        "np.ones(x.shape), with the same padding of zeros.",
    ),
    ready_made=guard.POOLING,
)


# A faded example on the way: blocks of 2 x 2, no points


def _max_blocks(image):
    height, width = image.shape
    blocks = image[: height // 2 * 2, : width // 2 * 2].reshape(height // 2, 2, width // 2, 2)
    return blocks.max(axis=(1, 3))


def _blocks(rows=lambda n: n // 2, at=lambda i: 2 * i, tall=2, best=np.max):
    def model(image):
        height, width = image.shape
        output = np.zeros((rows(height), width // 2))
        for i, j in np.ndindex(output.shape):
            output[i, j] = best(image[at(i) : at(i) + tall, at(j) : at(j) + tall])
        return output

    return model


max_blocks = Exercise(
    "lesson06.max_blocks",
    functions={"max_blocks": _max_blocks},
    parts=(
        Part(
            "blocks",
            0,
            (
                Case(SIX, note="6 x 6"),
                Case(FOUR_BY_FIVE, note="4 x 5: the last column is in no block"),
                Case(NEGATIVE, note="negative numbers only"),
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "windows move by 1",
            _blocks(at=lambda i: i),
            says="Your windows begin at i and j: they move by one pixel and overlap. Blocks lie "
            "side by side, 2 apart.",
            next_step="Begin at 2 * i and 2 * j.",
        ),
        Mistake(
            "one pixel of each block",
            _blocks(tall=1),
            says="This is the top left pixel of each block. A slice ends before its second number.",
            next_step="2 * i : 2 * i + 2.",
        ),
        Mistake("sum", _blocks(best=np.sum), says="This is the sum of each block."),
        Mistake("mean", _blocks(best=np.mean), says="This is the mean of each block."),
        Mistake(
            "maximum started at 0",
            _blocks(best=lambda block: max(0.0, block.max())),
            says="0 wins in blocks that are negative throughout, and no pixel is 0.",
        ),
    ),
    hints=("image[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()",),
    ready_made=guard.POOLING,
)
