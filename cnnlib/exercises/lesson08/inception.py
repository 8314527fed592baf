"""The exercise `inception_block`: four branches, judged by outputs for weights that the judge sets.

Imports torch: `cnnlib.exercises.lesson08` loads this module when the exercise is asked for.
"""

from functools import partial
from itertools import permutations

import torch
from torch import nn

from cnnlib.check import Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson08 import filling

# No two layers of the same shape: so the order in which they are registered does not matter.
SMALL = (7, 2, 3, 4, 5, 6, 1)
TINY = (2, 1, 5, 2, 6, 3, 4)
OTHER = (9, 5, 4, 6, 2, 3, 8)
NAMES = ("1 x 1", "3 x 3", "5 x 5", "pooling")


class Block(nn.Module):
    """Inception v1 without batch norm; options make a mistake each.

    Examples
    --------
    >>> Block(*SMALL)(torch.zeros(1, 7, 5, 6)).shape
    torch.Size([1, 13, 5, 6])
    """

    def __init__(
        self,
        in_channels,
        ch1x1,
        ch3x3red,
        ch3x3,
        ch5x5red,
        ch5x5,
        pool_proj,
        *,
        order=(0, 1, 2, 3),
        reduce3=True,
        reduce5=True,
        wide=5,
        pads=(1, 2),
        reduce_kernel=1,
        pool=lambda: nn.MaxPool2d(3, stride=1, padding=1),
        project=True,
        project_first=False,
        bias=True,
        norm=False,
        silent=(),
        join=lambda maps: torch.cat(maps, dim=1),
        pooled_input=False,
    ):
        super().__init__()

        def conv(before, after, kernel, padding, name):
            layers = [nn.Conv2d(before, after, kernel, padding=padding, bias=bias)]
            layers += [nn.BatchNorm2d(after)] if norm else []
            return nn.Sequential(*layers, *([] if name in silent else [nn.ReLU()]))

        def reduced(between, after, kernel, padding, name, reduce):
            last = conv(between if reduce else in_channels, after, kernel, padding, name)
            if not reduce:
                return last
            first = conv(in_channels, between, reduce_kernel, reduce_kernel // 2, f"{name} reduced")
            return nn.Sequential(first, last)

        last = [pool(), *([conv(in_channels, pool_proj, 1, 0, "pooling")] if project else [])]
        branches = [
            conv(in_channels, ch1x1, 1, 0, "1 x 1"),
            reduced(ch3x3red, ch3x3, 3, pads[0], "3 x 3", reduce3),
            reduced(ch5x5red, ch5x5, wide, pads[1], "5 x 5", reduce5),
            nn.Sequential(*(reversed(last) if project_first else last)),
        ]
        self.branches = nn.ModuleList(branches[k] for k in order)
        self.join, self.chained = join, pooled_input

    def forward(self, x):
        if self.chained:
            for branch in self.branches:
                x = branch(x)
            return x
        return self.join([branch(x) for branch in self.branches])


def _inception_block(in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
    return Block(in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj)


parameters_law = partial(filling.parameters_law, _inception_block)
size_law = partial(filling.size_law, _inception_block)


def outputs_law(arguments, shape, seed=0, note=""):
    """With the same weights, the same outputs; on a map of one pixel, only the same order.

    What a ReLU or a pooling does to the numbers is no matter of the order: so the order is
    looked at by itself.
    """
    if shape[2:] == (1, 1):
        return order_law(arguments, note)
    return filling.outputs_law(_inception_block, arguments, shape, seed, note)


def order_law(arguments, note=""):
    """The branches have the same channels of the output as the oracle's."""
    return Law(
        "each branch has its channels of the output, in the order that was asked for",
        lambda f, arguments: _order(f(*arguments), arguments),
        lambda f, arguments: _order(_inception_block(*arguments), arguments),
        arguments,
        note=note,
    )


def _order(network, arguments):
    """Which channels each branch has: the bias of its last layer is 1, and all else is 0."""
    if not isinstance(network, nn.Module):
        return filling.parameters_told(network)
    widths = dict(zip(NAMES, (arguments[k] for k in (1, 3, 5, 6)), strict=True))
    told = []
    for name, width in widths.items():
        with torch.no_grad():
            for parameter in network.parameters():
                parameter.fill_(float(parameter.shape == (width,)))
        try:
            with torch.no_grad():
                y = network.double()(filling.images((1, arguments[0], 5, 5)))
            mine = y[0].flatten(1).any(dim=1).nonzero().flatten().tolist()
        except Exception as error:  # the student's: told, and compared with known mistakes
            return f"{type(error).__name__}: {error}".strip().partition("\n")[0]
        told.append(f"{name}: {_channels(mine)}")
    return "; ".join(told)


def _channels(numbers):
    """Channels in words.

    >>> _channels([2, 3, 4]), _channels([7]), _channels([0, 2])
    ('channels 2 to 4', 'channel 7', 'channels 0, 2')
    """
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"channels {numbers[0]} to {numbers[-1]}"
    several = "" if len(numbers) == 1 else "s"
    return f"channel{several} {', '.join(map(str, numbers))}" if numbers else "no channels"


def _with(**switches):
    return partial(Block, **switches)


class _InAList(nn.Module):
    """Its layers where a module does not look: in a list, or in lists within a list."""

    def __init__(self, *widths, nested=False):
        super().__init__()
        branches = list(Block(*widths).branches)
        self.branches = [branches] if nested else branches

    def forward(self, x):
        branches = self.branches[0] if isinstance(self.branches[0], list) else self.branches
        return torch.cat([branch(x.float()) for branch in branches], dim=1)


class _WithoutSuper(nn.Module):
    def __init__(self, *widths):
        self.branches = nn.ModuleList()


def _sum(maps):
    return sum(maps)


def _reductions_exchanged(in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
    return Block(in_channels, ch1x1, ch5x5red, ch3x3, ch3x3red, ch5x5, pool_proj)


def _widths_swapped(in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
    return Block(in_channels, ch1x1, ch3x3, ch3x3red, ch5x5, ch5x5red, pool_proj)


def _widths_of_3_swapped(in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
    return Block(in_channels, ch1x1, ch3x3, ch3x3red, ch5x5red, ch5x5, pool_proj)


def _widths_of_5_swapped(in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
    return Block(in_channels, ch1x1, ch3x3red, ch3x3, ch5x5, ch5x5red, pool_proj)


def _joined(*axes_and_name):
    axis = axes_and_name[0]
    return lambda maps: torch.cat(maps, dim=axis)


def _stacked(maps):
    return torch.stack(maps, dim=1)


def _forgotten(index):
    return lambda maps: torch.cat([m for k, m in enumerate(maps) if k != index], dim=1)


SIX = "Each of the six convolutions has one behind it."
CAT = "torch.cat([one(x), three(x), five(x), pool(x)], dim=1)"
ORDERS = list(permutations(range(4)))[1:]
REDUCED = ("3 x 3 reduced", "5 x 5 reduced")

inception_block = Exercise(
    "lesson08.inception_block",
    functions={"InceptionBlock": _inception_block},
    parts=(
        Part(
            "parameters",
            1,
            (parameters_law(SMALL, "small numbers"), parameters_law(OTHER, "others")),
        ),
        Part(
            "sizes",
            1,
            (
                size_law(SMALL, (1, 7, 5, 6), "a small map"),
                size_law(SMALL, (2, 7, 3, 4), "two images"),
            ),
            needs=("parameters",),
        ),
        Part(
            "order of the branches",
            1,
            (order_law(SMALL, "small numbers"), order_law(OTHER, "others")),
            needs=("parameters", "sizes"),
        ),
        Part(
            "outputs",
            2,
            (
                outputs_law(TINY, (1, 2, 1, 2), 1, "a map of two pixels"),
                outputs_law(SMALL, (1, 7, 4, 5), 1, "one image"),
                outputs_law(OTHER, (2, 9, 6, 5), 2, "two images"),
            ),
            needs=("parameters", "sizes"),
        ),
    ),
    mistakes=(
        Mistake(
            "super().__init__() missing",
            _WithoutSuper,
            "A module must be prepared before it is given layers: super().__init__() is missing, "
            "or comes too late.",
            "super().__init__() is the first line of __init__.",
        ),
        Mistake(
            "layers in a list",
            _InAList,
            "The layers stand in a list of Python, or a dict: the module does not know their "
            "parameters.",
            "An attribute for each branch, or nn.ModuleList.",
        ),
        Mistake(
            "no parameters",
            partial(_InAList, nested=True),
            "The module knows of no parameters. It finds layers in its attributes, in "
            "nn.Sequential and in nn.ModuleList, but not in lists of Python, and not in layers "
            "that forward makes.",
            "An attribute for each branch, or nn.ModuleList.",
        ),
        *(
            Mistake(
                "wrong order of the branches",
                _with(order=order),
                "The four branches are put together in another order.",
                "1 x 1 first, then 3 x 3, then 5 x 5, then the pooling.",
            )
            for order in ORDERS
        ),
        Mistake(
            "5 x 5 without reduction",
            _with(reduce5=False),
            "The 1 x 1 reduction before the 5 x 5 convolution is missing. It is what makes that "
            "branch affordable.",
            "in_channels -> ch5x5red (1 x 1) -> ch5x5 (5 x 5).",
        ),
        Mistake(
            "3 x 3 without reduction",
            _with(reduce3=False),
            "The 1 x 1 reduction before the 3 x 3 convolution is missing.",
            "in_channels -> ch3x3red (1 x 1) -> ch3x3 (3 x 3).",
        ),
        Mistake(
            "no reductions",
            _with(reduce3=False, reduce5=False),
            "Both 1 x 1 reductions are missing: this is the naive block of the paper's figure 2a.",
            "in_channels -> ch3x3red (1 x 1) -> ch3x3 (3 x 3), and likewise for 5 x 5.",
        ),
        Mistake(
            "reductions exchanged",
            _reductions_exchanged,
            "The reductions of the two branches are exchanged: ch3x3red belongs to the 3 x 3.",
        ),
        *(
            Mistake(
                "reduction and output exchanged",
                model,
                f"In {where}, the numbers of channels are exchanged: the reduction makes the "
                "channels that the large kernel should make, and the other way round.",
                "in_channels -> ch3x3red (1 x 1) -> ch3x3 (3 x 3), and likewise for 5 x 5.",
            )
            for model, where in (
                (_widths_swapped, "both branches with a reduction"),
                (_widths_of_3_swapped, "the 3 x 3 branch"),
                (_widths_of_5_swapped, "the 5 x 5 branch"),
            )
        ),
        Mistake(
            "reductions 3 x 3",
            _with(reduce_kernel=3),
            "The reductions are 3 x 3. A reduction is 1 x 1: it mixes channels and looks at one "
            "pixel.",
            "nn.Conv2d(in_channels, ch3x3red, 1), and likewise for 5 x 5.",
        ),
        Mistake(
            "projection missing",
            _with(project=False),
            "The 1 x 1 convolution after the pooling is missing: the branch has in_channels "
            "channels and not pool_proj.",
        ),
        Mistake(
            "3 x 3 for 5 x 5",
            _with(wide=3, pads=(1, 1)),
            "The third branch has a 3 x 3 kernel, as torchvision's GoogLeNet has by an old "
            "mistake. Asked for is 5 x 5.",
        ),
        Mistake(
            "bias missing",
            _with(bias=False),
            "The convolutions have no bias. Without batch norm behind them they need one.",
        ),
        *(
            Mistake(
                "batch norm",
                _with(norm=True, bias=bias),
                "There is batch norm in the block. The block of 2014 has none; asked for are "
                "convolutions with bias, ReLU and pooling.",
            )
            for bias in (True, False)
        ),
        *(
            Mistake(
                "padding of the 5 x 5",
                _with(pads=(1, padding)),
                f"The 5 x 5 convolution has a padding of {padding}: its map is smaller than those "
                "of the others.",
                "padding=2 for 5 x 5.",
            )
            for padding in (1, 0)
        ),
        Mistake(
            "padding of the 3 x 3",
            _with(pads=(0, 2)),
            "The 3 x 3 convolution has no padding: its map is smaller than those of the others.",
            "padding=1 for 3 x 3.",
        ),
        Mistake(
            "padding missing",
            _with(pads=(0, 0)),
            "The convolutions have no padding, so the branches have maps of different sizes, and "
            "cannot be put together.",
            "padding=1 for 3 x 3, padding=2 for 5 x 5.",
        ),
        Mistake(
            "pooling halves the map",
            _with(pool=lambda: nn.MaxPool2d(3, stride=2, padding=1)),
            "The pooling has a stride of 2: its map is smaller than those of the others.",
            "nn.MaxPool2d(3, stride=1, padding=1)",
        ),
        Mistake(
            "pooling with torch's stride",
            _with(pool=lambda: nn.MaxPool2d(3, padding=1)),
            "nn.MaxPool2d(3) has a stride of 3 unless told otherwise: its map is smaller than "
            "those of the others.",
            "nn.MaxPool2d(3, stride=1, padding=1)",
        ),
        Mistake(
            "pooling without padding",
            _with(pool=lambda: nn.MaxPool2d(3, stride=1)),
            "The pooling has no padding: its map is smaller by 2 than those of the others.",
            "nn.MaxPool2d(3, stride=1, padding=1)",
        ),
        Mistake(
            "mean for maximum",
            _with(pool=lambda: nn.AvgPool2d(3, stride=1, padding=1)),
            "The fourth branch pools the mean. In this block it is the maximum.",
        ),
        Mistake(
            "projection before the pooling",
            _with(project_first=True),
            "The 1 x 1 convolution comes before the pooling; it belongs after it.",
        ),
        Mistake(
            "added",
            _with(join=_sum),
            "The branches are added. They are concatenated: each keeps its channels.",
            CAT,
        ),
        Mistake(
            "concatenated along the batch",
            _with(join=_joined(0)),
            "The branches are concatenated along the batch axis. The channels are axis 1.",
            CAT,
        ),
        Mistake(
            "concatenated along the rows",
            _with(join=_joined(2)),
            "The branches are concatenated along the rows. The channels are axis 1.",
            CAT,
        ),
        Mistake(
            "concatenated along the columns",
            _with(join=_joined(3)),
            "The branches are concatenated along the columns. The channels are axis 1.",
            CAT,
        ),
        Mistake(
            "stacked",
            _with(join=_stacked),
            "torch.stack makes a new axis, and needs maps of equal shape.",
            CAT,
        ),
        *(
            Mistake(
                "a branch left out",
                _with(join=_forgotten(k)),
                f"The {name} branch is made, but left out of the result.",
                CAT,
            )
            for k, name in enumerate(("1 x 1", "3 x 3", "5 x 5", "pooling"))
        ),
        Mistake(
            "one after the other",
            _with(pooled_input=True),
            "The branches follow each other. They all see x, side by side.",
            CAT,
        ),
        Mistake(
            "no activation",
            _with(silent=(*REDUCED, *NAMES)),
            f"There is no ReLU. {SIX}",
        ),
        Mistake(
            "no activation after the reductions",
            _with(silent=REDUCED),
            f"The ReLU after the reductions is missing. {SIX[:-1]}, the 1 x 1 reductions, too.",
        ),
        Mistake(
            "no activation at the end",
            _with(silent=NAMES),
            f"The ReLU at the end of the branches is missing. {SIX}",
        ),
        *(
            Mistake(
                "an activation is missing",
                _with(silent=(name,)),
                f"The ReLU {where} is missing. {SIX}",
            )
            for name, where in (
                ("1 x 1", "of the 1 x 1 branch"),
                ("3 x 3", "after the 3 x 3 convolution"),
                ("5 x 5", "after the 5 x 5 convolution"),
                ("pooling", "after the projection"),
                ("3 x 3 reduced", "between the reduction and the 3 x 3 convolution"),
                ("5 x 5 reduced", "between the reduction and the 5 x 5 convolution"),
            )
        ),
    ),
    hints=(
        "Make four branches in __init__, each an nn.Sequential; forward calls all of them on x.",
        "Six convolutions in all: 1 x 1; 1 x 1 and 3 x 3; 1 x 1 and 5 x 5; and 1 x 1 after the "
        "pooling. Each with its ReLU.",
        f"{CAT}; the pooling is nn.MaxPool2d(3, stride=1, padding=1).",
    ),
    ready_made=(
        "cnnlib.exercises.lesson08.inception.Block",
        "cnnlib.models.InceptionBlock",
        "cnnlib.models.inception.InceptionBlock",
    ),
    rtol=1e-6,
    seconds=10.0,
)
