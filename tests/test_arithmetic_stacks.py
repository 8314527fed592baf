"""Stacks of layers: sizes and costs against torch's own, the numbers of well-known networks."""

import contextlib
import math
import warnings

import numpy as np
import pytest
import torch
import torchvision
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from cnnlib.arithmetic import (
    activation_memory,
    count_macs,
    count_params,
    describe,
    layer_table,
    out_size,
)


def conv(in_channels, out_channels, kernel_size, **settings):
    channels = {"in_channels": in_channels, "out_channels": out_channels}
    return {"layer": "Conv2d", **channels, "kernel_size": kernel_size, **settings}


def pool(kernel_size, **settings):
    return {"layer": "MaxPool2d", "kernel_size": kernel_size, **settings}


def linear(in_features, out_features, **settings):
    return {
        "layer": "Linear",
        "in_features": in_features,
        "out_features": out_features,
        **settings,
    }


RELU, FLATTEN = {"layer": "ReLU"}, {"layer": "Flatten"}
LENET = [
    conv(1, 6, 5),
    {"layer": "Tanh"},
    {"layer": "AvgPool2d", "kernel_size": 2},
    conv(6, 16, 5),
    {"layer": "Tanh"},
    {"layer": "AvgPool2d", "kernel_size": 2},
    conv(16, 120, 5),
    FLATTEN,
    linear(120, 84),
    linear(84, 10),
]


def alexnet(groups):
    """The original: two graphics cards with half of the channels each, or all together."""
    return [
        *(conv(3, 96, 11, stride=4), RELU, pool(3, stride=2)),
        *(conv(96, 256, 5, padding=2, groups=groups), RELU, pool(3, stride=2)),
        *(conv(256, 384, 3, padding=1), RELU),
        *(conv(384, 384, 3, padding=1, groups=groups), RELU),
        *(conv(384, 256, 3, padding=1, groups=groups), RELU, pool(3, stride=2)),
        *(FLATTEN, linear(9216, 4096), RELU, linear(4096, 4096), RELU, linear(4096, 1000)),
    ]


def torchvision_model(name):
    with torch.device("meta"):  # shapes without numbers
        model = getattr(torchvision.models, name)()
        return nn.Sequential(model.features, model.avgpool, nn.Flatten(), model.classifier)


def build(stack):
    """The stack as torch's own layers."""
    layers = []
    for one in stack:
        arguments = {name: value for name, value in one.items() if name != "layer"}
        layers.append(getattr(nn, one["layer"])(**arguments))
    return nn.Sequential(*layers).eval()


@contextlib.contextmanager
def without_warnings():
    """torch warns that padding="same" around an even kernel takes a copy."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


# --- Stacks of all kinds, drawn at random

numbers = {
    "kernel_size": st.integers(1, 4),
    "stride": st.integers(1, 3),
    "padding": st.integers(0, 2),
    "dilation": st.integers(1, 2),
    "output_padding": st.integers(0, 1),
    "output_size": st.integers(1, 4),
}


def either(name):
    """One number, or a pair."""
    return numbers[name] | st.tuples(numbers[name], numbers[name])


def drawn(draw, *names):
    """Some of the arguments."""
    return {name: draw(either(name)) for name in names if draw(st.booleans())}


def draw_layer(draw, kind, channels):
    layer = {"layer": kind}
    if kind in ("Conv2d", "ConvTranspose2d"):
        groups = draw(st.sampled_from([g for g in range(1, channels + 1) if channels % g == 0]))
        out_channels = groups * draw(st.integers(1, 3))
        layer |= conv(channels, out_channels, draw(either("kernel_size")), groups=groups)
        layer |= {"layer": kind, "bias": draw(st.booleans())}
        layer |= drawn(draw, "stride", "padding", "dilation")
        if kind == "ConvTranspose2d":
            layer |= drawn(draw, "output_padding")
        elif draw(st.integers(0, 3)) == 0:
            layer |= {"padding": draw(st.sampled_from(["same", "valid"]))}
    elif kind in ("MaxPool2d", "AvgPool2d"):
        layer |= {"kernel_size": draw(either("kernel_size")), "ceil_mode": draw(st.booleans())}
        layer |= drawn(draw, "stride", "padding")
        layer |= drawn(draw, "dilation") if kind == "MaxPool2d" else {}
    elif kind.startswith("Adaptive"):
        layer |= {"output_size": draw(either("output_size"))}
    elif kind == "BatchNorm2d":
        layer |= {"num_features": channels, "affine": draw(st.booleans())}
    elif kind == "LocalResponseNorm":
        layer |= {"size": draw(st.integers(1, 5))}
    return layer


KINDS_ON_MAPS = (
    "Conv2d ConvTranspose2d MaxPool2d AvgPool2d AdaptiveAvgPool2d AdaptiveMaxPool2d BatchNorm2d "
    "LocalResponseNorm ReLU GELU Dropout"
).split()


@st.composite
def stacks(draw):
    """A stack and an input size; nothing says that the layers fit."""
    input_size = (draw(st.integers(1, 4)), draw(st.integers(1, 12)), draw(st.integers(1, 12)))
    stack, channels = [], input_size[0]
    for kind in draw(st.lists(st.sampled_from(KINDS_ON_MAPS), max_size=5)):
        stack.append(draw_layer(draw, kind, channels))
        channels = stack[-1].get("out_channels", channels)
    return stack, input_size


def run_in_torch(stack, input_size):
    """Output sizes, layer by layer; None if torch refuses the stack, or nothing is left of maps."""
    sizes = []
    try:
        with without_warnings(), torch.no_grad():
            model, x = build(stack), torch.zeros(1, *input_size)
            for layer in model:
                x = layer(x)
                sizes.append(tuple(x.shape[1:]))
    except (RuntimeError, ValueError):
        return None
    return sizes if all(map(math.prod, sizes)) else None


@settings(max_examples=500)
@given(stacks())
def test_layer_table_when_torch_runs_the_stack_then_the_same_sizes_else_an_error(drawn):
    stack, input_size = drawn
    sizes = run_in_torch(stack, input_size)
    if sizes is None:
        with pytest.raises(ValueError, match=r"^layer \d \([A-Z]\w+\): "):
            layer_table(stack, input_size)
    else:
        table = layer_table(stack, input_size)
        assert [row["output_size"] for row in table] == sizes
        assert [row["layer"] for row in table] == [one["layer"] for one in stack]


@settings(max_examples=200)
@given(stacks(), st.integers(1, 5), st.booleans())
def test_costs_when_torch_runs_the_stack_then_equal_its_own_count(drawn, out_features, bias):
    stack, input_size = drawn
    sizes = run_in_torch(stack, input_size)
    if sizes is None:
        return
    features = math.prod((sizes or [input_size])[-1])
    stack = [*stack, FLATTEN, linear(features, out_features, bias=bias)]
    model, values = build(stack), 0

    def add_values(module, inputs, output):
        nonlocal values
        values += output.numel()

    for layer in model:
        layer.register_forward_hook(add_values)
    with without_warnings(), FlopCounterMode(display=False) as counter:
        model(torch.zeros(1, *input_size))
    for given_as in (stack, model):
        assert count_params(given_as) == sum(p.numel() for p in model.parameters())
        assert 2 * count_macs(given_as, input_size) == counter.get_total_flops()
        assert activation_memory(given_as, input_size, bytes_per_value=8) == 8 * values


@given(stacks())
def test_describe_when_stack_is_built_and_described_then_the_same(drawn):
    stack, _ = drawn
    with contextlib.suppress(ValueError, RuntimeError):  # what torch does not build
        model = build(stack)
        assert describe(model) == describe(stack)
        assert describe(describe(stack)) == describe(stack)


# --- Described


def test_describe_when_sequentials_are_nested_then_unfolded():
    block = nn.Sequential(nn.Conv2d(1, 4, (3, 3), padding="valid", bias=False), nn.ReLU(True))
    model = nn.Sequential(block, nn.Sequential(nn.Sequential(nn.MaxPool2d(3, 2)), nn.Flatten()))
    stack = [conv(1, 4, 3, bias=False), RELU, pool(3, stride=2), FLATTEN]
    assert describe(model) == describe(stack) == stack
    assert describe([block, model[1]]) == stack
    assert describe(nn.Conv2d(1, 4, 3)) == [conv(1, 4, 3)]
    assert describe(nn.Sequential()) == describe([]) == []


def test_describe_when_argument_changes_no_number_then_left_out():
    assert describe([{"layer": "Dropout", "p": 0.5}, {**pool(2), "stride": (2, 2)}]) == [
        {"layer": "Dropout"},
        pool(2),
    ]
    norm = nn.BatchNorm2d(3, eps=1e-3, track_running_stats=False)
    assert describe(norm) == [{"layer": "BatchNorm2d", "num_features": 3}]


def test_describe_when_class_is_derived_then_it_counts_unless_it_has_its_own_forward():
    class Renamed(nn.Conv2d):
        pass

    class Other(nn.Conv2d):
        def forward(self, x):
            return x

    class Branches(nn.Sequential):
        def forward(self, x):
            return torch.cat([part(x) for part in self], dim=1)

    assert describe(Renamed(1, 2, 3)) == [conv(1, 2, 3)]
    with pytest.raises(ValueError, match="layer 0 is of an unknown type, Other"):
        describe(Other(1, 2, 3))
    with pytest.raises(ValueError, match="layer 1 is of an unknown type, Branches"):
        describe(nn.Sequential(nn.ReLU(), Branches(nn.ReLU(), nn.ReLU())))


def test_layer_table_when_numbers_are_numpys_then_plain_ints():
    stack = [
        conv(np.uint8(3), np.uint8(200), np.uint8(1)),
        {"layer": "AdaptiveAvgPool2d", "output_size": (np.uint8(2), None)},
        FLATTEN,
        linear(np.uint16(1200), np.uint8(9)),
    ]
    for row in layer_table(stack, (np.uint8(3), 3, 3)):
        assert all(type(number) is int for number in (row["params"], row["macs"], row["values"]))
        assert all(type(number) is int for number in row["output_size"])


# --- Numbers that are known


def test_count_params_when_network_is_well_known_then_its_number():
    assert count_params(LENET) == count_params(build(LENET)) == 61_706
    assert count_params(torchvision_model("alexnet")) == 61_100_840
    assert count_params(alexnet(groups=2)) == 60_965_224
    assert count_params(alexnet(groups=1)) == 62_378_344


def test_count_params_when_vgg_then_nine_tenths_are_in_the_dense_layers():
    vgg = torchvision_model("vgg16")
    rows = layer_table(vgg, (3, 224, 224))
    dense = sum(row["params"] for row in rows if row["layer"] == "Linear")
    assert count_params(vgg) == sum(row["params"] for row in rows) == 138_357_544
    assert round(100 * dense / count_params(vgg), 1) == 89.4


def test_count_params_when_layers_of_the_lectures_then_exact():
    assert count_params([FLATTEN, linear(3072, 3072)]) == 9_440_256
    assert count_params([conv(1, 1, 5)]) == 26
    assert count_params([conv(64, 64, 3, groups=64, bias=False)]) == 576
    assert count_params([{"layer": "BatchNorm2d", "num_features": 64}]) == 128
    assert count_params([{"layer": "BatchNorm2d", "num_features": 64, "affine": False}]) == 0


def test_layer_table_when_cifar_picture_is_flattened_then_linear_fits():
    rows = layer_table([FLATTEN, linear(3072, 3072)], (3, 32, 32))
    assert [row["output_size"] for row in rows] == [(3072,), (3072,)]
    assert rows[1]["params"] == 9_440_256
    assert rows[1]["macs"] == 3072**2


def test_layer_table_when_alexnet_then_maps_of_55_27_13_and_6():
    rows = layer_table(alexnet(groups=2), (3, 227, 227))
    sides = [row["output_size"][1] for row in rows if len(row["output_size"]) == 3]
    assert sorted(set(sides), reverse=True) == [55, 27, 13, 6]
    assert rows[-1]["output_size"] == (1000,)


def test_layer_table_when_lenet_then_its_rows():
    rows = layer_table(LENET, (1, 32, 32))
    assert rows[0] == {
        "layer": "Conv2d",
        "output_size": (6, 28, 28),
        "params": 156,
        "macs": 6 * 25 * 28 * 28,
        "values": 6 * 28 * 28,
    }
    assert rows[6]["output_size"] == (120, 1, 1)
    assert count_macs(LENET, (1, 32, 32)) == sum(row["macs"] for row in rows) == 416_520


def test_layer_table_when_input_is_flat_then_linear_layers_work():
    stack = [linear(784, 100), {"layer": "BatchNorm1d", "num_features": 100}, RELU]
    assert layer_table(stack, (784,))[-1]["output_size"] == (100,)
    assert layer_table([], (3, 4, 5)) == []


def test_layer_table_when_kernels_are_rectangular_then_rows_and_columns_apart():
    layer = conv(2, 3, (1, 5), stride=(2, 1), padding=(0, 2), dilation=(3, 2))
    (row,) = layer_table([layer], (2, 9, 11))
    assert row["output_size"] == (3, out_size(9, 1, 2), out_size(11, 5, 1, 2, 2))


# --- Errors


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ({"layer": "Conv3d"}, "layer 1 is of an unknown type, Conv3d; known: .*Conv2d.*Linear"),
        ({"kernel_size": 3}, "layer 1 is {'kernel_size': 3}: its name is missing, .* 'layer'"),
        ({"layer": ["ReLU"]}, "layer 1 is of an unknown type, .'ReLU'.; known"),
        ("ReLU", "layer 1 is of an unknown type, str"),
        ({"layer": "Conv2d", "in_channels": 1, "out_channels": 2}, "kernel_size is missing"),
        (conv(4, 2, 3, strides=2), r"layer 1 \(Conv2d\): 'strides' is not one of .* stride"),
        (conv(4, 2, 0), "kernel_size must be a whole number of at least 1, not 0"),
        (conv(4, 2, (3, 3, 3)), r"one number or \(rows, columns\), not \(3, 3, 3\)"),
        (conv(4, 2, 3.0), "not 3.0"),
        (conv(4, 2, 3, padding=-1), "padding must be a whole number of at least 0, not -1"),
        (conv(4, 2, 3, padding="full"), "'same' or 'valid', not 'full'"),
        (conv(4, 2, 3, padding="same", stride=2), "'same', but stride is 2: only with"),
        (conv(4, 3, 3, groups=2), "out_channels is 3, which 2 groups"),
        (conv(3, 3, 3), "in_channels is 3, but 4 channels arrive: they must be equal"),
        (conv(4, 3, (2, 7)), "along the columns, a kernel of size 7 .* only 6"),
        (conv(4, 3, 7), "along the rows, a kernel of size 7 .* only 5"),
        (pool(2, padding=2), "padding is 2, but must be at most half of kernel_size 2"),
        (pool(7), "covers 7"),
        ({"layer": "AdaptiveAvgPool2d", "output_size": 0}, "output_size must be"),
        ({"layer": "BatchNorm2d", "num_features": 3}, "num_features is 3, but 4 channels"),
        ({"layer": "BatchNorm1d", "num_features": 4}, "a Flatten is missing before it"),
        ({"layer": "Flatten", "start_dim": 0}, "start_dim is 0"),
        (linear(6, 2), r"layer 1 \(Linear\): a Flatten is missing .* \(4, 5, 6\) arrive, 120"),
        (linear(0, 2), "in_features must be a whole number of at least 1, not 0"),
    ],
)
def test_layer_table_when_layer_is_wrong_then_error_names_it(layer, words):
    with pytest.raises(ValueError, match=words):
        layer_table([RELU, layer, RELU], (4, 5, 6))


def test_layer_table_when_values_are_flat_then_error_says_what_layers_need():
    with pytest.raises(ValueError, match=r"layer 1 \(Conv2d\): maps .* needed, but 9 flat values"):
        layer_table([FLATTEN, conv(1, 1, 1)], (1, 3, 3))
    with pytest.raises(ValueError, match=r"layer 2 \(Linear\): in_features is 9, but 5 values"):
        layer_table([FLATTEN, linear(9, 5), linear(9, 5)], (1, 3, 3))


@pytest.mark.parametrize("input_size", [28, (28, 28), (1, 1, 28, 28), (1, 0, 28), (1.0, 28, 28)])
def test_layer_table_when_input_size_is_wrong_then_error_says_what_it_is(input_size):
    with pytest.raises(ValueError, match="input_size must be .*not"):
        layer_table(LENET, input_size)


def test_layer_table_when_own_class_has_a_name_of_torchs_then_error_says_so():
    class Linear:
        def __init__(self):
            self.weight = [[1.0]]

    with pytest.raises(ValueError, match="layer 0 .Linear.: it has no attribute 'in_features'"):
        layer_table([Linear()], (1,))


def test_activation_memory_when_bytes_are_not_whole_then_error_says_so():
    with pytest.raises(ValueError, match="bytes_per_value must be a whole number of at least 1"):
        activation_memory(LENET, (1, 32, 32), bytes_per_value=0.5)
