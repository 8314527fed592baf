"""Pooling and its backward passes, against torch, finite differences and lecture examples."""

import functools

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnlib.functional import (
    adaptive_avg_pool2d,
    adaptive_avg_pool2d_backward,
    avg_pool2d,
    avg_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
    sum_pool2d,
    sum_pool2d_backward,
)

F = torch.nn.functional
sides = st.tuples(st.integers(1, 4), st.integers(1, 4))


@st.composite
def poolings(draw, dilated=False):
    """The shape of a batch, and settings that torch accepts for it."""
    kernel, dilation = draw(sides), draw(sides) if dilated else (1, 1)
    padding = tuple(draw(st.integers(0, k // 2)) for k in kernel)
    options = {
        "kernel_size": kernel,
        "stride": draw(st.one_of(st.none(), sides)),
        "padding": padding,
        "ceil_mode": draw(st.booleans()),
    }
    size = [
        max(1, d * (k - 1) + 1 - 2 * p + draw(st.integers(0, 6)))
        for k, d, p in zip(kernel, dilation, padding, strict=True)
    ]
    # torch leaves -inf in a window that its dilation leads past all pixels; here it is an error.
    assume(all(p == 0 or n + p > d for n, p, d in zip(size, padding, dilation, strict=True)))
    shape = (*draw(st.tuples(st.integers(1, 3), st.integers(1, 3))), *size)
    return shape, {**options, "dilation": dilation} if dilated else options


def random(shape, seed=0, dtype=np.float64):
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


def torch_pooling(function, x, **options):
    """Output of a torch function, and a function that gives its gradient."""
    tensor = torch.from_numpy(x).requires_grad_()
    out = function(tensor, **options)

    def backward(grad_out):
        return torch.autograd.grad(out, tensor, torch.from_numpy(grad_out))[0].numpy()

    return out.detach().numpy(), backward


def torch_sum_pool2d(x, kernel_size, **options):
    return F.avg_pool2d(x, kernel_size, **options, divisor_override=1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(case=poolings(dilated=True))
def test_max_pool2d_when_any_windows_then_equals_torch(dtype, case):
    shape, options = case
    x = random(shape, dtype=dtype)
    expected, places = F.max_pool2d(torch.from_numpy(x), **options, return_indices=True)
    result, indices = max_pool2d(x, **options, return_indices=True)
    np.testing.assert_array_equal(result, expected.numpy(), strict=True)
    np.testing.assert_array_equal(indices, places.numpy(), strict=True)
    np.testing.assert_array_equal(max_pool2d(x, **options), result)


@given(poolings(dilated=True), st.data())
def test_max_pool2d_when_ties_infinities_and_nan_then_equals_torch(case, data):
    shape, options = case
    values = st.sampled_from([-np.inf, -1.0, 0.0, 1.0, np.inf, np.nan])
    x = data.draw(hnp.arrays(np.float64, shape, elements=values))
    out, backward = torch_pooling(F.max_pool2d, x, **options)
    places = F.max_pool2d(torch.from_numpy(x), **options, return_indices=True)[1]
    result, indices = max_pool2d(x, **options, return_indices=True)
    np.testing.assert_array_equal(result, out)
    np.testing.assert_array_equal(indices, places.numpy())
    grad_out = random(out.shape)
    np.testing.assert_allclose(max_pool2d_backward(grad_out, x, **options), backward(grad_out))


@given(poolings(dilated=True), st.sampled_from([np.float32, np.float64]))
def test_max_pool2d_backward_when_any_windows_then_equals_autograd(case, dtype):
    shape, options = case
    x = random(shape, dtype=dtype)
    out, backward = torch_pooling(F.max_pool2d, x, **options)
    grad_out = random(out.shape, 1, dtype)
    result = max_pool2d_backward(grad_out, x, **options)
    np.testing.assert_allclose(result, backward(grad_out), rtol=1e-4, atol=1e-6, strict=True)


AVERAGES = {
    "sum": (sum_pool2d, sum_pool2d_backward, torch_sum_pool2d),
    "average": (avg_pool2d, avg_pool2d_backward, F.avg_pool2d),
    "average of the image only": (
        functools.partial(avg_pool2d, count_include_pad=False),
        functools.partial(avg_pool2d_backward, count_include_pad=False),
        functools.partial(F.avg_pool2d, count_include_pad=False),
    ),
}


@pytest.mark.parametrize("kind", AVERAGES)
@given(case=poolings(), dtype=st.sampled_from([np.float32, np.float64]))
@settings(max_examples=80)
def test_sums_and_averages_when_any_windows_then_equal_torch(kind, case, dtype):
    pool, pool_backward, in_torch = AVERAGES[kind]
    shape, options = case
    x = random(shape, dtype=dtype)
    out, backward = torch_pooling(in_torch, x, **options)
    np.testing.assert_allclose(pool(x, **options), out, rtol=1e-4, atol=1e-6, strict=True)
    grad_out = random(out.shape, 1, dtype)
    result = pool_backward(grad_out, x, **options)
    np.testing.assert_allclose(result, backward(grad_out), rtol=1e-4, atol=1e-6, strict=True)


@given(
    st.tuples(*[st.integers(1, 3)] * 2, *[st.integers(1, 9)] * 2),
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.sampled_from([np.float32, np.float64]),
)
@settings(max_examples=80)
def test_adaptive_avg_pool2d_when_any_sizes_then_equals_torch(shape, size, dtype):
    x = random(shape, dtype=dtype)
    out, backward = torch_pooling(F.adaptive_avg_pool2d, x, output_size=size)
    result = adaptive_avg_pool2d(x, size)
    np.testing.assert_allclose(result, out, rtol=1e-4, atol=1e-6, strict=True)
    grad_out = random(out.shape, 1, dtype)
    result = adaptive_avg_pool2d_backward(grad_out, x)
    np.testing.assert_allclose(result, backward(grad_out), rtol=1e-4, atol=1e-6, strict=True)


POOLINGS = {
    "max": (max_pool2d, max_pool2d_backward),
    **{kind: functions[:2] for kind, functions in AVERAGES.items()},
}


@pytest.mark.parametrize("kind", POOLINGS)
@given(case=poolings())
@settings(max_examples=25)
def test_backward_when_pixels_move_a_little_then_predicts_the_loss(kind, case):
    pool, backward = POOLINGS[kind]
    shape, options = case
    # Pixels at least 1 apart: the largest of a window stays the largest while they move.
    x = np.random.default_rng(0).permutation(np.prod(shape)).reshape(shape).astype(np.float64)
    move, grad_out = random(shape, 1), random(pool(x, **options).shape, 2)

    def loss(step):
        return np.sum(pool(x + step * move, **options) * grad_out)

    predicted = np.sum(backward(grad_out, x, **options) * move)
    assert predicted == pytest.approx((loss(1e-4) - loss(-1e-4)) / 2e-4, rel=1e-6, abs=1e-6)


LECTURE = np.array(
    [
        [1, 2, 5, 2, 1, 1],
        [1, 3, 1, 2, 1, 1],
        [3, 4, 1, 1, 2, 1],
        [4, 0, 1, 1, 1, 0],
        [5, 6, 2, 1, 0, 0],
        [2, 4, 1, 0, 0, 1],
    ],
    dtype=np.float64,
)[None, None]


def test_pooling_when_lecture_example_then_its_answers():
    np.testing.assert_array_equal(sum_pool2d(LECTURE, 3)[0, 0], [[21, 12], [25, 4]])
    np.testing.assert_array_equal(max_pool2d(LECTURE, 3)[0, 0], [[5, 2], [6, 1]])
    np.testing.assert_array_equal(max_pool2d(LECTURE, 2)[0, 0], [[3, 5, 1], [4, 1, 2], [6, 2, 1]])
    np.testing.assert_array_equal(
        sum_pool2d(LECTURE, 2)[0, 0], [[7, 10, 4], [11, 4, 4], [17, 4, 1]]
    )
    np.testing.assert_allclose(
        avg_pool2d(LECTURE, 3)[0, 0], [[2.333, 1.333], [2.778, 0.444]], atol=5e-4
    )


def test_max_pool2d_backward_when_pixel_wins_overlapping_windows_then_gets_the_sum():
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 1
    grad = max_pool2d_backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), x, 2, stride=1)
    np.testing.assert_array_equal(grad, 10 * x)


def test_max_pool2d_backward_when_all_pixels_are_equal_then_the_first_gets_everything():
    grad = max_pool2d_backward(np.full((1, 1, 1, 1), 8.0), np.zeros((1, 1, 2, 2)), 2)
    np.testing.assert_array_equal(grad[0, 0], [[8, 0], [0, 0]])


def test_max_pool2d_when_all_pixels_are_negative_then_padding_does_not_win():
    x = np.full((1, 1, 4, 4), -5.0)
    np.testing.assert_array_equal(max_pool2d(x, 3, padding=1), np.full((1, 1, 2, 2), -5))


def test_pooling_when_ceil_mode_then_no_window_starts_in_the_padding_behind():
    x = np.ones((1, 1, 5, 6))
    # Rows: windows at -1, 1, 3 and not at 5, which would be padding only. Columns: -1, 1, 3, 5.
    for pool in (max_pool2d, sum_pool2d, avg_pool2d):
        assert pool(x, 2, padding=1, ceil_mode=True).shape == (1, 1, 3, 4)


def test_pooling_when_stride_is_not_given_then_it_is_the_window():
    x = random((1, 2, 7, 9))
    np.testing.assert_array_equal(max_pool2d(x, (2, 3)), max_pool2d(x, (2, 3), stride=(2, 3)))
    np.testing.assert_array_equal(max_pool2d(x, (2, 3)), max_pool2d(x, (2, 3), stride=None))


def test_adaptive_avg_pool2d_when_one_window_then_the_mean_of_the_map():
    x = random((2, 3, 5, 7))
    np.testing.assert_allclose(adaptive_avg_pool2d(x, 1)[:, :, 0, 0], x.mean(axis=(2, 3)))


X = np.ones((1, 2, 4, 5))


@pytest.mark.parametrize("kind", POOLINGS)
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kernel_size": (5, 1)}, "along the rows, a kernel of size 5 .* only 4"),
        ({"kernel_size": (1, 0)}, r"kernel_size \(columns\) must be .* of at least 1, not 0"),
        ({"kernel_size": 2.0}, "kernel_size must be a whole number"),
        ({"kernel_size": 2, "stride": 0}, "stride must be a whole number of at least 1, not 0"),
        ({"kernel_size": 3, "padding": -1}, "padding must be a whole number of at least 0, not -1"),
        ({"kernel_size": 3, "padding": (1, 2)}, "padding of 2 columns is more than half .* 3"),
        ({"kernel_size": 2, "padding": "same"}, "padding must be a whole number"),
    ],
)
def test_pooling_when_argument_is_bad_then_error_names_value_and_rule(kind, options, words):
    pool, backward = POOLINGS[kind]
    with pytest.raises(ValueError, match=words):
        pool(X, **options)
    with pytest.raises(ValueError, match=words):
        backward(X, X, **options)


@pytest.mark.parametrize("kind", POOLINGS)
def test_backward_when_grad_out_has_another_shape_then_error_names_both(kind):
    with pytest.raises(ValueError, match=r"shape of the output, \(1, 2, 2, 2\), but .* 4, 5\)"):
        POOLINGS[kind][1](X, X, kernel_size=2)


def test_max_pool2d_when_dilation_leads_past_all_pixels_then_refused():
    with pytest.raises(ValueError, match="a window lies in the padding alone"):
        max_pool2d(np.ones((1, 1, 2, 2)), 2, padding=1, dilation=3)


def test_adaptive_avg_pool2d_when_size_is_bad_then_error_names_it():
    with pytest.raises(ValueError, match="output_size must be a whole number of at least 1, not 0"):
        adaptive_avg_pool2d(X, 0)
    with pytest.raises(ValueError, match="output_size must be one number or two"):
        adaptive_avg_pool2d(X, (1, 2, 3))
    with pytest.raises(ValueError, match="shape of the output"):
        adaptive_avg_pool2d_backward(np.ones((3, 2, 1, 1)), X)
