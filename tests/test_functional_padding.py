"""pad2d, against torch."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnlib.functional import pad2d

TORCH_MODES = {
    "zeros": "constant",
    "replicate": "replicate",
    "reflect": "reflect",
    "circular": "circular",
}
ends = st.tuples(st.integers(0, 4), st.integers(0, 4))


@pytest.mark.parametrize("mode", TORCH_MODES)
@given(size=st.tuples(st.integers(5, 7), st.integers(5, 8)), padding=st.tuples(ends, ends))
def test_pad2d_when_any_mode_then_equals_torch(mode, size, padding):
    x = np.random.default_rng(0).normal(size=(2, 3, *size)).astype(np.float32)
    (top, bottom), (left, right) = padding
    expected = torch.nn.functional.pad(
        torch.from_numpy(x), (left, right, top, bottom), mode=TORCH_MODES[mode]
    )
    np.testing.assert_array_equal(pad2d(x, padding, mode), expected.numpy(), strict=True)


def test_pad2d_when_written_shorter_then_the_same():
    x = np.random.default_rng(0).normal(size=(1, 2, 3, 4))
    np.testing.assert_array_equal(pad2d(x, 2), pad2d(x, ((2, 2), (2, 2))))
    np.testing.assert_array_equal(pad2d(x, (1, 2)), pad2d(x, [(1, 1), (2, 2)]))
    np.testing.assert_array_equal(pad2d(x, 0), x)


def test_pad2d_when_value_then_stands_around():
    result = pad2d(np.zeros((1, 1, 1, 1), np.float32), 1, value=-np.inf)
    assert result.dtype == np.float32
    assert np.isneginf(result).sum() == 8


@pytest.mark.parametrize("mode", TORCH_MODES)
def test_pad2d_when_nothing_is_added_then_still_a_copy(mode):
    x = np.zeros((1, 1, 2, 2))
    pad2d(x, 0, mode)[:] = 1
    assert not x.any()


@pytest.mark.parametrize(
    ("padding", "options", "words"),
    [
        (-1, {}, "padding must be a whole number of at least 0, not -1"),
        (1.5, {}, "padding must be a whole number"),
        ((1, 2, 3), {}, r"one number, \(rows, columns\) or .* not \(1, 2, 3\)"),
        (((1, 2), (3, 4, 5)), {}, "padding must be one number or two"),
        (((1, 2), (3, -4)), {}, "not -4"),
        (1, {"mode": "mirror"}, "mode must be one of 'zeros', .*'circular', not 'mirror'"),
        ((3, 0), {"mode": "reflect"}, "padding of 3 rows in mode 'reflect' .* the 2 .* 3 rows"),
        ((0, 5), {"mode": "circular"}, "padding of 5 columns in mode 'circular' .* the 4"),
        (1, {"mode": "reflect", "value": 7}, "value is 7, but mode 'reflect'"),
    ],
)
def test_pad2d_when_argument_is_bad_then_error_names_value_and_rule(padding, options, words):
    with pytest.raises(ValueError, match=words):
        pad2d(np.ones((1, 1, 3, 4)), padding, **options)
