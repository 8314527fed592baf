"""im2col and col2im, against torch and against each other."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib.functional import col2im, im2col

sides = st.tuples(st.integers(1, 4), st.integers(1, 4))


@st.composite
def windows(draw):
    """The shape of a batch, and settings of windows that fit into it."""
    kernel, stride, dilation = draw(sides), draw(sides), draw(sides)
    padding = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    size = [
        max(1, d * (k - 1) + 1 - 2 * p + draw(st.integers(0, 5)))
        for k, d, p in zip(kernel, dilation, padding, strict=True)
    ]
    channels = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    names = ("kernel_size", "stride", "padding", "dilation")
    return (*channels, *size), dict(zip(names, (kernel, stride, padding, dilation), strict=True))


def random(shape, seed=0, dtype=np.float64):
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


@given(windows(), st.sampled_from([np.float32, np.float64]))
def test_im2col_when_any_window_then_equals_torch(case, dtype):
    shape, options = case
    x = random(shape, dtype=dtype)
    expected = torch.nn.functional.unfold(torch.from_numpy(x), **options).numpy()
    np.testing.assert_array_equal(im2col(x, **options), expected, strict=True)


@given(windows(), st.sampled_from([np.float32, np.float64]))
def test_col2im_when_any_window_then_equals_torch(case, dtype):
    shape, options = case
    columns = random(im2col(np.ones(shape), **options).shape, dtype=dtype)
    expected = torch.nn.functional.fold(torch.from_numpy(columns), shape[2:], **options).numpy()
    result = col2im(columns, shape[2:], **options)
    np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-5, strict=True)


@given(windows(), st.integers(0, 99))
def test_col2im_when_any_columns_then_is_the_adjoint_of_im2col(case, seed):
    shape, options = case
    x = random(shape, seed)
    columns = im2col(x, **options)
    c = random(columns.shape, seed + 100)
    assert np.sum(columns * c) == pytest.approx(np.sum(x * col2im(c, shape[2:], **options)))


@given(windows())
@settings(max_examples=30)
def test_col2im_when_columns_of_ones_then_counts_the_windows_of_a_pixel(case):
    shape, options = case
    ones = np.ones(shape)
    counts = col2im(im2col(ones, **options), shape[2:], **options)
    x = random(shape)
    np.testing.assert_allclose(col2im(im2col(x, **options), shape[2:], **options), counts * x)


def test_im2col_when_windows_tile_the_image_then_col2im_is_the_inverse():
    x = random((2, 3, 4, 6))
    np.testing.assert_array_equal(col2im(im2col(x, (2, 3), (2, 3)), (4, 6), (2, 3), (2, 3)), x)


def test_im2col_when_two_channels_then_first_all_pixels_of_the_first():
    x = np.arange(18.0).reshape(1, 2, 3, 3)
    columns = im2col(x, kernel_size=2)
    assert columns.shape == (1, 8, 4)
    np.testing.assert_array_equal(columns[0, :, 0], [0, 1, 3, 4, 9, 10, 12, 13])


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"kernel_size": (4, 1)}, "along the rows, a kernel of size 4 .* only 3"),
        ({"kernel_size": 2, "dilation": 4}, "along the rows, a kernel of size 2 .* covers 5"),
        ({"kernel_size": 0}, "kernel_size must be a whole number of at least 1, not 0"),
        ({"kernel_size": 2, "stride": 0}, "stride must be a whole number of at least 1, not 0"),
        ({"kernel_size": 2, "padding": -1}, "padding must be a whole number of at least 0, not -1"),
        ({"kernel_size": 2, "padding": "same"}, "padding must be a whole number"),
        ({"kernel_size": 2, "dilation": 1.0}, "dilation must be a whole number"),
        ({"kernel_size": (1, 2, 3)}, "kernel_size must be one number or two"),
    ],
)
def test_columns_when_argument_is_bad_then_error_names_value_and_rule(kwargs, words):
    with pytest.raises(ValueError, match=words):
        im2col(np.ones((1, 2, 3, 5)), **kwargs)
    with pytest.raises(ValueError, match=words):
        col2im(np.ones((1, 8, 8)), (3, 5), **kwargs)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (np.ones((1, 7, 8)), "has 7 rows, which is no multiple of the 2 x 2 entries"),
        (np.ones((1, 8, 9)), "has 9 columns, but an image of 3 x 5 pixels has 2 x 4 windows"),
        (np.ones((8, 8)), r"columns must have the 3 axes \(N, C\*kh\*kw, L\)"),
        (np.ones((1, 0, 8)), "columns is empty"),
    ],
)
def test_col2im_when_columns_do_not_fit_then_error_names_the_numbers(columns, words):
    with pytest.raises(ValueError, match=words):
        col2im(columns, (3, 5), kernel_size=2)


def test_col2im_when_output_size_is_bad_then_error_names_it():
    with pytest.raises(ValueError, match=r"output_size must be one number or two.* \(1, 3, 5\)"):
        col2im(np.ones((1, 8, 8)), (1, 3, 5), kernel_size=2)
