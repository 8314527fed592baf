"""The exercise `depthwise_separable`: a convolution in two steps, and what it saves.

Imports torch: `cnnlib.exercises.lesson08` loads this module when the exercise is asked for.
"""

from functools import partial

from torch import nn

from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson08 import filling


def pair(
    in_channels,
    out_channels,
    kernel_size=3,
    stride=1,
    *,
    groups=True,
    padding=lambda kernel_size: kernel_size // 2,
    pointwise_kernel=1,
    stride_at="depthwise",
    bias=(True, True),
    between=None,
    end=None,
    pointwise_first=False,
    widen_first=False,
):
    """Depthwise, then pointwise. Options make a mistake each.

    Examples
    --------
    >>> sum(p.numel() for p in pair(8, 16).parameters())
    224
    """
    pad = padding(kernel_size)
    strides = {
        "depthwise": (stride, 1),
        "pointwise": (1, stride),
        "both": (stride, stride),
        "none": (1, 1),
    }[stride_at]
    middle = in_channels
    if pointwise_first or widen_first:
        middle = out_channels
    count = middle if pointwise_first else in_channels
    depth_in = middle if pointwise_first else in_channels
    depthwise = nn.Conv2d(
        depth_in,
        middle,
        kernel_size,
        strides[0],
        pad,
        groups=count if groups else 1,
        bias=bias[0],
    )
    point_in = in_channels if pointwise_first else middle
    pointwise = nn.Conv2d(
        point_in,
        out_channels,
        pointwise_kernel,
        strides[1],
        pointwise_kernel // 2,
        bias=bias[1],
    )
    steps = [pointwise, depthwise] if pointwise_first else [depthwise, pointwise]
    if between:
        steps.insert(1, between())
    return nn.Sequential(*steps, *([end()] if end else []))


def share(in_channels, out_channels, kernel_size):
    """Weights of the pair as a share of those of one full convolution, biases left out.

    >>> round(share(64, 128, 3), 3)
    0.119
    """
    return 1 / out_channels + 1 / kernel_size**2


def _depthwise_separable(in_channels, out_channels, kernel_size=3, stride=1):
    return pair(in_channels, out_channels, kernel_size, stride)


def _separable_share(in_channels, out_channels, kernel_size):
    return share(in_channels, out_channels, kernel_size)


def _on_f(law):
    """A law about the first of the two functions."""
    return partial(law, _depthwise_separable)


parameters_law = _on_f(filling.parameters_law)
size_law = _on_f(filling.size_law)
outputs_law = _on_f(filling.outputs_law)


def _stride_told(network):
    """Where the stride is. The outputs do not say: they are the same, at other costs."""
    convolutions = [m for m in getattr(network, "modules", list)() if isinstance(m, nn.Conv2d)]
    strided = [
        "x".join(map(str, m.stride))
        for m in convolutions
        if m.groups == 1 and m.kernel_size == (1, 1) and max(m.stride) > 1
    ]
    return f"stride {strided[0]} in the pointwise step" if strided else "pointwise at each place"


def stride_law(arguments, note=""):
    """The pointwise step has no stride of its own."""
    return Law(
        "the depthwise step has the stride, and the pointwise step goes to each place it leaves",
        lambda f, arguments: _stride_told(f(*arguments)),
        lambda f, arguments: "pointwise at each place",
        arguments,
        note=note,
    )


def share_case(*arguments, note=""):
    """A case of the second function."""
    return Case(*arguments, note=note, function="separable_share")


def _with(**switches):
    return {"depthwise_separable": partial(pair, **switches)}


def _full(in_channels, out_channels, kernel_size=3, stride=1):
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel_size, stride, kernel_size // 2)
    )


def _kernel_3_only(in_channels, out_channels, kernel_size=3, stride=1):
    return pair(in_channels, out_channels, 3, stride)


def _groups_of_outputs(in_channels, out_channels, kernel_size=3, stride=1):
    return nn.Sequential(
        nn.Conv2d(
            *(in_channels, in_channels, kernel_size, stride, kernel_size // 2),
            groups=out_channels,
        ),
        nn.Conv2d(in_channels, out_channels, 1),
    )


def _capped(in_channels, out_channels, kernel_size):
    return min(1.0, share(in_channels, out_channels, kernel_size))


def _saved(in_channels, out_channels, kernel_size):
    return 1 - share(in_channels, out_channels, kernel_size)


def _inverse(in_channels, out_channels, kernel_size):
    return 1 / share(in_channels, out_channels, kernel_size)


def _depthwise_only(in_channels, out_channels, kernel_size):
    return 1 / out_channels


def _pointwise_only(in_channels, out_channels, kernel_size):
    return 1 / kernel_size**2


def _in_for_out(in_channels, out_channels, kernel_size):
    return share(out_channels, in_channels, kernel_size)


def _not_squared(in_channels, out_channels, kernel_size):
    full = in_channels * out_channels * kernel_size
    return (in_channels * kernel_size + in_channels * out_channels) / full


def _with_biases(in_channels, out_channels, kernel_size):
    after = in_channels * (kernel_size**2 + 1) + (in_channels + 1) * out_channels
    return after / ((kernel_size**2 * in_channels + 1) * out_channels)


STEPS = (
    "nn.Conv2d(C_in, C_in, k, stride, padding=k // 2, groups=C_in), then nn.Conv2d(C_in, C_out, 1)."
)

depthwise_separable = Exercise(
    "lesson08.depthwise_separable",
    functions={
        "depthwise_separable": _depthwise_separable,
        "separable_share": _separable_share,
    },
    parts=(
        Part(
            "parameters",
            1,
            (
                parameters_law((4, 6), "3 x 3"),
                parameters_law((6, 3, 5), "5 x 5, fewer channels"),
            ),
        ),
        Part(
            "sizes",
            1,
            (
                size_law((4, 6), (1, 4, 5, 8), "stride 1"),
                size_law((4, 6, 3, 2), (2, 4, 8, 7), "stride 2"),
                size_law((3, 2, 5, 2), (1, 3, 6, 9), "5 x 5, stride 2"),
            ),
            needs=("parameters",),
        ),
        Part(
            "outputs",
            1,
            (
                outputs_law((2, 1), (1, 2, 2, 3), 1, note="stride 1"),
                outputs_law((4, 6), (1, 4, 4, 5), note="more channels"),
                outputs_law((3, 5, 3, 2), (2, 3, 7, 6), note="stride 2"),
                stride_law((3, 5, 3, 2), "stride 2"),
            ),
            needs=("parameters", "sizes"),
        ),
        Part(
            "what is left of the weights",
            1,
            (
                share_case(64, 128, 3, note="3 x 3, 64 to 128"),
                share_case(8, 4, 5, note="5 x 5, 8 to 4"),
                share_case(3, 2, 1, note="1 x 1: it costs more"),
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "groups forgotten",
            _with(groups=False),
            "The first step is a full convolution: groups=in_channels is missing. So each filter "
            "sees all channels, and nothing is saved.",
            STEPS,
        ),
        Mistake(
            "one convolution",
            {"depthwise_separable": _full},
            "This is one full convolution. Asked for are two steps: depthwise, then pointwise.",
            STEPS,
        ),
        Mistake(
            "groups of the outputs",
            {"depthwise_separable": _groups_of_outputs},
            "The groups are out_channels here. Depthwise means a kernel for each channel that "
            "arrives, and those are in_channels.",
            STEPS,
        ),
        Mistake(
            "out_channels from the first step",
            _with(widen_first=True),
            "The first step makes out_channels here. Depthwise keeps in_channels, one kernel for "
            "each; the pointwise step makes out_channels of them.",
            STEPS,
        ),
        Mistake(
            "pointwise first",
            _with(pointwise_first=True),
            "The pointwise step comes first here. Depthwise first, then 1 x 1.",
            STEPS,
        ),
        Mistake(
            "second step 3 x 3",
            _with(pointwise_kernel=3),
            "The second step is 3 x 3. It is 1 x 1: it mixes channels and looks at one pixel.",
            STEPS,
        ),
        Mistake(
            "no bias",
            _with(bias=(False, False)),
            "Neither step has a bias. Asked for is torch's default: both have one.",
        ),
        Mistake(
            "no bias in the first step",
            _with(bias=(False, True)),
            "The depthwise step has no bias. Asked for is torch's default: both have one.",
        ),
        Mistake(
            "kernel always 3 x 3",
            {"depthwise_separable": _kernel_3_only},
            "The kernel is 3 x 3, whatever kernel_size says.",
        ),
        Mistake(
            "padding missing",
            _with(padding=lambda kernel_size: 0),
            "The depthwise step has no padding: with stride 1 the map should keep its size.",
            "padding=kernel_size // 2",
        ),
        Mistake(
            "padding always 1",
            _with(padding=lambda kernel_size: 1),
            "The padding is 1, whatever the kernel. That is right for 3 x 3 only.",
            "padding=kernel_size // 2",
        ),
        Mistake(
            "padding of the whole kernel",
            _with(padding=lambda kernel_size: kernel_size - 1),
            "The padding is kernel_size - 1 here. On each side it is half of that.",
            "padding=kernel_size // 2",
        ),
        Mistake(
            "stride in the pointwise step",
            _with(stride_at="pointwise"),
            "The pointwise step has the stride. The numbers are the same, but the depthwise step "
            "is computed at full resolution, and most of its results are thrown away.",
            STEPS,
        ),
        Mistake(
            "stride ignored",
            _with(stride_at="none"),
            "The stride is ignored.",
            STEPS,
        ),
        Mistake(
            "stride in both steps",
            _with(stride_at="both"),
            "Both steps have the stride: the map is made smaller twice.",
            "The depthwise step has it.",
        ),
        Mistake(
            "activation between",
            _with(between=nn.ReLU),
            "There is an activation between the two steps. Asked for are two convolutions alone.",
        ),
        Mistake(
            "activation at the end",
            _with(end=nn.ReLU),
            "There is an activation at the end. Asked for are two convolutions alone.",
        ),
        Mistake(
            "what is saved",
            {"separable_share": _saved},
            "This is the share that is saved. Asked for is the share that is left.",
        ),
        Mistake(
            "how many times fewer",
            {"separable_share": _inverse},
            "This is full divided by separable. Asked for is separable divided by full.",
        ),
        Mistake(
            "never above 1",
            {"separable_share": _capped},
            "The share is never above 1 here. The pair may have more weights than the full "
            "convolution, as it does for kernels of 1 x 1.",
            "Return the share as it is.",
        ),
        Mistake(
            "depthwise only",
            {"separable_share": _depthwise_only},
            "Only the depthwise step is counted. The pointwise step has C_in * C_out weights more.",
        ),
        Mistake(
            "pointwise only",
            {"separable_share": _pointwise_only},
            "Only the pointwise step is counted. The depthwise step has k * k * C_in weights more.",
        ),
        Mistake(
            "input for output channels",
            {"separable_share": _in_for_out},
            "Input and output channels are exchanged. C_in cancels; C_out does not.",
        ),
        Mistake(
            "kernel not squared",
            {"separable_share": _not_squared},
            "A kernel of size k has k * k weights.",
        ),
        Mistake(
            "biases counted",
            {"separable_share": _with_biases},
            "The biases are counted. Weights alone are asked for.",
        ),
    ),
    hints=(
        "Depthwise: one kernel for each channel, which is groups=in_channels with as many outputs "
        "as inputs.",
        STEPS,
        "Weights: k * k * C_in and C_in * C_out, divided by k * k * C_in * C_out.",
    ),
    ready_made=(
        "cnnlib.exercises.lesson08.separable.pair",
        "cnnlib.exercises.lesson08.separable.share",
    ),
    rtol=1e-6,
    seconds=10.0,
)
