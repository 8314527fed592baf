"""Receptive fields, against where the gradient of one output is not zero."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnnlib.arithmetic import receptive_field

windows = st.fixed_dictionaries(
    {"kernel_size": st.integers(1, 4)},
    optional={
        "stride": st.integers(1, 3),
        "padding": st.integers(0, 3),
        "dilation": st.integers(1, 3),
    },
)


def seen(layers, side, unit):
    """First and last pixel, along rows and columns, with a gradient from output (unit, unit).

    All weights are 1, so no two paths cancel each other.
    """
    x = torch.ones(1, 1, side, side, dtype=torch.float64, requires_grad=True)
    out = x
    for layer in layers:
        convolution = nn.Conv2d(1, 1, **layer, bias=False, dtype=torch.float64)
        nn.init.ones_(convolution.weight)
        out = convolution(out)
    out[0, 0, unit, unit].backward()
    rows, columns = x.grad[0, 0].nonzero().T
    return (rows.min().item(), rows.max().item()), (columns.min().item(), columns.max().item())


@given(st.lists(windows, min_size=1, max_size=3), st.integers(0, 2))
def test_receptive_field_when_unit_is_inside_then_its_gradient_reaches_just_that_far(layers, more):
    size, jump, start = receptive_field(layers)
    unit = -(start // jump) + more  # the first whose field begins inside the picture, or later
    first = start + unit * jump
    side = first + size + jump
    for i in (unit, unit + 1):
        pixels = (start + i * jump, start + i * jump + size - 1)
        assert seen(layers, side, i) == (pixels, pixels)


@given(st.integers(0, 200))
def test_receptive_field_when_3x3_layers_are_stacked_then_two_more_pixels_each(n):
    assert receptive_field([{"kernel_size": 3}] * n) == (2 * n + 1, 1, 0)
    assert receptive_field([{"kernel_size": 3, "padding": 1}] * n) == (2 * n + 1, 1, -n)


def test_receptive_field_when_object_has_300_pixels_then_150_layers():
    assert receptive_field([{"kernel_size": 3}] * 149)[0] == 299
    assert receptive_field([{"kernel_size": 3}] * 150)[0] == 301


CONV5, POOL2 = {"kernel_size": 5}, {"kernel_size": 2, "stride": 2}
POOL3 = {"kernel_size": 3, "stride": 2}
CONV3 = {"kernel_size": 3, "padding": 1}
ALEXNET = [
    *({"kernel_size": 11, "stride": 4, "padding": 2}, POOL3),
    *({"kernel_size": 5, "padding": 2}, POOL3),
    *(CONV3, CONV3, CONV3, POOL3),
]
VGG16 = [*[CONV3] * 2, POOL2, *[CONV3] * 2, POOL2, *([*[CONV3] * 3, POOL2] * 3)]


def test_receptive_field_when_network_is_well_known_then_its_number():
    assert receptive_field([CONV5, POOL2, CONV5, POOL2, CONV5]) == (32, 4, 0)  # LeNet-5
    assert receptive_field(ALEXNET[:-1])[:2] == (163, 16)
    assert receptive_field(ALEXNET)[:2] == (195, 32)
    assert receptive_field(VGG16)[:2] == (212, 32)


def test_receptive_field_when_torch_model_then_as_its_windows():
    model = nn.Sequential(
        nn.Sequential(nn.Conv2d(3, 64, 11, stride=4, padding=2), nn.BatchNorm2d(64), nn.ReLU()),
        nn.MaxPool2d(3, stride=2),
        nn.Dropout(),
        nn.Conv2d(64, 192, (5, 5), padding=(2, 2)),
    )
    assert receptive_field(model) == receptive_field(ALEXNET[:3])


def test_receptive_field_when_pooling_is_torchs_then_its_stride_is_its_window():
    assert receptive_field([{"layer": "MaxPool2d", "kernel_size": 3}]) == (3, 3, 0)
    assert receptive_field([{"kernel_size": 3}]) == (3, 1, 0)


@pytest.mark.parametrize(("kernel_size", "dilation"), [(3, 1), (4, 1), (4, 3), (5, 2)])
def test_receptive_field_when_padding_is_same_then_starts_where_torch_pads(kernel_size, dilation):
    layer = nn.Conv2d(1, 1, kernel_size, dilation=dilation, padding="same")
    size, jump, start = receptive_field(layer)
    assert (size, jump) == (dilation * (kernel_size - 1) + 1, 1)
    assert start == -((size - 1) // 2)
    assert receptive_field(nn.Conv2d(1, 1, kernel_size, padding="valid"))[2] == 0


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([{}], "layer 0: kernel_size is missing"),
        ([CONV3, {"kernel_size": 0}], "layer 1: kernel_size must be a whole number"),
        ([CONV3, {"kernel_size": 3, "strides": 2}], "layer 1: 'strides' is not one of"),
        ([{"kernel_size": (3, 5)}], "layer 0: kernel_size is 3 along the rows, but 5 along the"),
        ([CONV3, {"layer": "ReLU"}], "layer 0 is {.*}: its name is missing"),
        ([{"layer": "ReLU"}, {"layer": "Flatten"}], r"layer 1 \(Flatten\): .* the whole map"),
        (nn.Linear(2, 3), r"layer 0 \(Linear\): .* the whole map: ask for the layers before it"),
        (nn.AdaptiveAvgPool2d(1), r"\(AdaptiveAvgPool2d\): .* the whole map"),
        (nn.ConvTranspose2d(1, 1, 2), r"\(ConvTranspose2d\): .* not all see equally many"),
        (nn.Conv2d(1, 1, (3, 4), padding="same"), "kernel_size is 3 along the rows, but 4"),
        (nn.LSTM(2, 3), "layer 0 is of an unknown type, LSTM"),
    ],
)
def test_receptive_field_when_there_is_none_then_error_says_why(layers, words):
    with pytest.raises(ValueError, match=words):
        receptive_field(layers)


def test_receptive_field_when_window_has_a_name_then_ignored():
    assert receptive_field([{"name": "C1", "kernel_size": 5}]) == (5, 1, 0)
