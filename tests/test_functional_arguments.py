"""What all layers of cnnlib.functional have in common: dtypes, memory order, untouched inputs."""

import numpy as np
import pytest

from cnnlib import functional

# Functions of one image, which take any real numbers and compute in float64.
OF_ONE_IMAGE = {
    "conv1d_valid",
    "convolve2d",
    "cross_correlate2d",
    "normalised_cross_correlation",
}

# The shapes of the arrays that a function takes, and its other arguments.
CALLS = {
    "adaptive_avg_pool2d": ([(2, 4, 6, 5)], {"output_size": 2}),
    "adaptive_avg_pool2d_backward": ([(2, 4, 2, 2), (2, 4, 6, 5)], {}),
    "avg_pool2d": ([(2, 4, 6, 5)], {"kernel_size": 2}),
    "avg_pool2d_backward": ([(2, 4, 3, 2), (2, 4, 6, 5)], {"kernel_size": 2}),
    "col2im": ([(2, 16, 20)], {"output_size": (6, 5), "kernel_size": 2}),
    "conv2d": ([(2, 4, 6, 5), (6, 2, 3, 2), (6,)], {"padding": 1, "groups": 2}),
    "conv2d_backward": (
        [(2, 6, 6, 6), (2, 4, 6, 5), (6, 2, 3, 2)],
        {"padding": 1, "groups": 2},
    ),
    "cross_entropy": ([(3, 4)], {"target": np.array([0, 3, 1])}),
    "cross_entropy_backward": ([(3, 4)], {"target": np.array([0, 3, 1])}),
    "im2col": ([(2, 4, 6, 5)], {"kernel_size": 2, "padding": 1}),
    "linear": ([(3, 4), (5, 4), (5,)], {}),
    "linear_backward": ([(3, 5), (3, 4), (5, 4)], {}),
    "log_softmax": ([(3, 4)], {"axis": 1}),
    "max_pool2d": ([(2, 4, 6, 5)], {"kernel_size": 2}),
    "max_pool2d_backward": ([(2, 4, 3, 2), (2, 4, 6, 5)], {"kernel_size": 2}),
    "pad2d": ([(2, 4, 6, 5)], {"padding": 1}),
    "relu": ([(3, 4)], {}),
    "relu_backward": ([(3, 4), (3, 4)], {}),
    "softmax": ([(3, 4)], {"axis": 1}),
    "sum_pool2d": ([(2, 4, 6, 5)], {"kernel_size": 2}),
    "sum_pool2d_backward": ([(2, 4, 3, 2), (2, 4, 6, 5)], {"kernel_size": 2}),
}
every_function = pytest.mark.parametrize("name", CALLS)


def arrays_for(name, dtype=np.float64):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(dtype) for shape in CALLS[name][0]]


def results(name, arrays):
    """What the function returns, as a list of arrays."""
    result = getattr(functional, name)(*arrays, **CALLS[name][1])
    return list(result) if isinstance(result, tuple) else [result]


def test_functions_when_public_then_all_are_tested_here():
    assert set(functional.__all__) == set(CALLS) | OF_ONE_IMAGE
    assert functional.__all__ == sorted(functional.__all__)


@every_function
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_function_when_given_a_dtype_then_keeps_it(name, dtype):
    assert {result.dtype for result in results(name, arrays_for(name, dtype))} == {np.dtype(dtype)}


@every_function
def test_function_when_float32_then_close_to_float64(name):
    single, double = arrays_for(name, np.float32), arrays_for(name)
    for one, two in zip(results(name, single), results(name, double), strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-4, atol=1e-5)


@every_function
def test_function_when_done_then_inputs_are_untouched(name):
    arrays = arrays_for(name)
    copies = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    for result in results(name, arrays):
        assert result.flags.writeable or result.ndim == 0
        assert not any(np.shares_memory(result, array) for array in arrays)
    for array, copy in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


@every_function
@pytest.mark.parametrize(
    "layout",
    [
        np.asfortranarray,
        lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
        lambda a: a[..., ::-1].copy()[..., ::-1],
        lambda a: a.tolist(),
    ],
    ids=["Fortran's order", "every second value", "backwards", "a list"],
)
def test_function_when_arrays_lie_otherwise_in_memory_then_result_stays(name, layout):
    arrays = arrays_for(name)
    for mine, expected in zip(
        results(name, [layout(array) for array in arrays]), results(name, arrays), strict=True
    ):
        np.testing.assert_allclose(mine, expected, rtol=1e-12, atol=1e-12)


@every_function
@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.bool_, np.float16, np.complex128])
def test_function_when_dtype_is_another_then_error_says_to_convert(name, dtype):
    arrays = arrays_for(name)
    for i in range(len(arrays)):
        wrong = [a.astype(dtype) if i == j else a for j, a in enumerate(arrays)]
        with pytest.raises(ValueError, match=rf"is {np.dtype(dtype)}: convert it, .*\.astype\("):
            results(name, wrong)


@every_function
def test_function_when_float32_and_float64_are_mixed_then_error_names_both(name):
    arrays = arrays_for(name)
    for i in range(len(arrays) if len(arrays) > 1 else 0):
        mixed = [a.astype(np.float32) if i == j else a for j, a in enumerate(arrays)]
        with pytest.raises(ValueError, match="float32, but .* is float64|float64, but .* float32"):
            results(name, mixed)


@every_function
def test_function_when_array_is_empty_then_error_names_its_shape(name):
    arrays = arrays_for(name)
    for i in range(len(arrays)):
        emptied = [a[:0] if i == j else a for j, a in enumerate(arrays)]
        with pytest.raises(ValueError, match=r"is empty: its shape is \(0,"):
            results(name, emptied)


@every_function
def test_function_when_images_have_three_axes_then_error_names_the_four(name):
    arrays = arrays_for(name)
    for i, array in enumerate(arrays):
        if array.ndim == 4:
            flat = [a[0] if i == j else a for j, a in enumerate(arrays)]
            with pytest.raises(ValueError, match="must have the (4 axes|shape of the output)"):
                results(name, flat)
