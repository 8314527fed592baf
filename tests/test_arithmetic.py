"""Output sizes and numbers of parameters, against torch and by counting."""

import ast
import itertools
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib import arithmetic
from cnnlib.arithmetic import (
    conv1d_params,
    conv2d_params,
    conv_transpose_out_size,
    fc_params,
    local_params,
    out_size,
    same_padding,
)

small = st.integers(1, 7)


def out_size_or_none(*args, **kwargs):
    try:
        return out_size(*args, **kwargs)
    except ValueError as error:
        assert "covers" in str(error)
        return None


def length_or_none(operation, *args, **kwargs):
    """Length of what torch makes; None where it refuses."""
    try:
        return operation(*args, **kwargs).shape[-1]
    except RuntimeError:
        return None


@settings(max_examples=1000)
@given(st.integers(1, 300), st.integers(1, 20), small, st.integers(0, 9), small)
def test_out_size_when_axis_is_convolved_then_equals_torch(
    n, kernel_size, stride, padding, dilation
):
    signal, weight = torch.zeros(1, 1, n), torch.zeros(1, 1, kernel_size)
    length = length_or_none(F.conv1d, signal, weight, None, stride, padding, dilation)
    assert out_size_or_none(n, kernel_size, stride, padding, dilation) == length


@pytest.mark.parametrize("ceil_mode", [False, True])
def test_out_size_when_axis_is_pooled_then_equals_torch(ceil_mode):
    ranges = range(1, 13), range(1, 6), range(1, 7), range(3), range(1, 4)
    tried = 0
    for n, kernel_size, stride, padding, dilation in itertools.product(*ranges):
        if padding <= kernel_size // 2:  # else torch refuses
            numbers = kernel_size, stride, padding, dilation
            length = length_or_none(F.max_pool1d, torch.zeros(1, 1, n), *numbers, ceil_mode)
            assert out_size_or_none(n, *numbers, ceil_mode=ceil_mode) == length, (n, numbers)
            tried += 1
    assert tried > 2000


@given(st.integers(1, 12), small, small, st.integers(0, 3), small)
def test_out_size_when_rows_and_columns_are_unfolded_then_their_product_counts_columns(
    n, kernel_size, stride, padding, dilation
):
    height = out_size_or_none(n, kernel_size, stride, padding, dilation)
    width = out_size_or_none(n + 5, kernel_size, stride, padding, dilation)
    if height and width:
        columns = F.unfold(torch.zeros(1, 1, n, n + 5), kernel_size, dilation, padding, stride)
        assert height * width == columns.shape[-1]


def test_out_size_when_lecture_exercises_then_their_answers():
    assert out_size(5, 3, stride=2) == 2
    assert out_size(256, 3, stride=2, padding=1) == 128
    assert out_size(out_size(256, 3, stride=2, padding=1), 4) == 125
    assert out_size(6, 3, padding=1, dilation=1, stride=2) == 3


def test_out_size_when_alexnet_gets_224_pixels_then_one_less_than_for_227():
    assert (out_size(224, 11, stride=4), out_size(227, 11, stride=4)) == (54, 55)
    assert out_size(224, 11, stride=4, padding=2) == 55


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"n": 0}, "n must be a whole number of at least 1, not 0"),
        ({"kernel_size": 0}, "kernel_size must be"),
        ({"kernel_size": 2.0}, "not 2.0"),
        ({"stride": 0}, "stride must be"),
        ({"padding": -1}, "padding must be a whole number of at least 0, not -1"),
        ({"padding": "same"}, "padding must be a whole number of at least 0, not 'same'"),
        ({"dilation": 0}, "dilation must be"),
        ({"kernel_size": 4, "dilation": 2}, "covers 7 pixels, but the axis has only 5"),
        ({"kernel_size": 10, "padding": 2}, "only 9"),
        ({"kernel_size": 7, "stride": 2, "ceil_mode": True}, "covers 7 pixels"),
    ],
)
def test_out_size_when_input_is_bad_then_error_says_which(arguments, words):
    with pytest.raises(ValueError, match=words):
        out_size(**{"n": 5, "kernel_size": 3, **arguments})


@settings(max_examples=500)
@given(st.integers(1, 60), small, small, st.integers(0, 5), st.integers(0, 6), small)
def test_conv_transpose_out_size_when_axis_is_grown_then_equals_torch(
    n, kernel_size, stride, padding, output_padding, dilation
):
    signal, weight = torch.zeros(1, 1, n), torch.zeros(1, 1, kernel_size)
    numbers = stride, padding, output_padding
    try:
        length = F.conv_transpose1d(signal, weight, None, *numbers, 1, dilation).shape[-1]
    except RuntimeError:
        with pytest.raises(ValueError, match="nothing is left|must be smaller than"):
            conv_transpose_out_size(n, kernel_size, *numbers, dilation)
    else:
        assert conv_transpose_out_size(n, kernel_size, *numbers, dilation) == length


@given(st.integers(1, 60), small, small, st.integers(0, 5), small)
def test_conv_transpose_out_size_when_out_size_was_taken_then_undoes_it(
    n, kernel_size, stride, padding, dilation
):
    size = out_size_or_none(n, kernel_size, stride, padding, dilation)
    if size is not None:
        lost = (n + 2 * padding - dilation * (kernel_size - 1) - 1) % stride
        numbers = {"stride": stride, "padding": padding, "dilation": dilation}
        assert conv_transpose_out_size(size, kernel_size, output_padding=lost, **numbers) == n


def test_conv_transpose_out_size_when_input_is_bad_then_error_says_which():
    with pytest.raises(
        ValueError, match="output_padding is 2, but must be smaller than the stride .2"
    ):
        conv_transpose_out_size(4, 3, stride=2, output_padding=2)
    with pytest.raises(ValueError, match="nothing is left: 3 pixels come out, .* cuts off 4"):
        conv_transpose_out_size(1, 3, padding=2)
    with pytest.raises(ValueError, match="padding must be a whole number of at least 0, not -1"):
        conv_transpose_out_size(4, 3, padding=-1)


@given(st.integers(1, 30), st.integers(1, 9), st.integers(1, 5))
def test_same_padding_when_added_then_the_convolution_is_torchs(n, kernel_size, dilation):
    left, right = same_padding(kernel_size, dilation)
    signal, weight = torch.arange(1.0, n + 1)[None, None], torch.ones(1, 1, kernel_size)
    same = F.conv1d(F.pad(signal, (left, right)), weight, dilation=dilation)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # torch: an even kernel takes a copy
        assert torch.equal(same, F.conv1d(signal, weight, padding="same", dilation=dilation))
    assert same.shape[-1] == n


def test_same_padding_when_kernel_covers_an_even_length_then_the_end_gets_more():
    assert (same_padding(2), same_padding(4), same_padding(4, 3)) == ((0, 1), (1, 2), (4, 5))
    with pytest.raises(ValueError, match="kernel_size must be a whole number of at least 1"):
        same_padding(0)


def test_sizes_when_numpy_counted_then_plain_ints_that_do_not_overflow():
    assert repr(out_size(np.uint8(200), np.int64(3), padding=np.uint8(100))) == "398"
    assert repr(conv_transpose_out_size(np.uint8(200), 3, stride=np.uint8(2))) == "401"
    assert repr(same_padding(np.int8(101), np.int8(2))) == "(100, 100)"
    assert repr(fc_params(np.int16(3072), np.int16(3072))) == "9440256"


@given(small, small, st.booleans())
def test_fc_params_when_layer_is_built_then_equals_its_count(n_in, n_out, bias):
    layer = torch.nn.Linear(n_in, n_out, bias=bias)
    assert fc_params(n_in, n_out, bias) == sum(p.numel() for p in layer.parameters())


def test_params_when_numbers_of_the_lectures_then_exact():
    assert fc_params(3072, 3072) == 9_440_256
    assert fc_params(300 * 300, 300 * 300) == 8_100_090_000
    assert fc_params(300 * 300, 300 * 300, bias=False) == 8_100_000_000
    assert (fc_params(5, 5, bias=False), local_params(5, 3)) == (25, 13)
    assert conv1d_params(1, 1, 3, bias=False) == 3
    assert conv2d_params(1, 1, 5) == 26


@given(st.integers(1, 20), st.integers(1, 45))
def test_local_params_when_pairs_are_counted_then_equal(n, k):
    reach = range(-((k - 1) // 2), k // 2 + 1)
    assert local_params(n, k) == sum(0 <= i + d < n for i in range(n) for d in reach)


@given(st.integers(1, 20))
def test_local_params_when_window_sees_everything_then_fully_connected(n):
    assert local_params(n, 2 * n - 1) == fc_params(n, n, bias=False)


@given(small, small, small, small, st.integers(1, 3), st.booleans())
def test_conv_params_when_layer_is_built_then_equals_its_count(cin, cout, kh, kw, groups, bias):
    cin, cout = cin * groups, cout * groups
    flat = torch.nn.Conv2d(cin, cout, (kh, kw), groups=groups, bias=bias)
    line = torch.nn.Conv1d(cin, cout, kh, groups=groups, bias=bias)
    assert conv2d_params(cin, cout, (kh, kw), bias, groups) == sum(
        p.numel() for p in flat.parameters()
    )
    assert conv1d_params(cin, cout, kh, bias, groups) == sum(p.numel() for p in line.parameters())


def test_params_when_input_is_bad_then_error_says_which():
    with pytest.raises(ValueError, match="in_channels is 3, which 2 groups"):
        conv2d_params(3, 4, 3, groups=2)
    with pytest.raises(ValueError, match="out_channels is 5"):
        conv1d_params(4, 5, 3, groups=2)
    with pytest.raises(ValueError, match="columns"):
        conv2d_params(1, 1, (3, 0))
    with pytest.raises(ValueError, match="n_out must be a whole number of at least 1, not 0"):
        fc_params(3, 0)
    with pytest.raises(ValueError, match="k must be"):
        local_params(5, 1.5)


@pytest.mark.parametrize(
    "path", sorted(Path(arithmetic.__file__).parent.glob("*.py")), ids=lambda p: p.stem
)
def test_arithmetic_imports_nothing_but_its_own_files(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    sources = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert all(source.startswith("cnnlib.arithmetic.") for source in sources)
