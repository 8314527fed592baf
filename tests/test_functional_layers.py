"""ReLU, the fully connected layer, softmax and cross-entropy, against torch."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnlib.functional import (
    cross_entropy,
    cross_entropy_backward,
    linear,
    linear_backward,
    log_softmax,
    relu,
    relu_backward,
    softmax,
)

F = torch.nn.functional
dtypes = st.sampled_from([np.float32, np.float64])
REDUCTIONS = ["mean", "sum", "none"]


def random(shape, seed=0, dtype=np.float64, scale=1):
    return (scale * np.random.default_rng(seed).normal(size=shape)).astype(dtype)


def gradients(function, arrays, grad_out):
    tensors = [torch.from_numpy(array).requires_grad_() for array in arrays]
    out = function(*tensors)
    return [g.numpy() for g in torch.autograd.grad(out, tensors, torch.from_numpy(grad_out))]


values = st.sampled_from([-np.inf, -2.0, -0.0, 0.0, 1e-300, 3.0, np.inf, np.nan])


@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=4, max_side=4), elements=values))
def test_relu_when_any_values_then_equals_torch(x):
    np.testing.assert_array_equal(relu(x), F.relu(torch.from_numpy(x)).numpy(), strict=True)
    grad_out = random(x.shape)
    expected = gradients(F.relu, [x], grad_out)[0]
    np.testing.assert_array_equal(relu_backward(grad_out, x), expected, strict=True)


leading = st.lists(st.integers(1, 4), max_size=3).map(tuple)


@given(leading, st.integers(1, 5), st.integers(1, 5), dtypes)
@settings(max_examples=60)
def test_linear_when_any_shape_then_equals_torch(lead, n_in, n_out, dtype):
    arrays = [random(s, dtype=dtype) for s in ((*lead, n_in), (n_out, n_in), (n_out,))]
    close = {"rtol": 1e-4, "atol": 1e-5, "strict": True}
    expected = F.linear(*map(torch.from_numpy, arrays)).numpy()
    np.testing.assert_allclose(linear(*arrays), expected, **close)
    np.testing.assert_allclose(linear(*arrays[:2]), expected - arrays[2], **close)
    grad_out = random(expected.shape, 1, dtype)
    results = linear_backward(grad_out, *arrays[:2])
    for result, theirs in zip(results, gradients(F.linear, arrays, grad_out), strict=True):
        np.testing.assert_allclose(result, theirs, **close)


@given(hnp.array_shapes(max_dims=3, max_side=5), st.data(), dtypes)
@settings(max_examples=60)
def test_softmax_when_any_axis_then_equals_torch(shape, data, dtype):
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    x = random(shape, dtype=dtype, scale=30)
    for mine, theirs in ((softmax, F.softmax), (log_softmax, F.log_softmax)):
        expected = theirs(torch.from_numpy(x), dim=axis).numpy()
        np.testing.assert_allclose(mine(x, axis), expected, rtol=1e-4, atol=1e-5, strict=True)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_when_logits_are_huge_then_finite(dtype):
    x = np.array([[1e30, -1e30, 1e30], [88, 89, 1000]], dtype)
    np.testing.assert_allclose(softmax(x, axis=1), [[0.5, 0, 0.5], [0, 0, 1]])
    np.testing.assert_allclose(log_softmax(x, axis=1)[1], [-912, -911, 0])


@st.composite
def classifications(draw):
    """Logits (N, K, ...) and targets."""
    n, k = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    positions = draw(st.lists(st.integers(1, 3), max_size=2))
    scale, seed = draw(st.sampled_from([1, 100, 1e4])), draw(st.integers(0, 99))
    target = np.random.default_rng(seed).integers(0, k, (n, *positions))
    return random((n, k, *positions), seed, draw(dtypes), scale), target


@pytest.mark.parametrize("reduction", REDUCTIONS)
@given(case=classifications())
@settings(max_examples=60)
def test_cross_entropy_when_any_logits_then_equals_torch(reduction, case):
    logits, target = case

    def loss(tensor):
        return F.cross_entropy(tensor, torch.from_numpy(target), reduction=reduction)

    expected = loss(torch.from_numpy(logits)).numpy()
    result = cross_entropy(logits, target, reduction)
    assert result.dtype == logits.dtype and result.shape == expected.shape
    np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-5)
    grad = cross_entropy_backward(logits, target, reduction)
    grad_out = np.ones_like(expected)
    np.testing.assert_allclose(
        grad, gradients(loss, [logits], grad_out)[0], rtol=1e-4, atol=1e-5, strict=True
    )


@given(st.integers(0, 99), st.sampled_from(["mean", "sum"]))
@settings(max_examples=20)
def test_cross_entropy_backward_when_logits_move_a_little_then_predicts_the_loss(seed, reduction):
    logits, move = random((4, 3), seed), random((4, 3), seed + 100)
    target = np.array([0, 2, 1, 1])
    ahead, back = (cross_entropy(logits + h * move, target, reduction) for h in (1e-5, -1e-5))
    predicted = np.sum(cross_entropy_backward(logits, target, reduction) * move)
    assert predicted == pytest.approx((ahead - back) / 2e-5, rel=1e-6, abs=1e-8)


def test_cross_entropy_when_sure_and_wrong_then_the_difference_of_the_logits():
    logits = np.array([[1e6, 0.0]], np.float32)
    assert cross_entropy(logits, np.array([1])) == 1e6
    assert cross_entropy(logits, np.array([0])) == 0


def test_cross_entropy_backward_when_summed_over_classes_then_zero():
    grad = cross_entropy_backward(random((5, 4)), np.array([0, 1, 2, 3, 3]))
    np.testing.assert_allclose(grad.sum(axis=1), 0, atol=1e-15)


LOGITS = np.zeros((2, 3))


@pytest.mark.parametrize("loss", [cross_entropy, cross_entropy_backward])
@pytest.mark.parametrize(
    ("logits", "target", "words"),
    [
        (LOGITS, [0, 3], "target holds 3, but the classes are numbered from 0 to 2"),
        (LOGITS, [-1, 0], "target holds -1"),
        (LOGITS, [0.0, 1.0], "target must hold class numbers, but its dtype is float64"),
        (LOGITS, [True, False], "class numbers, but its dtype is bool"),
        (LOGITS, [0, 1, 2], r"a class for each example, shape \(2,\), but its shape is \(3,\)"),
        (LOGITS, np.eye(3, dtype=int)[:2], r"shape \(2,\), but its shape is \(2, 3\)"),
        (LOGITS[0], 0, r"logits must have the axes \(N, K\), but its shape is \(3,\)"),
        (LOGITS.astype(int), [0, 1], "logits must hold float32 or float64, .* int64"),
    ],
)
def test_cross_entropy_when_argument_is_bad_then_error_names_value_and_rule(
    loss, logits, target, words
):
    with pytest.raises(ValueError, match=words):
        loss(logits, np.array(target))


def test_cross_entropy_when_reduction_is_unknown_then_error_names_it():
    with pytest.raises(ValueError, match="'mean', 'sum' or 'none', not 'average'"):
        cross_entropy(LOGITS, np.array([0, 1]), reduction="average")


@pytest.mark.parametrize("function", [softmax, log_softmax])
@pytest.mark.parametrize("axis", [2, -3, 1.5, None])
def test_softmax_when_there_is_no_such_axis_then_error_names_it(function, axis):
    with pytest.raises(ValueError, match=f"axis.*{axis}"):
        function(LOGITS, axis)


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ((np.ones((2, 3)), np.ones((5, 4))), r"the 4 features .* shape of x is \(2, 3\)"),
        ((np.ones(()), np.ones((5, 1))), "the last axis of x"),
        ((np.ones((2, 3)), np.ones(3)), "weight must have the 2 axes"),
        ((np.ones((2, 3)), np.ones((5, 3)), np.ones(3)), r"bias must .* \(5,\), but .* \(3,\)"),
        ((np.ones((2, 3)), np.ones((5, 3), np.float32)), "x is float64, but weight is float32"),
    ],
)
def test_linear_when_argument_is_bad_then_error_names_value_and_rule(arrays, words):
    with pytest.raises(ValueError, match=words):
        linear(*arrays)


@pytest.mark.parametrize(
    "call",
    [
        lambda: linear_backward(LOGITS, np.ones((2, 3)), np.ones((5, 3))),
        lambda: relu_backward(LOGITS, np.ones((3, 2))),
    ],
)
def test_backward_when_grad_out_has_another_shape_then_error_names_both(call):
    with pytest.raises(ValueError, match=r"grad_out must .* output, .* its shape is \(2, 3\)"):
        call()
