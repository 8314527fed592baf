"""The exercise `inception_block`: four branches, judged by outputs for weights that the judge sets.

Imports torch: `cnnlib.exercises.lesson08` loads this module when the exercise is asked for.
"""

from functools import partial

import torch
from torch import nn

from cnnlib.check import Exercise, Mistake, Part
from cnnlib.exercises.lesson08 import filling

# No two layers of the same shape: so the order in which they are registered does not matter.
SMALL = (7, 2, 3, 4, 5, 6, 1)
OTHER = (9, 5, 4, 6, 2, 3, 8)


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
        pad=True,
        pool=lambda: nn.MaxPool2d(3, stride=1, padding=1),
        project=True,
        project_first=False,
        bias=True,
        norm=False,
        inner=True,
        outer=True,
        outer_pool=True,
        join=lambda maps: torch.cat(maps, dim=1),
        pooled_input=False,
    ):
        super().__init__()

        def conv(before, after, kernel, active=True):
            padding = kernel // 2 if pad else 0
            layers = [nn.Conv2d(before, after, kernel, padding=padding, bias=bias)]
            layers += [nn.BatchNorm2d(after)] if norm else []
            return nn.Sequential(*layers, *([nn.ReLU()] if active else []))

        def reduced(between, after, kernel, reduce):
            if not reduce:
                return conv(in_channels, after, kernel, outer)
            return nn.Sequential(
                conv(in_channels, between, 1, inner), conv(between, after, kernel, outer)
            )

        last = [
            pool(),
            *([conv(in_channels, pool_proj, 1, outer and outer_pool)] if project else []),
        ]
        branches = [
            conv(in_channels, ch1x1, 1, outer),
            reduced(ch3x3red, ch3x3, 3, reduce3),
            reduced(ch5x5red, ch5x5, wide, reduce5),
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
outputs_law = partial(filling.outputs_law, _inception_block)


def _with(**switches):
    return partial(Block, **switches)


class _InAList(nn.Module):
    def __init__(self, *widths):
        super().__init__()
        self.branches = list(Block(*widths).branches)

    def forward(self, x):
        return torch.cat([branch(x.float()) for branch in self.branches], dim=1)


def _sum(maps):
    return sum(maps)


def _reductions_exchanged(in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
    return Block(in_channels, ch1x1, ch5x5red, ch3x3, ch3x3red, ch5x5, pool_proj)


def _joined(*axes_and_name):
    axis = axes_and_name[0]
    return lambda maps: torch.cat(maps, dim=axis)


def _stacked(maps):
    return torch.stack(maps, dim=1)


def _forgotten(index):
    return lambda maps: torch.cat([m for k, m in enumerate(maps) if k != index], dim=1)


CAT = "torch.cat([one(x), three(x), five(x), pool(x)], dim=1)"
ORDERS = ((1, 0, 2, 3), (0, 2, 1, 3), (3, 0, 1, 2), (3, 2, 1, 0), (0, 1, 3, 2), (1, 2, 3, 0))

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
            (outputs_law(SMALL, (1, 7, 1, 1), note="a map of one pixel"),),
            needs=("parameters", "sizes"),
        ),
        Part(
            "outputs",
            2,
            (
                outputs_law(SMALL, (1, 7, 4, 5), 1, "one image"),
                outputs_law(OTHER, (2, 9, 6, 5), 2, "two images"),
            ),
            needs=("parameters", "sizes"),
        ),
    ),
    mistakes=(
        Mistake(
            "branches in a list",
            _InAList,
            "The branches stand in a list of Python: the module does not know their parameters.",
            "An attribute for each branch, or nn.ModuleList.",
        ),
        *(
            Mistake(
                "wrong order of the branches",
                _with(order=order),
                "All four branches are right, but they are put together in another order.",
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
        Mistake(
            "projection missing",
            _with(project=False),
            "The 1 x 1 convolution after the pooling is missing: the branch has in_channels "
            "channels and not pool_proj.",
        ),
        Mistake(
            "3 x 3 for 5 x 5",
            _with(wide=3),
            "The third branch has a 3 x 3 kernel, as torchvision's GoogLeNet has by an old "
            "mistake. Asked for is 5 x 5.",
        ),
        Mistake(
            "bias missing",
            _with(bias=False),
            "The convolutions have no bias. Without batch norm behind them they need one.",
        ),
        Mistake(
            "batch norm",
            _with(norm=True),
            "There is batch norm in the block. The block of 2014 has none; asked for are "
            "convolutions, ReLU and pooling.",
        ),
        Mistake(
            "padding missing",
            _with(pad=False),
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
            _with(inner=False, outer=False),
            "There is no ReLU. Each of the six convolutions has one behind it.",
        ),
        Mistake(
            "no activation after the reductions",
            _with(inner=False),
            "The ReLU after the reductions is missing. Each of the six convolutions has one "
            "behind it, the 1 x 1 reductions, too.",
        ),
        Mistake(
            "no activation at the end",
            _with(outer=False),
            "The ReLU at the end of the branches is missing. Each of the six convolutions has one "
            "behind it.",
        ),
        Mistake(
            "no activation after the projection",
            _with(outer_pool=False),
            "The ReLU after the projection is missing. Each of the six convolutions has one behind "
            "it.",
        ),
    ),
    hints=(
        "Make four branches in __init__, each an nn.Sequential; forward calls all of them on x.",
        "Six convolutions in all: 1 x 1; 1 x 1 and 3 x 3; 1 x 1 and 5 x 5; and 1 x 1 after the "
        "pooling. Each with its ReLU.",
        f"{CAT}; the pooling is nn.MaxPool2d(3, stride=1, padding=1).",
    ),
    ready_made=(
        "cnnlib.models.InceptionBlock",
        "cnnlib.models.inception.InceptionBlock",
    ),
    rtol=1e-6,
    seconds=10.0,
)
