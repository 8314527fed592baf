"""The exercise `vgg_block`: a stage of VGG, judged by its outputs for weights that the judge sets.

Imports torch: `cnnlib.exercises.lesson08` loads this module when the exercise is asked for.
"""

from functools import partial

from torch import nn

from cnnlib.check import Exercise, Mistake, Part
from cnnlib.exercises.lesson08 import filling


def block(
    in_channels,
    out_channels,
    convs,
    *,
    kernel=3,
    padding=1,
    stride=1,
    bias=True,
    activation=nn.ReLU,
    activate=None,
    pool=lambda: nn.MaxPool2d(2),
    norm=False,
    widen_last=False,
    pool_each=False,
):
    """So many 3 x 3 convolutions with ReLU, and a pooling. Options make a mistake each.

    Examples
    --------
    >>> len(block(3, 8, 2))
    5
    """
    layers = []
    for k in range(convs):
        out = in_channels if widen_last and k < convs - 1 else out_channels
        layers.append(nn.Conv2d(in_channels, out, kernel, stride, padding, bias=bias))
        layers += [nn.BatchNorm2d(out)] if norm else []
        if activation and (activate is None or activate(k, convs)):
            layers.append(activation())
        layers += [pool()] if pool_each else []
        in_channels = out
    return nn.Sequential(*layers, *([pool()] if pool and pool_each is not True else []))


def _vgg_block(in_channels, out_channels, convs):
    return block(in_channels, out_channels, convs)


def _one_convolution(in_channels, out_channels, convs):
    return block(in_channels, out_channels, 1)


def _one_more(in_channels, out_channels, convs):
    return block(in_channels, out_channels, convs + 1)


def _always_two(in_channels, out_channels, convs):
    return block(in_channels, out_channels, 2)


def _shared(in_channels, out_channels, convs):
    """The same layer several times: [conv] * n."""
    first = nn.Conv2d(in_channels, out_channels, 3, padding=1)
    rest = [nn.Conv2d(out_channels, out_channels, 3, padding=1), nn.ReLU()] * (convs - 1)
    return nn.Sequential(first, nn.ReLU(), *rest, nn.MaxPool2d(2))


def _in_channels_again(in_channels, out_channels, convs):
    """Every convolution expects the channels of the input."""
    layers = []
    for _ in range(convs):
        layers += [nn.Conv2d(in_channels, out_channels, 3, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.MaxPool2d(2))


def _a_list(in_channels, out_channels, convs):
    return list(block(in_channels, out_channels, convs))


parameters_law = partial(filling.parameters_law, _vgg_block)
size_law = partial(filling.size_law, _vgg_block)
outputs_law = partial(filling.outputs_law, _vgg_block)


def _with(**switches):
    return partial(block, **switches)


RELU = "nn.Conv2d(..., 3, padding=1), nn.ReLU(), and again; nn.MaxPool2d(2) at the end."

vgg_block = Exercise(
    "lesson08.vgg_block",
    functions={"vgg_block": _vgg_block},
    parts=(
        Part(
            "parameters",
            1,
            (
                parameters_law((3, 4, 1), "one convolution"),
                parameters_law((3, 4, 2), "two"),
                parameters_law((4, 4, 3), "three"),
            ),
        ),
        Part(
            "sizes",
            1,
            (
                size_law((3, 4, 1), (1, 3, 6, 8), "one convolution"),
                size_law((2, 5, 3), (2, 2, 8, 4), "three"),
                size_law((3, 4, 2), (1, 3, 7, 5), "odd sides"),
            ),
            needs=("parameters",),
        ),
        Part(
            "outputs",
            1,
            (
                outputs_law((1, 2, 1), (1, 1, 4, 4), 1, note="one convolution"),
                outputs_law((1, 2, 2), (1, 1, 2, 4), 1, note="two"),
                outputs_law((3, 4, 3), (2, 3, 6, 4), note="three"),
            ),
            needs=("parameters", "sizes"),
        ),
    ),
    mistakes=(
        Mistake(
            "one layer several times",
            _shared,
            "The same layer stands in the block several times: its convolutions share their "
            "weights.",
            "Make a new nn.Conv2d for each. [layer] * n repeats one and the same object.",
        ),
        Mistake(
            "input channels again",
            _in_channels_again,
            "Every convolution expects in_channels. Behind the first there are out_channels.",
            "in_channels = out_channels at the end of the loop.",
        ),
        Mistake(
            "wide at the end only",
            _with(widen_last=True),
            "Only the last convolution makes out_channels. In VGG the first does, and the others "
            "keep them.",
        ),
        Mistake(
            "a list",
            _a_list,
            "The block is a list. A list has no parameters that torch knows of, and cannot be "
            "called.",
            "nn.Sequential(*layers)",
        ),
        Mistake(
            "one convolution", _one_convolution, "There is one convolution, whatever convs is."
        ),
        Mistake("two convolutions", _always_two, "There are two convolutions, whatever convs is."),
        Mistake("one too many", _one_more, "There is one convolution too many."),
        Mistake(
            "bias missing",
            _with(bias=False),
            "The convolutions have no bias. In VGG they have one.",
        ),
        *(
            Mistake(
                "batch norm",
                _with(norm=True, bias=bias),
                "There is batch norm in the block. In 2014 there was none; asked for are "
                "convolutions with bias, ReLU and pooling.",
            )
            for bias in (True, False)
        ),
        Mistake(
            "5 x 5",
            _with(kernel=5, padding=2),
            "The kernels are 5 x 5. VGG's idea is 3 x 3 everywhere.",
        ),
        Mistake(
            "padding missing",
            _with(padding=0),
            "The convolutions have no padding: each makes the map smaller by 2.",
            "padding=1 keeps the size.",
        ),
        Mistake(
            "stride 2",
            _with(stride=2),
            "The convolutions have stride 2. In VGG only the pooling makes the map smaller.",
        ),
        Mistake(
            "pooling missing",
            _with(pool=None),
            "The pooling at the end is missing: the map should become half as large.",
            RELU,
        ),
        Mistake(
            "pooling after each convolution",
            _with(pool_each=True),
            "There is a pooling after each convolution. There is one at the end of the block.",
            RELU,
        ),
        Mistake(
            "pooling after each convolution and at the end",
            _with(pool_each="too"),
            "There is a pooling after each convolution, and another at the end. There is one in "
            "all, at the end of the block.",
            RELU,
        ),
        *(
            Mistake(
                "wrong stride of the pooling",
                _with(pool=pool),
                f"The pooling has a stride of {stride}. Its windows of 2 x 2 lie beside each "
                "other: the stride is 2.",
                "nn.MaxPool2d(2): without more words the stride is the size of the window.",
            )
            for pool, stride in (
                (lambda: nn.MaxPool2d(2, stride=1), 1),
                (lambda: nn.MaxPool2d(2, stride=3), 3),
            )
        ),
        *(
            Mistake(
                "pooling 3 x 3",
                _with(pool=pool),
                "The pooling windows are 3 x 3. VGG's are 2 x 2.",
                "nn.MaxPool2d(2)",
            )
            for pool in (
                lambda: nn.MaxPool2d(3),
                lambda: nn.MaxPool2d(3, 2, 1),
                lambda: nn.MaxPool2d(3, 1, 1),
            )
        ),
        Mistake(
            "rounded up",
            _with(pool=lambda: nn.MaxPool2d(2, ceil_mode=True)),
            "The pooling rounds up: of 7 rows it makes 4. Rounding down, as torch does unless "
            "told otherwise, it makes 3.",
            "nn.MaxPool2d(2), without ceil_mode.",
        ),
        Mistake(
            "overlapping pooling",
            _with(pool=lambda: nn.MaxPool2d(3, 2)),
            "The pooling windows are 3 x 3 and overlap, as in AlexNet. VGG's are 2 x 2.",
        ),
        Mistake(
            "mean",
            _with(pool=lambda: nn.AvgPool2d(2)),
            "You pool the mean. VGG pools the maximum.",
        ),
        Mistake(
            "no activation",
            _with(activation=None),
            "There is no ReLU. Without one, two 3 x 3 convolutions are a 5 x 5 convolution with "
            "fewer possibilities.",
            RELU,
        ),
        Mistake(
            "no activation at the end",
            _with(activate=lambda k, convs: k < convs - 1),
            "The ReLU after the last convolution is missing.",
            RELU,
        ),
        Mistake(
            "one activation only",
            _with(activate=lambda k, convs: k == convs - 1),
            "There is one ReLU, after the last convolution. Each convolution has one.",
            RELU,
        ),
    ),
    hints=(
        "Fill a list in a loop, then nn.Sequential(*layers).",
        "The first convolution goes from in_channels to out_channels, the others from out_channels "
        "to out_channels.",
        RELU,
    ),
    ready_made=(
        "cnnlib.exercises.lesson08.blocks.block",
        "cnnlib.models.vgg.vgg_block",
        "cnnlib.models.VGG",
        "cnnlib.models.vgg.VGG",
    ),
    rtol=1e-6,
    seconds=10.0,
)
