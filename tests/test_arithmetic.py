"""Output sizes and numbers of parameters, against torch and by counting."""

import ast
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnlib import arithmetic
from cnnlib.arithmetic import conv1d_params, conv2d_params, fc_params, local_params, out_size

small = st.integers(1, 7)


@given(st.integers(1, 40), small, small, st.integers(0, 5), small)
def test_out_size_when_window_fits_then_equals_torch(n, kernel_size, stride, padding, dilation):
    signal, weight = torch.zeros(1, 1, n), torch.zeros(1, 1, kernel_size)
    if dilation * (kernel_size - 1) + 1 > n + 2 * padding:
        with pytest.raises(ValueError, match="covers"):
            out_size(n, kernel_size, stride, padding, dilation)
    else:
        out = torch.nn.functional.conv1d(
            signal, weight, stride=stride, padding=padding, dilation=dilation
        )
        assert out_size(n, kernel_size, stride, padding, dilation) == out.shape[-1]


def test_out_size_when_lecture_exercises_then_their_answers():
    assert out_size(5, 3, stride=2) == 2
    assert out_size(out_size(256, 3, stride=2, padding=1), 4) == 125


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"n": 0}, "n must be a whole number of at least 1, not 0"),
        ({"kernel_size": 0}, "kernel_size must be"),
        ({"kernel_size": 2.0}, "not 2.0"),
        ({"stride": 0}, "stride must be"),
        ({"padding": -1}, "padding must be a whole number of at least 0, not -1"),
        ({"dilation": 0}, "dilation must be"),
        ({"kernel_size": 4, "dilation": 2}, "covers 7 pixels, but the axis has only 5"),
        ({"kernel_size": 10, "padding": 2}, "only 9"),
    ],
)
def test_out_size_when_input_is_bad_then_error_says_which(arguments, words):
    with pytest.raises(ValueError, match=words):
        out_size(**{"n": 5, "kernel_size": 3, **arguments})


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


def test_arithmetic_imports_nothing():
    tree = ast.parse(Path(arithmetic.__file__).read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
