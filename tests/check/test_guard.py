"""The ready-made function is out of reach while a student's function runs."""

import importlib

import numpy as np
import pytest
import scipy.signal
import torch
from scipy.signal import correlate2d

from cnnlib import functional
from cnnlib.check import guard
from cnnlib.check.call import call
from cnnlib.check.guard import (
    AUTOGRAD,
    COLUMNS,
    CONVOLUTION_1D,
    CONVOLUTION_2D,
    GRADIENT_CHECK,
    POOLING,
    TRANSPOSED_CONVOLUTION,
)

IMAGE = np.arange(12.0).reshape(3, 4)
KERNEL = np.ones((2, 2))


def through_module(image, kernel):
    return scipy.signal.correlate2d(image, kernel, mode="valid")


def through_imported_name(image, kernel):
    return correlate2d(image, kernel, mode="valid")


def through_import_inside(image, kernel):
    from scipy.signal import convolve2d

    return convolve2d(image, kernel[::-1, ::-1], mode="valid")


def through_cnnlib(image, kernel):
    return functional.cross_correlate2d(image, kernel)


def through_cnnlib_convolution(image, kernel):
    return functional.convolve2d(image, kernel[::-1, ::-1])


def through_torch_function(image, kernel):
    image, kernel = torch.tensor(image), torch.tensor(kernel)
    return torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0]


def through_torch_module(image, kernel):
    layer = torch.nn.Conv2d(1, 1, 2, bias=False)
    return layer(torch.tensor(image, dtype=torch.float32)[None])[0]


def through_torch_operation(image, kernel):
    image, kernel = torch.tensor(image)[None, None], torch.tensor(kernel)[None, None]
    return torch.ops.aten.convolution(
        image, kernel, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1
    )[0, 0]


def hidden_in_except(image, kernel):
    try:
        return through_module(image, kernel)
    except BaseException:
        return np.zeros((2, 3))


def closure():
    ready = correlate2d
    return lambda image, kernel: ready(image, kernel, mode="valid")


@pytest.mark.parametrize(
    "student",
    [
        through_module,
        through_imported_name,
        through_import_inside,
        through_cnnlib,
        through_cnnlib_convolution,
        through_torch_function,
        through_torch_module,
        through_torch_operation,
        hidden_in_except,
        closure(),
        correlate2d,
    ],
)
def test_ready_made_when_used_then_reported(student):
    outcome = call(student, (IMAGE, KERNEL), ready_made=CONVOLUTION_2D, load=True)
    assert outcome.kind == "ready-made"
    assert outcome.used in CONVOLUTION_2D


def test_ready_made_when_call_is_over_then_works_again():
    call(through_imported_name, (IMAGE, KERNEL), ready_made=CONVOLUTION_2D)
    expected = functional.cross_correlate2d(IMAGE, KERNEL)
    np.testing.assert_allclose(correlate2d(IMAGE, KERNEL, mode="valid"), expected)
    np.testing.assert_allclose(through_torch_function(IMAGE, KERNEL), expected)
    np.testing.assert_allclose(closure()(IMAGE, KERNEL), expected)


def test_ready_made_when_student_raises_then_works_again():
    def fails(image, kernel):
        raise ValueError("no")

    call(fails, (IMAGE, KERNEL), ready_made=CONVOLUTION_2D)
    assert scipy.signal.correlate2d is correlate2d


def test_own_code_when_it_only_uses_numpy_then_passes():
    def own(x, k):
        return np.array([(x[i : i + len(k)] * k).sum() for i in range(len(x) - len(k) + 1)])

    outcome = call(own, (IMAGE[0], KERNEL[0]), ready_made=CONVOLUTION_1D, load=True)
    assert outcome.kind == "returned"


def test_numpy_correlate_when_used_for_1d_then_reported():
    outcome = call(
        lambda x, k: np.correlate(x, k, "valid"), (IMAGE[0], KERNEL[0]), ready_made=CONVOLUTION_1D
    )
    assert outcome.used == "numpy.correlate"


@pytest.mark.parametrize(
    ("student", "list_of_names"),
    [
        (lambda x: torch.nn.functional.unfold(x, 2), COLUMNS),
        (lambda x: torch.nn.Unfold(2)(x), COLUMNS),
        (lambda x: torch.ops.aten.im2col(x, (2, 2), (1, 1), (0, 0), (1, 1)), COLUMNS),
        (lambda x: torch.nn.functional.max_pool2d(x, 2), POOLING),
        (lambda x: torch.nn.functional.max_pool2d(x, 2, return_indices=True), POOLING),
        (lambda x: torch.nn.MaxPool2d(2)(x), POOLING),
        (lambda x: torch.nn.AvgPool2d(2)(x), POOLING),
        (lambda x: torch.nn.AdaptiveAvgPool2d(2)(x), POOLING),
        (lambda x: torch.conv_transpose2d(x, torch.ones(1, 1, 2, 2)), TRANSPOSED_CONVOLUTION),
        (lambda x: x.requires_grad_().sum().backward(), AUTOGRAD),
        (lambda x: torch.autograd.grad(x.requires_grad_().sum(), x), AUTOGRAD),
        (lambda x: torch.func.vjp(torch.sum, x), AUTOGRAD),
        (lambda x: torch.autograd.gradcheck(torch.sum, x), GRADIENT_CHECK),
    ],
)
def test_operation_of_torch_when_used_then_reported(student, list_of_names):
    outcome = call(student, (torch.ones(1, 1, 4, 4),), ready_made=list_of_names)
    assert outcome.kind == "ready-made"
    assert outcome.used in list_of_names


def test_windows_of_a_tensor_when_made_by_its_own_unfold_then_allowed():
    outcome = call(lambda x: x.unfold(2, 2, 1), (torch.ones(1, 1, 4, 4),), ready_made=COLUMNS)
    assert outcome.kind == "returned"


def test_ready_made_when_imported_from_the_module_that_defines_it_then_reported():
    home = functional.cross_correlate2d.__module__

    def student(image, kernel):
        return importlib.import_module(home).cross_correlate2d(image, kernel)

    outcome = call(student, (IMAGE, KERNEL), ready_made=CONVOLUTION_2D)
    assert outcome.used == "cnnlib.functional.cross_correlate2d"
    assert call(student, (IMAGE, KERNEL)).kind == "returned"


class Correlates:
    """A student's class: its methods are guarded like functions."""

    def __new__(cls, image, kernel):
        return correlate2d(image, kernel, mode="valid")


def test_ready_made_when_a_method_of_a_class_uses_it_then_reported():
    outcome = call(Correlates, (IMAGE, KERNEL), ready_made=CONVOLUTION_2D)
    assert outcome.used == "scipy.signal.correlate2d"
    assert call(Correlates, (IMAGE, KERNEL)).kind == "returned"


def test_line_when_a_method_of_a_class_raises_then_told():
    class Fails:
        def __init__(self, image):
            raise ValueError("the image has no pixels")

    outcome = call(Fails, (IMAGE,))
    assert "the image has no pixels" in outcome.line and outcome.refused


@pytest.mark.parametrize("name", [n for n in dir(guard) if n.isupper()])
def test_names_of_a_list_when_they_belong_to_cnnlib_then_exist(name):
    for full in getattr(guard, name):
        module, _, attribute = full.rpartition(".")
        if module.startswith("cnnlib"):
            assert hasattr(importlib.import_module(module), attribute), full
