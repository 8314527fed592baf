"""The layer in plain loops, as it is often written, with one slip each.

Where a slip ends in an error, these end in the same words: NumPy's, at the same place.
"""

from types import SimpleNamespace

import numpy as np

from cnnlib.arithmetic import out_size
from cnnlib.check import Mistake
from cnnlib.exercises.lesson04.pairs import pair

LOOPS = ("over filters", "over images", "over channels")  # how much is left to NumPy


def written(slip, loops="over filters"):
    """A model of the layer.

    Parameters
    ----------
    slip : callable
        Changes the plan: what there is before the loops begin.
    loops : str
        One of `LOOPS`.

    Returns
    -------
    callable
    """

    def model(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        plan = _plan(x, weight, stride, padding, dilation, groups)
        slip(plan)
        if plan.checked and (x.shape[1] != groups * weight.shape[1] or len(weight) % groups):
            raise ValueError("channels, filters and groups do not fit together")
        y = np.zeros(plan.shape)
        for f in range(len(weight)):
            for i, j in np.ndindex(*plan.sides):
                _fill(y, plan, weight, f, i, j, loops)
        return y if bias is None else y + np.reshape(bias, (-1, 1, 1))

    return model


def _plan(x, weight, stride, padding, dilation, groups):
    x = np.asarray(x, dtype=float)
    steps, pads, spreads = pair(stride), pair(padding), pair(dilation)
    kernel = weight.shape[2:]
    axes = zip(x.shape[2:], kernel, steps, pads, spreads, strict=True)
    sides = [out_size(*axis) for axis in axes]
    return SimpleNamespace(
        x=x,
        given=padding,
        kernel=kernel,
        steps=steps,
        pads=pads,
        spreads=spreads,
        groups=groups,
        sides=sides,
        shape=(len(x), len(weight), *sides),
        padded=np.pad(x, ((0, 0), (0, 0), *((p, p) for p in pads))),
        covered=[d * (k - 1) + 1 for k, d in zip(kernel, spreads, strict=True)],
        group=lambda f: f // max(1, len(weight) // groups),
        channels=weight.shape[1],
        checked=True,
    )


def _fill(y, plan, weight, f, i, j, loops):
    """One place of map f, for all images."""
    starts = (i * plan.steps[0], j * plan.steps[1])
    window = tuple(
        slice(start, start + covered, d)
        for start, covered, d in zip(starts, plan.covered, plan.spreads, strict=True)
    )
    first = plan.group(f) * plan.channels
    block = slice(first, first + plan.channels)
    if loops == "over filters":
        y[:, f, i, j] = np.sum(plan.padded[:, block, *window] * weight[f], axis=(1, 2, 3))
        return
    for n in range(len(y)):
        if loops == "over images":
            y[n, f, i, j] = np.sum(plan.padded[n, block, *window] * weight[f])
        else:
            for c in range(plan.channels):
                y[n, f, i, j] += np.sum(plan.padded[n, first + c, *window] * weight[f, c])


def mistakes(name, slip, says, next_step="", loops=LOOPS):
    """A slip as a mistake, once for each way to write the loops."""
    return tuple(Mistake(name, written(slip, way), says, next_step) for way in loops)


# Slips


def slice_ends_too_early(plan):
    """i : i + kh : d"""
    plan.covered = plan.kernel


def windows_square(plan):
    """The kernel's width is taken from its height where the windows are cut."""
    plan.covered = [plan.covered[0], plan.spreads[1] * (plan.kernel[0] - 1) + 1]


def width_from_height(plan):
    height = plan.x.shape[2]
    columns = out_size(height, plan.kernel[1], plan.steps[1], plan.pads[1], plan.spreads[1])
    plan.sides = [plan.sides[0], columns]
    plan.shape = (*plan.shape[:2], *plan.sides)


def padding_twice(plan):
    """`out_size` of the padded lengths, and the padding once more."""
    sides = plan.padded.shape[2:]
    rest = (plan.kernel, plan.steps, plan.pads, plan.spreads)
    plan.sides = [out_size(*axis) for axis in zip(sides, *rest, strict=True)]
    plan.shape = (*plan.shape[:2], *plan.sides)


def result_on_its_side(plan):
    plan.shape = (*plan.shape[:2], *plan.sides[::-1])


def padded_on_its_side(plan):
    """The sizes are right, the zeros for the rows are put beside the columns."""
    down, right = plan.pads
    plan.padded = np.pad(plan.x, ((0, 0), (0, 0), (right, right), (down, down)))


def group_by_groups(plan):
    plan.group = lambda f: f // plan.groups


def all_axes_padded(plan):
    """np.pad(x, padding)"""
    plan.padded = np.pad(plan.x, plan.given)


def all_axes_padded_and_returned(plan):
    """The same, and the number of images is read afterwards."""
    all_axes_padded(plan)
    plan.shape = (len(plan.padded), *plan.shape[1:])


def all_axes_padded_and_used(plan):
    """The same, and all channels that are there are used."""
    all_axes_padded_and_returned(plan)
    plan.group, plan.channels = lambda f: 0, plan.padded.shape[1]


def two_axes_named(plan):
    """np.pad(x, ((ph, ph), (pw, pw)))"""
    plan.padded = np.pad(plan.x, tuple((p, p) for p in plan.pads))


def not_padded(plan):
    """The windows are cut out of the image as it was given."""
    plan.padded = plan.x


def side_by_side(plan):
    """The stride is used for the sizes only."""
    plan.steps = (1, 1)


def not_spread_out(plan):
    """The dilation is used for the sizes only."""
    plan.spreads, plan.covered = (1, 1), plan.kernel


def groups_passed_over(plan):
    """Every filter gets all channels of the input."""
    plan.group, plan.channels = lambda f: 0, plan.x.shape[1]


def nothing_checked(plan):
    plan.checked = False


# A pair where a whole number is expected


def pairs_not_handled(calculation):
    """A model in which a pair meets a calculation that is meant for whole numbers."""

    def model(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        if any(isinstance(value, tuple) for value in (stride, padding, dilation)):
            calculation(x, weight.shape[2], stride, padding, dilation)
        return written(lambda plan: None)(x, weight, bias, stride, padding, dilation, groups)

    return model


# Each of these raises TypeError or ValueError, in the words that a student's line would raise.
CALCULATIONS = (
    lambda x, k, stride, padding, dilation: x.shape[2] // stride,
    lambda x, k, stride, padding, dilation: x.shape[2] / stride,
    lambda x, k, stride, padding, dilation: x.shape[2] + 2 * padding,
    lambda x, k, stride, padding, dilation: x.shape[2] - dilation * (k - 1),
    lambda x, k, stride, padding, dilation: dilation * (k - 1) + 1,
    lambda x, k, stride, padding, dilation: range(0, x.shape[2], stride),
    lambda x, k, stride, padding, dilation: out_size(x.shape[2], k, stride, padding, dilation),
    lambda x, k, stride, padding, dilation: np.pad(
        x, ((0, 0), (0, 0), (padding, padding), (padding, padding))
    ),
)

EARLY = (
    "Your slice ends too early: kh weights, d apart, cover d (kh - 1) + 1 pixels.",
    "Window i has the rows i * s : i * s + d * (kh - 1) + 1 : d.",
)
ALL_AXES = (
    "np.pad with one number also pads the batch and the channels: there are images and channels "
    "that nobody gave you.",
    "np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))",
)
WRITTEN = (
    *mistakes("slice ends too early", slice_ends_too_early, *EARLY),
    *mistakes(
        "kernel width from kernel height",
        windows_square,
        "Your kernel width is taken from the kernel height: a kernel need not be square.",
        "kh, kw = weight.shape[2:]",
    ),
    *mistakes(
        "width taken from height",
        width_from_height,
        "Your output width is taken from the height of the input: an image need not be square.",
        "H, W = x.shape[2:], and a size for each.",
    ),
    *mistakes(
        "padding twice",
        padding_twice,
        "The padding is counted twice: the length that goes into the size has it already.",
        "Find the sizes with the lengths of x before np.pad, or with padding 0 after it.",
    ),
    *mistakes(
        "result on its side",
        result_on_its_side,
        "The result has its rows and columns exchanged: (N, C_out, columns, rows).",
        "np.zeros((N, C_out, rows, columns))",
        LOOPS[:1],
    ),
    *mistakes(
        "padding on its side",
        padded_on_its_side,
        "The two numbers of the padding are exchanged: the first is for the rows, above and below.",
        "ph, pw = pair(padding); np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))",
    ),
    *mistakes(
        "f // groups",
        group_by_groups,
        "f // groups is not the group of filter f: C_out / groups filters make a group.",
        "f // (C_out // groups)",
    ),
    *mistakes(
        "groups ignored",
        groups_passed_over,
        "The groups are ignored: every filter gets all channels of x, and has weights for those "
        "of its group only.",
        "Filter f belongs to group f // (C_out // groups).",
    ),
    *mistakes("padding in all four axes", all_axes_padded, *ALL_AXES),
    *mistakes("padding in all four axes", all_axes_padded_and_returned, *ALL_AXES),
    *mistakes("padding in all four axes", all_axes_padded_and_used, *ALL_AXES),
    *mistakes(
        "padding for two of four axes",
        two_axes_named,
        "x has four axes, and np.pad wants a pair of numbers for each of them.",
        ALL_AXES[1],
        LOOPS[:1],
    ),
    *(
        Mistake(
            "pairs not handled",
            pairs_not_handled(calculation),
            "Here stride, padding or dilation is a pair (rows, columns), and your calculation is "
            "made for one number.",
            "sh, sw = pair(stride), and so for padding and dilation; then each axis has its own.",
        )
        for calculation in CALCULATIONS
    ),
    *mistakes(
        "channels not compared",
        nothing_checked,
        "Channels, filters and groups do not fit together here. NumPy did not mind: a slice that "
        "goes too far is shorter, and one channel is broadcast.",
        "Raise a ValueError unless x.shape[1] == groups * weight.shape[1] and "
        "weight.shape[0] % groups == 0.",
    ),
)
