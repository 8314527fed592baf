"""The exercise `count`: parameters and multiplications of a stack of layers."""

import math

from cnnlib import arithmetic
from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson04.pairs import pair

LENET = [
    {"layer": "Conv2d", "in_channels": 1, "out_channels": 6, "kernel_size": 5, "padding": 2},
    {"layer": "ReLU"},
    {"layer": "MaxPool2d", "kernel_size": 2},
    {"layer": "Conv2d", "in_channels": 6, "out_channels": 16, "kernel_size": 5},
    {"layer": "ReLU"},
    {"layer": "MaxPool2d", "kernel_size": 2},
    {"layer": "Flatten"},
    {"layer": "Linear", "in_features": 400, "out_features": 120},
    {"layer": "ReLU"},
    {"layer": "Linear", "in_features": 120, "out_features": 84},
    {"layer": "ReLU"},
    {"layer": "Linear", "in_features": 84, "out_features": 10},
]


def conv2d(in_channels, out_channels, kernel_size, **more):
    """One Conv2d as a stack of one layer."""
    channels = {"in_channels": in_channels, "out_channels": out_channels}
    return [{"layer": "Conv2d", **channels, "kernel_size": kernel_size, **more}]


def _weights(layer, name="in_channels"):
    area = math.prod(pair(layer["kernel_size"]))
    return area * layer["in_channels"] // layer.get("groups", 1) * layer["out_channels"]


def _conv_params(layer):
    return _weights(layer) + layer["out_channels"] * layer.get("bias", True)


def _linear_params(layer):
    return layer["out_features"] * (layer["in_features"] + layer.get("bias", True))


PARAMS = {
    "Conv2d": _conv_params,
    "Linear": _linear_params,
    "BatchNorm2d": lambda layer: 2 * layer["num_features"],
}
MACS = {  # for a layer, and the size of its output and of its input
    "Conv2d": lambda layer, after, before: _weights(layer) * math.prod(after),
    "Linear": lambda layer, after, before: layer["in_features"] * layer["out_features"],
}


def _count_params(stack):
    return sum(PARAMS[layer["layer"]](layer) for layer in stack if layer["layer"] in PARAMS)


def _count_macs(stack, hw):
    return sum(
        MACS[layer["layer"]](layer, after, before)
        for layer, before, after in _walk(stack, hw)
        if layer["layer"] in MACS
    )


def _walk(stack, hw, size=None):
    """Each layer with the height and width before it and after it."""
    size = size or _size_after
    hw = tuple(hw)
    for layer in stack:
        after = size(layer, hw)
        yield layer, hw, after
        hw = after


def _size_after(layer, hw, **instead):
    if "kernel_size" not in layer:
        return hw
    kernel = pair(layer["kernel_size"])
    default = {"stride": kernel if "Pool" in layer["layer"] else 1, "padding": 0, "dilation": 1}
    chosen = {name: pair(layer.get(name, value)) for name, value in default.items()}
    chosen |= {name: pair(value) for name, value in instead.items()}
    return tuple(
        arithmetic.out_size(n, *axis) for n, *axis in zip(hw, kernel, *chosen.values(), strict=True)
    )


# Models of mistakes


def _params_with(**changed):
    """The number of parameters, with other rules for some layers (None: the layer is missed)."""
    rules = {**PARAMS, **changed}

    def model(stack):
        found = [rules.get(layer["layer"]) for layer in stack]
        return sum(rule(one) for rule, one in zip(found, stack, strict=True) if rule)

    return {"count_params": model}


def _macs_with(size=None, **changed):
    rules = {**MACS, **changed}

    def model(stack, hw):
        walked = [(rules.get(layer["layer"]), *way) for layer, *way in _layers(stack, hw, size)]
        return sum(rule(layer, after, before) for rule, layer, before, after in walked if rule)

    return {"count_macs": model}


def _layers(stack, hw, size):
    return [(layer, layer, before, after) for layer, before, after in _walk(stack, hw, size)]


def _changed(layer, **values):
    return {**layer, **values}


def _bias(layer):
    return layer["out_channels"] * layer.get("bias", True)


def _one_bias_per_kernel(layer):
    kernels = layer["in_channels"] // layer.get("groups", 1) * layer["out_channels"]
    return _weights(layer) + kernels * layer.get("bias", True)


def _first_side_squared(layer):
    return _changed(layer, kernel_size=pair(layer["kernel_size"])[0])


def _side_for_area(layer):
    return _weights(layer) // math.prod(pair(layer["kernel_size"])) * pair(layer["kernel_size"])[0]


def _group_squared(layer):
    return _weights(layer) // layer.get("groups", 1)


def _pooling_area(layer):
    return math.prod(pair(layer["kernel_size"]))


def _pooling_macs(layer, after, before):
    return _pooling_area(layer) * math.prod(after)


def _pool_stride_one(layer, hw):
    instead = {} if "stride" in layer or "Pool" not in layer["layer"] else {"stride": 1}
    return _size_after(layer, hw, **instead)


def _pools_passed_over(layer, hw):
    return hw if "Pool" in layer["layer"] else _size_after(layer, hw)


def _square_size(layer, hw):
    return (_size_after(layer, (hw[0], hw[0]))[0],) * 2


def _spread_weights(layer, after, before):
    spread = [
        d * (k - 1) + 1
        for k, d in zip(pair(layer["kernel_size"]), pair(layer.get("dilation", 1)), strict=True)
    ]
    return _weights(_changed(layer, kernel_size=spread)) * math.prod(after)


CONV_1_TO_1 = conv2d(1, 1, 5)
GROUPED = conv2d(8, 12, 3, groups=4)
NO_BIAS = conv2d(3, 4, 3, bias=False)
WITH_NORM = [*conv2d(1, 8, 3, bias=False), {"layer": "BatchNorm2d", "num_features": 8}]
DEPTHWISE = conv2d(6, 6, 3, groups=6)
SMALL = [
    *conv2d(3, 4, 3),
    {"layer": "ReLU"},
    {"layer": "MaxPool2d", "kernel_size": 2},
    *conv2d(4, 2, 1),
]

count = Exercise(
    "lesson04.count",
    functions={"count_params": _count_params, "count_macs": _count_macs},
    parts=(
        Part(
            "parameters",
            1,
            (
                Case(CONV_1_TO_1, note="one 5 x 5 kernel"),
                Case(conv2d(3, 4, 3), note="three channels to four"),
                Case(conv2d(2, 3, (1, 5)), note="a kernel of one row"),
                Case([{"layer": "Linear", "in_features": 7, "out_features": 3}]),
                Case(LENET, note="LeNet"),
            ),
        ),
        Part(
            "groups, bias, batch norm",
            1,
            (
                Case(NO_BIAS, note="without bias"),
                Case([{"layer": "Linear", "in_features": 7, "out_features": 3, "bias": False}]),
                Case(GROUPED, note="four groups"),
                Case(DEPTHWISE, note="depthwise"),
                Case(WITH_NORM, note="with batch norm"),
            ),
            needs=("parameters",),
        ),
        Part(
            "multiplications",
            1,
            (
                Case(CONV_1_TO_1, (5, 5), function="count_macs", note="one place"),
                Case(CONV_1_TO_1, (6, 9), function="count_macs", note="an image that is wide"),
                Case(
                    conv2d(2, 3, 3, stride=2, padding=1),
                    (6, 4),
                    function="count_macs",
                    note="stride and padding",
                ),
                Case(
                    conv2d(2, 2, (1, 3), padding=(0, 1), dilation=(1, 2), groups=2),
                    (3, 7),
                    function="count_macs",
                    note="groups, dilation and pairs",
                ),
            ),
        ),
        Part(
            "a whole network",
            1,
            (
                Case(SMALL, (8, 10), function="count_macs", note="pooling in between"),
                Case(LENET, (28, 28), function="count_macs", note="LeNet"),
                Case(
                    [
                        {"layer": "Flatten"},
                        {"layer": "Linear", "in_features": 6, "out_features": 2},
                    ],
                    (2, 3),
                    function="count_macs",
                    note="no convolution at all",
                ),
                Case(WITH_NORM, (3, 3), function="count_macs", note="batch norm"),
            ),
            needs=("multiplications",),
        ),
    ),
    mistakes=(
        Mistake(
            "bias missing",
            _params_with(
                Conv2d=_weights, Linear=lambda one: one["in_features"] * one["out_features"]
            ),
            says="The biases are missing: each filter has one, and each output of a Linear.",
            next_step="(kh * kw * C_in + 1) * C_out",
        ),
        Mistake(
            "bias missing",
            _params_with(Conv2d=_weights),
            says="The biases of the convolutions are missing: each filter has one.",
            next_step="(kh * kw * C_in + 1) * C_out",
        ),
        Mistake(
            "bias missing in Linear",
            _params_with(Linear=lambda one: one["in_features"] * one["out_features"]),
            says="The biases of the Linear layers are missing: each output has one.",
        ),
        Mistake(
            "one bias for each kernel",
            _params_with(Conv2d=_one_bias_per_kernel),
            says="You count a bias for each kernel of k x k numbers. A filter has a kernel for "
            "each input channel, but one bias.",
            next_step="(kh * kw * C_in + 1) * C_out: the 1 is outside of the product with C_in.",
        ),
        Mistake(
            "one bias for all",
            _params_with(Conv2d=lambda one: _weights(one) + one.get("bias", True)),
            says="You count one bias for the whole layer; each filter has its own.",
        ),
        Mistake(
            "input channels forgotten",
            _params_with(
                Conv2d=lambda one: (
                    math.prod(pair(one["kernel_size"])) * one["out_channels"] + _bias(one)
                )
            ),
            says="The input channels are forgotten: a filter has a kernel for each of them.",
            next_step="(kh * kw * C_in + 1) * C_out",
        ),
        Mistake(
            "output channels forgotten",
            _params_with(
                Conv2d=lambda one: _weights(one) // one["out_channels"] + one.get("bias", True)
            ),
            says="This is one filter. There are C_out of them.",
        ),
        Mistake(
            "kernel not squared",
            _params_with(Conv2d=lambda one: _side_for_area(one) + _bias(one)),
            says="A kernel of size 5 has 5 * 5 weights, not 5.",
        ),
        Mistake(
            "kernel width from kernel height",
            _params_with(Conv2d=lambda one: _conv_params(_first_side_squared(one))),
            says="Your kernel width is taken from the kernel height: a kernel_size may be a pair.",
            next_step="kh, kw = pair(layer['kernel_size'])",
        ),
        Mistake(
            "Linear missed",
            _params_with(Linear=None),
            says="The Linear layers are missing. They often hold most of a network's parameters.",
        ),
        Mistake(
            "bias although bias=False",
            _params_with(
                Conv2d=lambda one: _conv_params(_changed(one, bias=True)),
                Linear=lambda one: _linear_params(_changed(one, bias=True)),
            ),
            says="A bias is counted although the layer says bias=False.",
            next_step="layer.get('bias', True)",
        ),
        Mistake(
            "bias although bias=False",
            _params_with(Linear=lambda one: _linear_params(_changed(one, bias=True))),
            says="A bias is counted although the Linear says bias=False.",
            next_step="layer.get('bias', True)",
        ),
        Mistake(
            "groups ignored",
            _params_with(Conv2d=lambda one: _conv_params(_changed(one, groups=1))),
            says="The groups are ignored: a filter sees C_in / groups channels only, and has that "
            "many kernels.",
            next_step="Divide C_in, not C_out, by groups.",
        ),
        Mistake(
            "groups divide twice",
            _params_with(Conv2d=lambda one: _group_squared(one) + _bias(one)),
            says="You divide both C_in and C_out by groups: that is one group, and there are "
            "`groups` of them.",
            next_step="Divide C_in only.",
        ),
        Mistake(
            "groups divide the biases",
            _params_with(
                Conv2d=lambda one: _conv_params(_changed(one, groups=1)) // one.get("groups", 1)
            ),
            says="You divide the biases by groups, too. Each filter has its own, groups or not.",
        ),
        Mistake(
            "batch norm missed",
            _params_with(BatchNorm2d=None),
            says="The batch norm is missed: it has a weight and a bias for each channel.",
        ),
        Mistake(
            "running statistics counted",
            _params_with(BatchNorm2d=lambda one: 4 * one["num_features"]),
            says="You count the running mean and variance of the batch norm. They are buffers: "
            "stored, but not learnt.",
            next_step="2 * num_features",
        ),
        Mistake(
            "half a batch norm",
            _params_with(BatchNorm2d=lambda one: one["num_features"]),
            says="The batch norm has two parameters for each channel: a weight and a bias.",
        ),
        Mistake(
            "pooling counted",
            _params_with(MaxPool2d=_pooling_area, AvgPool2d=_pooling_area),
            says="Pooling has nothing to learn, and so no parameters.",
        ),
        Mistake(
            "output positions forgotten",
            {
                "count_macs": lambda stack, hw: _macs_with(Conv2d=lambda one, *_: _weights(one))[
                    "count_macs"
                ](stack, hw)
            },
            says="This is the number of weights. Each of them is used once at every place of the "
            "output: multiply by H_out * W_out.",
        ),
        Mistake(
            "parameters for multiplications",
            {"count_macs": lambda stack, hw: _count_params(stack)},
            says="This is the number of parameters. Each weight is used once at every place of "
            "the output: multiply by H_out * W_out.",
        ),
        Mistake(
            "positions of the input",
            _macs_with(Conv2d=lambda one, after, before: _weights(one) * math.prod(before)),
            says="You multiply by the places of the input. The kernel is laid down once for each "
            "place of the output.",
            next_step="out_size gives H_out and W_out.",
        ),
        Mistake(
            "bias counted",
            _macs_with(
                Conv2d=lambda one, after, before: _conv_params(one) * math.prod(after),
                Linear=lambda one, *_: _linear_params(one),
            ),
            says="The bias is counted: it is added, not multiplied, so it is left out here.",
        ),
        Mistake(
            "bias counted",
            _macs_with(Conv2d=lambda one, after, before: _conv_params(one) * math.prod(after)),
            says="The bias is counted: it is added, not multiplied, so it is left out here.",
        ),
        Mistake(
            "FLOPs",
            {"count_macs": lambda stack, hw: 2 * _count_macs(stack, hw)},
            says="This is twice the number. A multiplication and the addition that follows are "
            "one MAC (and two FLOPs).",
        ),
        Mistake(
            "groups ignored",
            _macs_with(
                Conv2d=lambda one, after, before: (
                    _weights(_changed(one, groups=1)) * math.prod(after)
                )
            ),
            says="The groups are ignored: a filter sees C_in / groups channels only.",
        ),
        Mistake(
            "output channels forgotten",
            _macs_with(
                Conv2d=lambda one, after, before: (
                    _weights(one) // one["out_channels"] * math.prod(after)
                )
            ),
            says="This is one filter. There are C_out of them.",
        ),
        Mistake(
            "dilated weights counted",
            _macs_with(Conv2d=_spread_weights),
            says="You count the pixels between the spread-out weights. Nothing is multiplied "
            "there: dilation costs nothing.",
        ),
        Mistake(
            "width taken from height",
            _macs_with(size=_square_size),
            says="Your output width is taken from the height of the input: an image need not be "
            "square.",
        ),
        *(
            Mistake(
                f"{name} ignored",
                _macs_with(
                    size=lambda layer, hw, name=name, value=value: (
                        _size_after(layer, hw, **{name: value})
                        if layer["layer"] == "Conv2d"
                        else _size_after(layer, hw)
                    )
                ),
                says=f"The {name} is ignored where you compute the size of the output.",
            )
            for name, value in (("stride", 1), ("padding", 0), ("dilation", 1))
        ),
        Mistake(
            "pooling passed over",
            _macs_with(size=_pools_passed_over),
            says="The size does not change at your pooling layers: the layers after them see "
            "fewer places.",
        ),
        Mistake(
            "pooling with stride 1",
            _macs_with(size=_pool_stride_one),
            says="Your pooling moves by 1. Unless a stride is given, it is the kernel_size.",
            next_step="layer.get('stride', layer['kernel_size'])",
        ),
        Mistake(
            "Linear missed",
            _macs_with(Linear=None),
            says="The Linear layers are missing: each weight is used once.",
        ),
        Mistake(
            "batch norm counted",
            _macs_with(
                BatchNorm2d=lambda one, after, before: one["num_features"] * math.prod(after)
            ),
            says="You count the batch norm. It is left out here (and can be merged into the "
            "convolution before it, once the network is trained).",
        ),
        Mistake(
            "pooling counted",
            _macs_with(MaxPool2d=_pooling_macs, AvgPool2d=_pooling_macs),
            says="You count the pooling. It compares or averages, and is left out here.",
        ),
    ),
    hints=(
        "Begin with one filter: how many numbers does it hold for C_in channels? How many of them "
        "does one output number need?",
        "Parameters of a Conv2d: C_out * (C_in // groups) * kh * kw, and C_out biases. MACs: the "
        "same without the biases, times H_out * W_out. Go through the stack and keep the height "
        "and the width up to date.",
        "for layer in stack:\n"
        "    if 'kernel_size' in layer: hw = the size after it (pooling: stride is kernel_size)\n"
        "    if it is a Conv2d: total += weights * hw[0] * hw[1]\n"
        "    if it is a Linear: total += in_features * out_features",
    ),
    ready_made=(
        *(
            f"cnnlib.arithmetic.{name}"
            for name in (
                "count_params",
                "count_macs",
                "layer_table",
                "conv2d_params",
                "conv1d_params",
                "fc_params",
                "local_params",
            )
        ),
    ),
)
