"""`resnet`: a whole network of depth 6n + 2, judged by its layers and its outputs.

Imports torch: `cnnlib.exercises.lesson09` loads this module when the exercise is asked for.
"""

from torch import nn

from cnnlib.check import Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson09.block import Block
from cnnlib.exercises.lesson09.judging import (
    answers,
    beside,
    no_module,
    parts_told_beside,
    random_maps,
)


def built(n, width=8, in_channels=1, num_classes=10):
    """The ResNet for small images, with 6n + 2 layers with weights.

    He, Zhang, Ren, Sun, CVPR 2016, section 4.2; here with 1 x 1 convolutions where the shape
    changes.

    Parameters
    ----------
    n : int
        Blocks in each of the three stages.
    width : int
        Channels of the first stage; 16 in the paper.
    in_channels, num_classes : int

    Returns
    -------
    torch.nn.Module
        From (N, in_channels, H, W) to logits (N, num_classes).

    Examples
    --------
    >>> import torch
    >>> built(3)(torch.zeros(5, 1, 8, 8)).shape
    torch.Size([5, 10])
    """
    return _net(n, width, in_channels, num_classes)


def _stem(in_channels, width, bias=False, norm=True, act=True, stride=1):
    layers = [nn.Conv2d(in_channels, width, 3, stride, padding=1, bias=bias)]
    layers += [nn.BatchNorm2d(width)] if norm else []
    return layers + ([nn.ReLU()] if act else [])


def _net(
    n,
    width=8,
    in_channels=1,
    num_classes=10,
    *,
    stem=_stem,
    widths=(1, 2, 4),
    strides=(1, 2, 2),
    blocks=lambda n, stage: n,
    all_strided=False,
    last_strided=False,
    same_block=False,
    pool=lambda: nn.AdaptiveAvgPool2d(1),
    dense=nn.Linear,
    always_wide=False,
    end=(),
):
    layers = stem(in_channels, width)
    channels = width
    for stage, (factor, stride) in enumerate(zip(widths, strides, strict=True)):
        count = blocks(n, stage)
        steps = ([stride] + [stride if all_strided else 1] * (count - 1))[:count]
        steps = steps[::-1] if last_strided else steps
        for k, step in enumerate(steps):
            if same_block and k > 1:
                layers.append(layers[-1])
                continue
            layers.append(Block(channels, factor * width, step))
            channels = factor * width
    channels = widths[-1] * width if always_wide else channels
    head = (pool(), nn.Flatten(), dense(channels, num_classes))
    return nn.Sequential(*layers, *head, *(e() for e in end))


def _two_dense_layers(channels, num_classes):
    hidden = nn.Linear(channels, channels)
    return nn.Sequential(hidden, nn.ReLU(), nn.Linear(channels, num_classes))


def _without_bias(channels, num_classes):
    return nn.Linear(channels, num_classes, bias=False)


def _a_list(n, width=8, in_channels=1, num_classes=10):
    return list(_net(n, width, in_channels, num_classes))


def _a_tuple(n, width=8, in_channels=1, num_classes=10):
    return tuple(_net(n, width, in_channels, num_classes))


def _resnet(n, width=8, in_channels=1, num_classes=10):
    return _net(n, width, in_channels, num_classes)


def _model(**switches):
    def model_of_the_mistake(n, width=8, in_channels=1, num_classes=10):
        return _net(n, width, in_channels, num_classes, **switches)

    return model_of_the_mistake


class _InAList(nn.Module):
    """Blocks in a list of Python, so that the network does not know them."""

    def __init__(self, n, width=8, in_channels=1, num_classes=10):
        super().__init__()
        *body, self.dense = _net(n, width, in_channels, num_classes)
        self.stem = nn.Sequential(*body[:3])
        self.blocks = body[3:-2]


class _Softmax(nn.Softmax):
    def __init__(self):
        super().__init__(dim=1)


def _ignoring(name, value):
    def model_of_the_mistake(n, width=8, in_channels=1, num_classes=10):
        given = {"n": n, "width": width, "in_channels": in_channels, "num_classes": num_classes}
        return _net(**{**given, name: value})

    return model_of_the_mistake


# What is asked of it


def layers_law(n, width=8, in_channels=1, num_classes=10, note=""):
    return Law(
        "6n + 2 layers with weights, and the right number of each",
        lambda f, n, width, in_channels, num_classes: _depth_told(
            f(n, width, in_channels, num_classes), built(n, width, in_channels, num_classes)
        ),
        lambda f, n, width, in_channels, num_classes: _depth_told(
            *[built(n, width, in_channels, num_classes)] * 2
        ),
        *(n, width, in_channels, num_classes),
        note=note,
    )


def _depth_told(network, right):
    if no_module(network):
        return no_module(network)
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    dense = sum(isinstance(m, nn.Linear) for m in layers)
    if dense > 1:  # of whatever sizes
        return f"{dense} dense layers"
    shortcuts = [m for m in layers if isinstance(m, nn.Conv2d) and m.kernel_size == (1, 1)]
    return f"depth {len(layers) - len(shortcuts)}; {parts_told_beside(network, right)}"


def outputs_law(args, shape, seed=0, note=""):
    return Law(
        "with the same weights, the same logits",
        _logits,
        lambda f, args, shape, seed: beside(
            _logits(f, args, shape, seed), _logits(built, args, shape, seed)
        ),
        *(args, shape, seed),
        note=note,
    )


def _logits(f, args, shape, seed):
    network = f(*args)
    return answers(lambda: network, _images(args, shape, seed))


def _images(args, shape, seed):
    in_channels = args[2] if len(args) > 2 else 1
    return random_maps((shape[0], in_channels, *shape[1:]), seed)


PROJECTION = "The first block of stages 2 and 3 has stride=2; all others have stride 1."

resnet = Exercise(
    "lesson09.resnet",
    functions={"resnet": _resnet},
    parts=(
        Part(
            "depth",
            1,
            (layers_law(1, note="n = 1"), layers_law(3, 4, 3, 5, note="n = 3, other sizes")),
        ),
        Part(
            "outputs",
            2,
            (
                outputs_law((1,), (2, 8, 8), note="two digits, n = 1"),
                outputs_law((2, 4, 3, 5), (1, 8, 12), 1, note="one image of 8 x 12, n = 2"),
            ),
            needs=("depth",),
        ),
    ),
    mistakes=(
        Mistake(
            "blocks in a list of Python",
            _InAList,
            "The blocks stand in a list of Python, where the network does not know them.",
            "nn.Sequential(*blocks)",
        ),
        Mistake(
            "n blocks in all",
            _model(blocks=lambda n, stage: (n + 2 - stage) // 3),
            "There are n blocks in all. Asked for are n in each of the three stages.",
        ),
        Mistake(
            "2n blocks in a stage",
            _model(blocks=lambda n, stage: 2 * n),
            "There are 2n blocks in each stage. With n, of two convolutions each, three stages "
            "have 6n layers; the stem and the dense layer make 6n + 2.",
        ),
        Mistake(
            "one block too many",
            _model(blocks=lambda n, stage: n + 1),
            "Each stage has n + 1 blocks: the one with the stride is one of the n.",
        ),
        *(
            Mistake(
                "one block too few",
                _model(blocks=blocks, always_wide=always_wide),
                "Each stage has n - 1 blocks. Asked for are n, and the one with the stride is one "
                "of them.",
                "Count the turns of your loop for n = 3.",
            )
            for blocks, always_wide in (
                (lambda n, stage: max(n - 1, 1), False),
                (lambda n, stage: n - 1, False),
                (lambda n, stage: n - 1, True),
            )
        ),
        *(
            Mistake(
                f"{name} in place of a network",
                make,
                f"You return {name} of layers. Asked for is one nn.Module, which can be called.",
                "nn.Sequential(*layers)",
            )
            for name, make in (("a list", _a_list), ("a tuple", _a_tuple))
        ),
        Mistake(
            "one block repeated",
            _model(same_block=True),
            "A stage has one block several times: [block] * n is n names of a single block, with "
            "a single set of weights.",
            "Make a new block in each turn of the loop.",
        ),
        Mistake(
            "stride in every block",
            _model(all_strided=True),
            "Every block of stages 2 and 3 has the stride. Only the first one has.",
            PROJECTION,
        ),
        Mistake(
            "stride in the last block",
            _model(last_strided=True),
            "The stride is in the last block of a stage. It belongs to the first, where the "
            "channels are doubled: there is one shortcut with a convolution, not two.",
            PROJECTION,
        ),
        Mistake(
            "stride in the first stage",
            _model(strides=(2, 2, 2)),
            "The first stage has a stride, too. It keeps the size of the image.",
            PROJECTION,
        ),
        Mistake(
            "no stride",
            _model(strides=(1, 1, 1)),
            "No block has a stride: the maps stay as large as the image.",
            PROJECTION,
        ),
        Mistake(
            "channels not doubled",
            _model(widths=(1, 1, 1)),
            "All stages have the same number of channels. They double where the sides are halved.",
            "width, 2 * width, 4 * width.",
        ),
        Mistake(
            "channels that grow by width",
            _model(widths=(1, 2, 3)),
            "The third stage has 3 * width channels. They double from stage to stage.",
            "width, 2 * width, 4 * width.",
        ),
        Mistake(
            "channels doubled from the first stage on",
            _model(widths=(2, 4, 8)),
            "The first stage has 2 * width channels already.",
            "width, 2 * width, 4 * width.",
        ),
        Mistake(
            "stem without batch norm",
            _model(stem=lambda c, w: _stem(c, w, norm=False)),
            "The first convolution has no batch norm after it.",
            "conv, batch norm, ReLU, then the stages.",
        ),
        Mistake(
            "stem without ReLU",
            _model(stem=lambda c, w: _stem(c, w, act=False)),
            "The ReLU after the first batch norm is missing.",
            "conv, batch norm, ReLU, then the stages.",
        ),
        Mistake(
            "stem with a bias",
            _model(stem=lambda c, w: _stem(c, w, bias=True)),
            "The first convolution has a bias. Batch norm takes the mean away right after.",
            "bias=False",
        ),
        Mistake(
            "stem with a stride",
            _model(stem=lambda c, w: _stem(c, w, stride=2)),
            "The first convolution has a stride. It keeps the size of the image, which is small.",
            "stride 1, padding 1.",
        ),
        Mistake(
            "two dense layers",
            _model(dense=_two_dense_layers),
            "There are two dense layers. Asked for is one: from 4 * width to the classes.",
        ),
        Mistake(
            "dense layer without bias",
            _model(dense=_without_bias),
            "The dense layer has no bias. No batch norm comes after it: it needs one.",
            "nn.Linear's bias is True unless told.",
        ),
        Mistake(
            "windows of 2 x 2 at the end",
            _model(pool=lambda: nn.AvgPool2d(2)),
            "You take means of windows of 2 x 2 at the end. Asked for is one mean of each whole "
            "map, whatever its size.",
            "nn.AdaptiveAvgPool2d(1)",
        ),
        Mistake(
            "no mean at the end",
            _model(pool=nn.Identity),
            "The maps go into the dense layer pixel by pixel. Asked for is the mean of each map.",
            "nn.AdaptiveAvgPool2d(1) before nn.Flatten().",
        ),
        Mistake(
            "maximum at the end",
            _model(pool=lambda: nn.AdaptiveMaxPool2d(1)),
            "You take the maximum of each map at the end. Asked for is its mean.",
            "nn.AdaptiveAvgPool2d(1)",
        ),
        Mistake(
            "softmax at the end",
            _model(end=(_Softmax,)),
            "There is a softmax at the end. Asked for are logits: cross_entropy has a softmax of "
            "its own inside.",
        ),
        Mistake(
            "ReLU at the end",
            _model(end=(nn.ReLU,)),
            "There is a ReLU after the dense layer. Logits may be negative.",
        ),
        *(
            Mistake(
                f"{name} ignored",
                _ignoring(name, value),
                f"{name} is not used: your network has {value}, whatever is asked for.",
            )
            for name, value in (
                *(("n", 3), ("width", 8), ("width", 16)),
                *(("in_channels", 1), ("in_channels", 3), ("num_classes", 10)),
            )
        ),
    ),
    hints=(
        "A list of layers: the stem (three), then two loops, over stages and over n blocks, then "
        "the end (three). nn.Sequential(*layers).",
        "for factor, stride in ((1, 1), (2, 2), (4, 2)): the first block of a stage has the stride "
        "and changes the channels, the others keep both.",
        "nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4 * width, num_classes).",
    ),
    ready_made=(
        "cnnlib.models.CifarResNet",
        "cnnlib.models.ResNet",
        "cnnlib.models.resnet.CifarResNet",
        "cnnlib.models.resnet.ResNet",
        "cnnlib.exercises.lesson09.network.built",
    ),
    rtol=1e-6,
    atol=1e-9,
    seconds=10.0,
)
