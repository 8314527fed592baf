"""Convolution and its relatives, against SciPy, torch and scikit-image."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import signal
from skimage.feature import match_template

from cnnlib.functional import (
    conv1d_valid,
    convolve2d,
    cross_correlate2d,
    normalised_cross_correlation,
)

numbers = st.floats(-100, 100, allow_subnormal=False)
any_real_dtype = st.sampled_from([np.uint8, np.int16, np.int64, np.bool_, np.float32, np.float64])


def matrices(min_side=1, max_side=9, elements=numbers):
    shapes = hnp.array_shapes(min_dims=2, max_dims=2, min_side=min_side, max_side=max_side)
    return hnp.arrays(np.float64, shapes, elements=elements)


def random_matrix(seed, shape, dtype=np.float64):
    return (np.random.default_rng(seed).uniform(0, 255, shape)).astype(dtype)


fitting_shapes = st.tuples(*[st.integers(1, 6)] * 2, *[st.integers(0, 6)] * 2).map(
    lambda s: ((s[0] + s[2], s[1] + s[3]), (s[0], s[1]))
)


@given(fitting_shapes, st.integers(0, 9), any_real_dtype, any_real_dtype)
def test_cross_correlate2d_when_any_real_dtype_then_equals_scipy(shapes, seed, dtype, ktype):
    image = random_matrix(seed, shapes[0], dtype)
    kernel = random_matrix(seed + 10, shapes[1], ktype)
    expected = signal.correlate2d(image.astype(float), kernel.astype(float), mode="valid")
    result = cross_correlate2d(image, kernel)
    assert result.dtype == np.float64
    np.testing.assert_allclose(result, expected, rtol=1e-9, atol=1e-6)


@given(
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    st.integers(1, 4),
    st.integers(0, 3),
    st.integers(1, 3),
)
def test_cross_correlate2d_when_strided_padded_dilated_then_equals_torch(
    shape, kernel_shape, stride, padding, dilation
):
    extent = [dilation * (k - 1) + 1 for k in kernel_shape]
    assume(all(e <= n + 2 * padding for e, n in zip(extent, shape, strict=True)))
    image, kernel = random_matrix(0, shape), random_matrix(1, kernel_shape)
    expected = torch.nn.functional.conv2d(
        torch.from_numpy(image)[None, None],
        torch.from_numpy(kernel)[None, None],
        stride=stride,
        padding=padding,
        dilation=dilation,
    )
    result = cross_correlate2d(image, kernel, stride=stride, padding=padding, dilation=dilation)
    np.testing.assert_allclose(result, expected[0, 0].numpy(), rtol=1e-9)


@given(matrices(3), numbers, numbers)
def test_cross_correlate2d_when_kernels_are_mixed_then_results_are(image, a, b):
    k1, k2 = random_matrix(1, (2, 3)), random_matrix(2, (2, 3))
    mixed = a * cross_correlate2d(image, k1) + b * cross_correlate2d(image, k2)
    np.testing.assert_allclose(cross_correlate2d(image, a * k1 + b * k2), mixed, atol=1e-3)


@given(matrices())
def test_cross_correlate2d_when_kernel_is_a_one_then_image_stays(image):
    np.testing.assert_array_equal(cross_correlate2d(image, [[1]]), image)


@given(matrices())
def test_cross_correlate2d_when_kernel_is_as_large_as_image_then_one_number(image):
    result = cross_correlate2d(image, image)
    np.testing.assert_allclose(result, [[np.sum(image**2)]], rtol=1e-12)


def test_cross_correlate2d_when_lecture_examples_then_their_answers():
    image = np.array(
        [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]
    )
    cross = [[0, 1, 0], [1, 2, 1], [0, 1, 0]]
    edges = [[1, 0, -1]] * 3
    np.testing.assert_array_equal(
        cross_correlate2d(image, cross), [[4, 6, 4], [2, 5, 6], [2, 5, 4]]
    )
    np.testing.assert_array_equal(
        cross_correlate2d(image, edges), [[-2, 0, 2], [-3, -2, 2], [-3, -1, 2]]
    )
    np.testing.assert_array_equal(convolve2d(image, edges), -cross_correlate2d(image, edges))

    diagonal = np.zeros((4, 4))
    diagonal[2, 2] = diagonal[3, 3] = 1
    np.testing.assert_array_equal(
        cross_correlate2d(diagonal, np.eye(2)), [[0, 0, 0], [0, 1, 0], [0, 0, 2]]
    )


def test_operations_when_done_then_inputs_are_untouched():
    image, small = random_matrix(0, (6, 8), np.uint8), random_matrix(1, (2, 3), np.uint8)
    before = image.copy(), small.copy()
    cross_correlate2d(image, small, padding=1)
    convolve2d(image, small, mode="full")
    normalised_cross_correlation(image, small)
    conv1d_valid(image[0], small[0])
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(small, before[1])


@pytest.mark.parametrize("mode", ["valid", "full"])
@given(shapes=fitting_shapes, seed=st.integers(0, 9))
def test_convolve2d_when_kernel_fits_then_equals_scipy(mode, shapes, seed):
    image, kernel = random_matrix(seed, shapes[0]), random_matrix(seed + 10, shapes[1])
    np.testing.assert_allclose(
        convolve2d(image, kernel, mode=mode), signal.convolve2d(image, kernel, mode=mode), rtol=1e-9
    )


@given(matrices(), matrices())
def test_convolve2d_when_full_then_commutes(a, b):
    result = convolve2d(a, b, mode="full")
    np.testing.assert_allclose(result, convolve2d(b, a, mode="full"), atol=1e-8)


@given(matrices(5), matrices(max_side=3), matrices(max_side=3))
def test_convolve2d_when_kernels_follow_each_other_then_associates(image, a, b):
    one_by_one = convolve2d(convolve2d(image, a, mode="full"), b, mode="full")
    at_once = convolve2d(image, convolve2d(a, b, mode="full"), mode="full")
    np.testing.assert_allclose(one_by_one, at_once, atol=1e-4)


@given(matrices())
def test_convolve2d_when_image_is_one_pixel_then_gives_the_kernel(kernel):
    np.testing.assert_array_equal(convolve2d([[1]], kernel, mode="full"), kernel)


@given(st.integers(1, 12), st.integers(0, 12), any_real_dtype)
def test_conv1d_valid_when_kernel_fits_then_equals_numpy(k, more, dtype):
    x, kernel = random_matrix(0, k + more, dtype), random_matrix(1, k, dtype)
    expected = np.correlate(x.astype(float), kernel.astype(float), mode="valid")
    np.testing.assert_allclose(conv1d_valid(x, kernel), expected, rtol=1e-9)


integers = st.integers(0, 255).map(float)


@given(matrices(4, 12, integers), st.integers(2, 4), st.integers(2, 4), st.integers(0, 99))
def test_ncc_when_template_varies_then_equals_skimage(image, h, w, seed):
    template = random_matrix(seed, (h, w))
    result = normalised_cross_correlation(image, template)
    np.testing.assert_allclose(result, match_template(image, template), atol=1e-6)


@given(matrices(4, 9, integers), st.floats(0.01, 100), st.floats(-1000, 1000))
def test_ncc_when_light_changes_then_stays(image, contrast, brightness):
    template = random_matrix(3, (3, 2))
    result = normalised_cross_correlation(contrast * image + brightness, template)
    np.testing.assert_allclose(result, normalised_cross_correlation(image, template), atol=1e-5)


@given(matrices(1, 9), matrices(1, 9))
def test_ncc_when_anything_finite_then_within_minus_one_and_one(image, template):
    assume(np.all(np.less_equal(template.shape, image.shape)))
    result = normalised_cross_correlation(image, template)
    assert np.all(np.abs(result) <= 1)


@pytest.mark.parametrize("level", [0, 0.1, 1 / 3, 200, 1e6 + 0.1])
def test_ncc_when_window_or_template_is_flat_then_zero(level):
    image = np.full((7, 9), level)
    image[:, 6:] = level + random_matrix(0, (7, 3))
    scores = normalised_cross_correlation(image, random_matrix(1, (3, 2)))
    np.testing.assert_array_equal(scores[:, :5], 0)
    assert np.all(scores[:, 5:] != 0)
    np.testing.assert_array_equal(
        normalised_cross_correlation(image, np.full((3, 2), level)), np.zeros((5, 8))
    )


def test_ncc_when_template_is_cut_out_and_darkened_then_found_with_score_one():
    image = random_matrix(5, (20, 31), np.uint8)
    template = 0.2 * image[11:16, 7:14] + 3
    scores = normalised_cross_correlation(image, template)
    assert np.unravel_index(np.argmax(scores), scores.shape) == (11, 7)
    assert scores.max() == pytest.approx(1, abs=1e-12)
    negative = normalised_cross_correlation(255.0 - image, template)
    assert negative[11, 7] == pytest.approx(-1, abs=1e-12)


@pytest.mark.parametrize("operation", [cross_correlate2d, convolve2d, normalised_cross_correlation])
@pytest.mark.parametrize(
    ("image", "kernel", "words"),
    [
        (np.ones((3, 5)), np.ones((4, 1)), "4 x 1 pixels.* 3 x 5"),
        (np.ones((3, 5)), np.ones((1, 6)), "1 x 6 pixels.* 3 x 5"),
        (np.ones(3), np.ones((1, 1)), r"image must be 2D, but its shape is \(3,\)"),
        (np.ones((3, 5)), np.ones((1, 1, 1)), "must be 2D"),
        (np.ones((0, 5)), np.ones((1, 1)), "image is empty"),
        (np.ones((3, 5)), np.ones((0, 1)), "is empty"),
        (np.ones((3, 5), dtype=complex), np.ones((1, 1)), "complex128"),
        (np.ones((3, 5)), [["a"]], "real numbers"),
    ],
)
def test_operations_when_input_is_bad_then_error_names_it(operation, image, kernel, words):
    with pytest.raises(ValueError, match=words):
        operation(image, kernel)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"stride": 0}, "stride must be a whole number of at least 1, not 0"),
        ({"stride": 1.5}, "not 1.5"),
        ({"padding": -1}, "padding must be a whole number of at least 0, not -1"),
        ({"dilation": 0}, "dilation must be"),
        ({"dilation": 2}, "kernel covers 5 x 3 pixels"),
    ],
)
def test_cross_correlate2d_when_option_is_bad_then_error_names_it(option, words):
    with pytest.raises(ValueError, match=words):
        cross_correlate2d(np.ones((4, 6)), np.ones((3, 2)), **option)


def test_others_when_input_is_bad_then_error_names_it():
    with pytest.raises(ValueError, match="'same'"):
        convolve2d(np.ones((3, 4)), np.ones((2, 2)), mode="same")
    with pytest.raises(ValueError, match="k covers 4 pixels"):
        conv1d_valid([1, 2, 3], [1, 2, 3, 4])
    with pytest.raises(ValueError, match="x must be 1D"):
        conv1d_valid([[1, 2, 3]], [1])
    with pytest.raises(ValueError, match="image holds NaN"):
        normalised_cross_correlation([[np.nan, 1]], [[1]])
