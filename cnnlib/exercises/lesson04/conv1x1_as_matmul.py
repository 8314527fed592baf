"""The exercise `conv1x1_as_matmul`: a 1 x 1 convolution is one matrix for all pixels."""

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson04.ready_made import CONVOLUTION


def _conv1x1(x, weight):
    x, weight = np.asarray(x, dtype=float), np.asarray(weight, dtype=float)
    if weight.shape[2:] != (1, 1):
        raise ValueError(f"a kernel of {weight.shape[2:]} is not 1 x 1")
    if x.shape[1] != weight.shape[1]:
        raise ValueError(f"{x.shape[1]} channels, but weights for {weight.shape[1]}")
    return np.einsum("nchw,fc->nfhw", x, weight[:, :, 0, 0])


def _parts(x, weight):
    """The shapes, and the weights as a matrix; refuses what the oracle refuses."""
    _conv1x1(x, weight)
    return (*x.shape, len(weight), np.asarray(x, float), np.asarray(weight, float)[:, :, 0, 0])


def _reshaped_input(x, weight):
    n, c, h, w, filters, x, matrix = _parts(x, weight)
    rows = x.reshape(n * h * w, c) @ matrix.T
    return rows.reshape(n, h, w, filters).transpose(0, 3, 1, 2)


def _reshaped_output(x, weight):
    n, _, h, w, filters, x, matrix = _parts(x, weight)
    return (x.transpose(0, 2, 3, 1) @ matrix.T).reshape(n, filters, h, w)


def _reshaped_both(x, weight):
    n, c, h, w, filters, x, matrix = _parts(x, weight)
    return (x.reshape(n * h * w, c) @ matrix.T).reshape(n, filters, h, w)


def _batch_as_columns(x, weight):
    n, c, h, w, filters, x, matrix = _parts(x, weight)
    return (matrix @ x.reshape(c, n * h * w)).reshape(n, filters, h, w)


def _batch_last(x, weight):
    n, c, h, w, filters, x, matrix = _parts(x, weight)
    columns = x.transpose(1, 0, 2, 3).reshape(c, n * h * w)
    return (matrix @ columns).reshape(n, filters, h, w)


def _sides_exchanged(x, weight):
    n, c, h, w, filters, x, matrix = _parts(x, weight)
    return (matrix @ x.reshape(n, c, h * w)).reshape(n, filters, w, h)


def _channels_last(x, weight):
    return _conv1x1(x, weight).transpose(0, 2, 3, 1)


def _filters_first(x, weight):
    return _conv1x1(x, weight).swapaxes(0, 1)


def _not_folded(x, weight):
    result = _conv1x1(x, weight)
    return result.reshape(*result.shape[:2], -1)


def _transposed_weight(x, weight):
    weight = np.asarray(weight, dtype=float)
    if weight.shape[0] != weight.shape[1]:
        raise ValueError("the matrices do not fit")
    return _conv1x1(x, weight.swapaxes(0, 1))


def _first_image(x, weight):
    return np.repeat(_conv1x1(x[:1], weight), len(x), axis=0)


def _elementwise(x, weight):
    n, c, h, w, filters, x, matrix = _parts(x, weight)
    if filters != c:
        raise ValueError("operands could not be broadcast together")
    return x * np.diag(matrix)[:, np.newaxis, np.newaxis]


def _mean(x, weight):
    return _conv1x1(x, weight) / x.shape[1]


def _in_uint8(x, weight):
    _conv1x1(x, weight)
    return np.einsum("nchw,fc->nfhw", x, weight[:, :, 0, 0]) + 0.0


def _any_kernel(x, weight):
    return _conv1x1(x, np.asarray(weight)[:, :, :1, :1])


def _channels_cut(x, weight):
    fewest = min(x.shape[1], weight.shape[1])
    return _conv1x1(x[:, :fewest], weight[:, :fewest])


TWO_CHANNELS = np.array([[[[1.0, 2], [3, 4]], [[10, 20], [30, 40]]]])
MIX = np.array([[1.0, 0], [0, 1], [1, 1]]).reshape(3, 2, 1, 1)
WIDE = np.arange(12.0).reshape(1, 2, 2, 3)
BATCH = np.array([0, 3, 1, 2, 5, 1, 4, 2, 2, 0, 1, 7], dtype=float).reshape(2, 2, 1, 3)
LOPSIDED = np.array([[1.0, 2], [0, 3]]).reshape(2, 2, 1, 1)

conv1x1_as_matmul = Exercise(
    "lesson04.conv1x1_as_matmul",
    functions={"conv1x1_as_matmul": _conv1x1},
    parts=(
        Part(
            "values",
            1,
            (
                Case(TWO_CHANNELS, MIX, note="each channel, and the sum of both"),
                Case(TWO_CHANNELS, LOPSIDED, note="as many filters as channels"),
            ),
        ),
        Part(
            "every shape",
            1,
            (
                Case(WIDE, LOPSIDED, note="wider than high"),
                Case(BATCH, MIX, note="two images"),
                Case(BATCH[:, :1], np.full((2, 1, 1, 1), 3.0), note="one channel"),
            ),
            needs=("values",),
        ),
        Part(
            "uint8, untouched, bad input",
            1,
            (
                Case(
                    np.array([200, 100, 7, 50], np.uint8).reshape(1, 2, 1, 2),
                    np.array([2, 1], np.uint8).reshape(1, 2, 1, 1),
                    note="unsigned 8-bit numbers",
                ),
                Case(TWO_CHANNELS, np.ones((1, 2, 3, 3)), note="a kernel that is not 1 x 1"),
                Case(TWO_CHANNELS, np.ones((2, 3, 1, 1)), note="weights for three channels"),
            ),
            needs=("values",),
            untouched=True,
            dtype="floating",
        ),
    ),
    mistakes=(
        Mistake(
            "reshape for transpose",
            _reshaped_input,
            says="reshape was used where a transpose is needed: it keeps the numbers in the order "
            "of memory, so a row of your matrix holds pixels of one channel, not the channels of "
            "one pixel.",
            next_step="Bring the channels to the end first, x.transpose(0, 2, 3, 1), or keep the "
            "pixels at the end: x.reshape(N, C, H * W).",
        ),
        Mistake(
            "reshape for transpose at the end",
            _reshaped_output,
            says="The products are right, but reshape was used for a transpose at the end: the "
            "channels of a pixel stand side by side in memory, and reshape leaves them there.",
            next_step="Fold to (N, H, W, C_out) and bring the channels forward with "
            "transpose(0, 3, 1, 2).",
        ),
        Mistake(
            "reshape for transpose, twice",
            _reshaped_both,
            says="reshape was used for a transpose, before the product and after it: pixels and "
            "channels are mixed up.",
            next_step="Keep the pixels at the end: x.reshape(N, C, H * W), and matrix @ that.",
        ),
        Mistake(
            "batch and channels mixed",
            _batch_as_columns,
            says="reshape(C, N * H * W) mixes images and channels: the axis N comes before C in "
            "memory.",
            next_step="Keep N in front: x.reshape(N, C, H * W). The product @ treats each image by "
            "itself.",
        ),
        Mistake(
            "batch and channels mixed at the end",
            _batch_last,
            says="The products are right, but they are folded as if the images came first in "
            "memory; the filters do.",
            next_step="Fold to (C_out, N, H, W) and exchange the first two axes with a transpose.",
        ),
        Mistake(
            "height and width exchanged",
            _sides_exchanged,
            says="Height and width are exchanged when you fold the pixels back.",
            next_step="(N, C_out, H, W): rows before columns.",
        ),
        Mistake(
            "channels last",
            _channels_last,
            says="Your result has the channels at the end: (N, H, W, C_out). torch has them after "
            "the batch.",
            next_step="transpose(0, 3, 1, 2)",
        ),
        Mistake(
            "filters before the batch",
            _filters_first,
            says="Your result has the filters before the images: (C_out, N, H, W). tensordot puts "
            "the axes of its first argument first.",
            next_step="Exchange the first two axes: transpose(1, 0, 2, 3). A reshape would mix the "
            "images up.",
        ),
        Mistake(
            "not folded back",
            _not_folded,
            says="The values are right, but the pixels are still in one row of H * W.",
            next_step="Fold it: reshape(N, C_out, H, W).",
        ),
        Mistake(
            "transposed weight",
            _transposed_weight,
            says="The weight matrix is transposed: it has a row for each filter and a column for "
            "each input channel.",
            next_step="matrix @ channels, with matrix of shape (C_out, C_in).",
        ),
        Mistake(
            "first image only",
            _first_image,
            says="Every image gets the result of the first one.",
            next_step="Do it for each of the N images.",
        ),
        Mistake(
            "channels not mixed",
            _elementwise,
            says="Each channel is only scaled. A 1 x 1 convolution sums over the input channels: "
            "all of them go into each output channel.",
            next_step="A matrix product over the channels.",
        ),
        Mistake(
            "mean instead of sum",
            _mean,
            says="This is the mean over the channels; a convolution sums.",
        ),
        Mistake(
            "uint8 overflow",
            _in_uint8,
            says="The products wrapped around in uint8, whose numbers end at 255: an overflow.",
            next_step="Convert to float before you calculate: x.astype(float).",
        ),
        Mistake(
            "any kernel",
            _any_kernel,
            says="A kernel of 3 x 3 also looks at the neighbours; one matrix for each pixel cannot "
            "do that.",
            next_step="Raise a ValueError unless weight.shape[2:] is (1, 1).",
        ),
        Mistake(
            "channels left over",
            _channels_cut,
            says="The weights are for another number of channels than the input has.",
            next_step="Raise a ValueError unless x.shape[1] == weight.shape[1].",
        ),
    ),
    hints=(
        "Look at one pixel: C_in numbers go in, C_out come out. What multiplies a vector into "
        "another one?",
        "matrix = weight[:, :, 0, 0] has shape (C_out, C_in). Put all pixels of an image side by "
        "side as the columns of a matrix with C_in rows.",
        "y = matrix @ x.reshape(N, C, H * W), then fold: y.reshape(N, C_out, H, W).",
    ),
    ready_made=CONVOLUTION,
)
