"""conv2d and conv2d_backward, against torch, finite differences and each other."""

import math
import tracemalloc
from dataclasses import dataclass, field

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib.functional import conv2d, conv2d_backward, cross_correlate2d, pad2d

sides = st.tuples(st.integers(1, 4), st.integers(1, 4))


@dataclass(frozen=True)
class Layer:
    """Shapes and settings of a convolution that torch accepts."""

    x: tuple
    weight: tuple
    settings: dict = field(default_factory=dict)

    def arrays(self, dtype=np.float64):
        """x, weight and bias, random."""
        rng = np.random.default_rng(sum(self.x))
        return [
            rng.normal(size=shape).astype(dtype) for shape in (self.x, self.weight, self.weight[:1])
        ]


@st.composite
def layers(draw):
    """Non-square everything; images that fit the window exactly, and larger ones."""
    groups = draw(st.integers(1, 3))
    kernel, stride, dilation = draw(sides), draw(sides), draw(sides)
    padding = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    covered = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    size = [
        max(1, c - 2 * p + draw(st.integers(0, 5))) for c, p in zip(covered, padding, strict=True)
    ]
    per_group_in, per_group_out, n = draw(st.tuples(*[st.integers(1, 3)] * 3))
    return Layer(
        (n, groups * per_group_in, *size),
        (groups * per_group_out, per_group_in, *kernel),
        {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups},
    )


def as_depthwise(layer):
    """A layer that has as many groups as channels."""
    (n, channels, *size), (_, _, *kernel) = layer.x, layer.weight
    options = {**layer.settings, "groups": channels}
    return Layer((n, channels, *size), (2 * channels, 1, *kernel), options)


any_layer = st.one_of(layers(), layers().map(as_depthwise))


def torch_gradients(layer, arrays, grad_out):
    tensors = [torch.from_numpy(array).requires_grad_() for array in arrays]
    out = torch.nn.functional.conv2d(*tensors, **layer.settings)
    return [g.numpy() for g in torch.autograd.grad(out, tensors, torch.from_numpy(grad_out))]


def tolerance(dtype):
    return {"rtol": 1e-4, "atol": 1e-4} if dtype == np.float32 else {"rtol": 1e-9, "atol": 1e-9}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(layer=any_layer)
def test_conv2d_when_any_layer_then_equals_torch(dtype, layer):
    arrays = layer.arrays(dtype)
    expected = torch.nn.functional.conv2d(*map(torch.from_numpy, arrays), **layer.settings)
    result = conv2d(*arrays, **layer.settings)
    assert result.dtype == dtype
    np.testing.assert_allclose(result, expected.numpy(), **tolerance(dtype), strict=True)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(layer=any_layer)
@settings(max_examples=60)
def test_conv2d_backward_when_any_layer_then_equals_autograd(dtype, layer):
    arrays = layer.arrays(dtype)
    grad_out = np.random.default_rng(1).normal(size=conv2d(*arrays, **layer.settings).shape)
    grad_out = grad_out.astype(dtype)
    gradients = conv2d_backward(grad_out, *arrays[:2], **layer.settings)
    for result, expected in zip(gradients, torch_gradients(layer, arrays, grad_out), strict=True):
        assert result.dtype == dtype
        np.testing.assert_allclose(result, expected, **tolerance(dtype), strict=True)


@given(layers())
@settings(max_examples=30)
def test_conv2d_backward_when_arrays_move_a_little_then_predicts_the_loss(layer):
    x, weight, bias = layer.arrays()
    rng = np.random.default_rng(2)
    grad_out = rng.normal(size=conv2d(x, weight, **layer.settings).shape)
    gradients = conv2d_backward(grad_out, x, weight, **layer.settings)
    moves = [rng.normal(size=array.shape) for array in (x, weight, bias)]

    def loss(step):
        moved = [a + step * m for a, m in zip((x, weight, bias), moves, strict=True)]
        return np.sum(conv2d(*moved, **layer.settings) * grad_out)

    slope = (loss(1e-4) - loss(-1e-4)) / 2e-4
    predicted = sum(np.sum(g * m) for g, m in zip(gradients, moves, strict=True))
    assert predicted == pytest.approx(slope, rel=1e-6, abs=1e-6)


@given(layers())
@settings(max_examples=30)
def test_conv2d_when_padding_is_put_around_beforehand_then_stays(layer):
    x, weight, bias = layer.arrays()
    unpadded = {**layer.settings, "padding": "valid"}
    padded = pad2d(x, layer.settings["padding"])
    expected = conv2d(x, weight, bias, **layer.settings)
    np.testing.assert_allclose(conv2d(padded, weight, bias, **unpadded), expected, atol=1e-12)


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@given(layers(), st.sampled_from([np.float32, np.float64]))
@settings(max_examples=40)
def test_conv2d_when_same_then_equals_torch_and_keeps_the_size(layer, dtype):
    arrays = layer.arrays(dtype)
    kwargs = {**layer.settings, "padding": "same", "stride": 1}
    result = conv2d(*arrays, **kwargs)
    assert result.shape[2:] == layer.x[2:]
    expected = torch.nn.functional.conv2d(*map(torch.from_numpy, arrays), **kwargs)
    np.testing.assert_allclose(result, expected.numpy(), **tolerance(dtype))
    grad_out = arrays[0].sum() * np.ones_like(result)
    same = Layer(layer.x, layer.weight, kwargs)
    gradients = conv2d_backward(grad_out, *arrays[:2], **kwargs)
    for mine, theirs in zip(gradients, torch_gradients(same, arrays, grad_out), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-3, atol=1e-3)


def test_conv2d_when_one_channel_then_equals_cross_correlation():
    rng = np.random.default_rng(0)
    image, kernel = rng.normal(size=(9, 7)), rng.normal(size=(3, 2))
    result = conv2d(image[None, None], kernel[None, None], stride=2, padding=1, dilation=2)
    expected = cross_correlate2d(image, kernel, stride=2, padding=1, dilation=2)
    np.testing.assert_allclose(result[0, 0], expected, rtol=1e-12)


def test_conv2d_when_two_channels_and_three_kernels_then_three_maps_of_sums():
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(1, 2, 5, 5)), rng.normal(size=(3, 2, 3, 3))
    result = conv2d(x, weight)
    assert result.shape == (1, 3, 3, 3)
    for f in range(3):
        expected = sum(cross_correlate2d(x[0, c], weight[f, c]) for c in range(2))
        np.testing.assert_allclose(result[0, f], expected, rtol=1e-12)


def test_conv2d_when_map_and_kernel_are_one_pixel_then_a_product_of_matrices():
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=(4, 3, 1, 1)), rng.normal(size=(5, 3, 1, 1))
    expected = x[:, :, 0, 0] @ weight[:, :, 0, 0].T
    np.testing.assert_allclose(conv2d(x, weight)[:, :, 0, 0], expected, rtol=1e-12)


BATCHES = {
    "large images": Layer((4, 32, 64, 50), (8, 32, 3, 3), {"padding": 1}),
    "small images": Layer((512, 3, 12, 10), (4, 3, 5, 3), {"padding": 2}),
    "stride": Layer((4, 32, 96, 90), (8, 32, 3, 5), {"stride": 2, "padding": (1, 2)}),
    "groups": Layer((4, 32, 60, 50), (8, 16, 4, 3), {"groups": 2}),
}
# NumPy adds arrays of unlike shapes in buffers of 8192 values for each of them.
SLACK = 4 * 8192 * 4


def memory_of_one_image(layer):
    """Bytes of its columns and of itself with its padding, in float32, or what small ones share."""
    size = conv2d(*layer.arrays()[:2], **layer.settings).shape[2:]
    columns = layer.x[1] * math.prod(layer.weight[2:]) * (math.prod(size) + 16)
    image = pad2d(np.zeros((1, *layer.x[1:])), layer.settings.get("padding", 0)).size
    return max(2**21, 4 * (columns + image))


def peak_memory(call):
    """The most bytes that the call held at a time, beyond what it returned."""
    call()  # what is kept for good is no part of it
    tracemalloc.start()
    try:
        result = call()
        arrays = result if isinstance(result, tuple) else (result,)
        return tracemalloc.get_traced_memory()[1] - sum(array.nbytes for array in arrays)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("layer", BATCHES.values(), ids=BATCHES)
def test_conv2d_when_batch_then_needs_memory_for_one_image(layer):
    arrays = layer.arrays(np.float32)
    peak = peak_memory(lambda: conv2d(*arrays, **layer.settings))
    assert peak <= memory_of_one_image(layer) + SLACK


@pytest.mark.parametrize("layer", BATCHES.values(), ids=BATCHES)
def test_conv2d_backward_when_batch_then_needs_memory_for_one_image_and_a_weight(layer):
    x, weight, _ = layer.arrays(np.float32)
    grad_out = conv2d(x, weight, **layer.settings)
    peak = peak_memory(lambda: conv2d_backward(grad_out, x, weight, **layer.settings))
    assert peak <= memory_of_one_image(layer) + weight.nbytes + SLACK


X, WEIGHT = np.ones((2, 4, 5, 6)), np.ones((6, 4, 3, 2))


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"weight": np.ones((6, 3, 3, 2))}, "x has 4 channels in 1 group.* weight have 3.* be 4"),
        ({"groups": 2}, "x has 4 channels in 2 groups.* weight have 4.* must be 2"),
        ({"groups": 3}, "x has 4 channels, which 3 groups cannot share equally"),
        ({"groups": 4}, "weight has 6 kernels, which 4 groups cannot share equally"),
        ({"groups": 0}, "groups must be a whole number of at least 1, not 0"),
        ({"weight": np.ones((6, 4, 8, 2))}, "along the rows, a kernel of size 8 .* only 5"),
        ({"dilation": (1, 7)}, "along the columns, .* covers 8 pixels, .* only 6"),
        ({"weight": WEIGHT[0]}, r"weight must have the 4 axes .* shape is \(4, 3, 2\)"),
        ({"x": X[0]}, r"x must have the 4 axes \(N, C, H, W\), but its shape is \(4, 5, 6\)"),
        ({"x": X[:0]}, r"x is empty: its shape is \(0, 4, 5, 6\)"),
        ({"weight": WEIGHT.astype(np.float32)}, "x is float64, but weight is float32"),
        ({"bias": np.ones(6, np.float32)}, "x is float64, but bias is float32"),
        ({"bias": np.ones(4)}, r"bias must have the shape of .* \(6,\), but its shape is \(4,\)"),
        ({"bias": np.ones((6, 1))}, "bias must have the shape"),
        ({"stride": 0}, "stride must be a whole number of at least 1, not 0"),
        ({"stride": (1, 1.5)}, r"stride \(columns\) must be a whole number of at least 1, not 1.5"),
        ({"stride": (1, 2, 3)}, r"stride must be one number or two .* not \(1, 2, 3\)"),
        ({"padding": (-1, 0)}, r"padding \(rows\) must be a whole number of at least 0, not -1"),
        ({"padding": 0.5}, "padding must be a whole number"),
        ({"padding": "full"}, "padding must be numbers, 'same' or 'valid', not 'full'"),
        ({"padding": "same", "stride": 2}, "padding 'same' needs stride 1, not 2"),
        ({"padding": "same", "stride": (1, 2)}, r"'same' needs stride 1, not \(1, 2\)"),
        ({"dilation": (0, 1)}, r"dilation \(rows\) must be a whole number of at least 1, not 0"),
    ],
)
def test_conv2d_when_argument_is_bad_then_error_names_value_and_rule(kwargs, words):
    with pytest.raises(ValueError, match=words):
        conv2d(**{"x": X, "weight": WEIGHT, **kwargs})
    if "bias" not in kwargs:
        with pytest.raises(ValueError, match=words):
            conv2d_backward(**{"grad_out": X, "x": X, "weight": WEIGHT, **kwargs})


@given(layers(), st.integers(1, 3))
@settings(max_examples=30)
def test_conv2d_when_window_does_not_fit_then_refused_as_by_torch(layer, lacking):
    padding, dilation = layer.settings["padding"], layer.settings["dilation"]
    rows = dilation[0] * (layer.weight[2] - 1) + 1 - 2 * padding[0] - lacking
    small = Layer((*layer.x[:2], max(1, rows), layer.x[3]), layer.weight, layer.settings)
    arrays = small.arrays()
    if rows < 1:
        return
    with pytest.raises(RuntimeError):
        torch.nn.functional.conv2d(*map(torch.from_numpy, arrays), **layer.settings)
    with pytest.raises(ValueError, match="along the rows, a kernel of size"):
        conv2d(*arrays, **layer.settings)


def test_conv2d_backward_when_grad_out_does_not_fit_then_error_names_the_shape():
    with pytest.raises(ValueError, match=r"shape of the output, \(2, 6, 3, 5\), but .* \(2, 6\)"):
        conv2d_backward(np.ones((2, 6)), X, WEIGHT)
    with pytest.raises(ValueError, match="x is float64, but grad_out is float32"):
        conv2d_backward(np.ones((2, 6, 3, 5), np.float32), X, WEIGHT)
