"""The classic kernels, separability and the Sobel gradient."""

import numpy as np
import pytest
import skimage.filters
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnlib.filters import (
    CLASSIC,
    gaussian,
    is_separable,
    kernel,
    kernel_names,
    separate,
    sobel_magnitude,
)
from cnnlib.functional import cross_correlate2d

small_integers = st.integers(-9, 9).map(float)
images = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=9),
    elements=st.floats(-100, 100, allow_subnormal=False),
)


def vectors(max_size=6):
    return hnp.arrays(np.float64, st.integers(1, max_size), elements=small_integers)


def test_kernel_when_classic_then_values_of_the_lectures():
    expected = {
        "vertical edges": [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
        "horizontal edges": [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
        "blur": [[1 / 9] * 3] * 3,
        "laplacian": [[0, -1, 0], [-1, 4, -1], [0, -1, 0]],
        "laplacian 8": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    }
    assert tuple(expected) == CLASSIC
    for name, values in expected.items():
        np.testing.assert_array_equal(kernel(name), values, err_msg=name)


@pytest.mark.parametrize("name", kernel_names())
def test_kernel_when_on_a_solid_fill_then_keeps_or_removes_it(name):
    total = {"blur": 1, "sharpen": 1, "gaussian": 1, "identity": 1, "angle": 3.3}.get(name, 0)
    assert kernel(name).sum() == pytest.approx(total, abs=1e-12)
    filtered = cross_correlate2d(np.full((4, 5), 7.0), kernel(name))
    np.testing.assert_allclose(filtered, np.full((2, 3), 7.0 * total), atol=1e-12)


@pytest.mark.parametrize("name", kernel_names())
def test_kernel_when_result_is_changed_then_the_next_is_not(name):
    kernel(name)[:] = 99
    assert kernel(name).dtype == np.float64
    assert np.all(kernel(name) < 9)


def test_kernel_when_two_are_related_then_so_are_the_values():
    np.testing.assert_array_equal(kernel("sharpen"), kernel("identity") + kernel("laplacian"))
    np.testing.assert_array_equal(kernel("sobel y"), kernel("sobel x").T)
    np.testing.assert_array_equal(kernel("horizontal edges"), kernel("vertical edges").T)


def test_kernel_when_name_is_unknown_then_error_lists_the_names():
    with pytest.raises(ValueError, match="'emboss'") as error:
        kernel("emboss")
    assert all(repr(name) in str(error.value) for name in kernel_names())


def test_angle_when_zero_mean_then_white_scores_less_than_the_pattern():
    pattern, white = np.eye(3)[::-1], np.ones((3, 3))

    def score(name, patch):
        return cross_correlate2d(patch, kernel(name))[0, 0]

    assert score("angle", pattern) == pytest.approx(2.7)
    assert score("angle", pattern[::-1]) == pytest.approx(1.1)
    assert score("angle", white) == pytest.approx(3.3)
    assert score("angle zero-mean", pattern) == pytest.approx(1.6)
    assert score("angle zero-mean", pattern[::-1]) == pytest.approx(0, abs=1e-12)
    assert score("angle zero-mean", white) == pytest.approx(0, abs=1e-12)


@given(st.integers(0, 5).map(lambda n: 2 * n + 1), st.floats(0.1, 20))
def test_gaussian_when_made_then_sums_to_one_is_symmetric_and_separable(size, sigma):
    bell = gaussian(size, sigma)
    assert bell.shape == (size, size)
    assert bell.sum() == pytest.approx(1)
    assert np.unravel_index(np.argmax(bell), bell.shape) == (size // 2, size // 2)
    np.testing.assert_allclose(bell, bell[::-1, ::-1], rtol=1e-12)
    np.testing.assert_allclose(bell, bell.T, rtol=1e-12)
    assert is_separable(bell)


def test_gaussian_when_input_is_bad_then_error_says_which():
    with pytest.raises(ValueError, match="odd.* not 4"):
        gaussian(4, 1.0)
    with pytest.raises(ValueError, match="sigma must be above 0 pixels, not 0"):
        gaussian(3, 0)


@given(vectors(), vectors(), st.floats(1e-6, 1e6))
def test_separate_when_kernel_is_an_outer_product_then_gives_it_back(column, row, scale):
    k = scale * np.outer(column, row)
    assert is_separable(k)
    c, r = separate(k)
    assert c.shape == column.shape
    assert r.shape == row.shape
    np.testing.assert_allclose(np.outer(c, r), k, rtol=1e-9, atol=1e-12 * scale)


@given(
    hnp.arrays(
        np.float64,
        hnp.array_shapes(min_dims=2, max_dims=2, max_side=5),
        elements=small_integers,
    )
)
def test_is_separable_when_any_integers_then_agrees_with_the_rank(k):
    assert is_separable(k) == (np.linalg.matrix_rank(k) <= 1)


@pytest.mark.parametrize("k", [[[0, 0, 0], [0, -2, 4], [0, 1, -2]], [[0.0]], np.zeros((2, 3))])
def test_separate_when_zero_rows_or_negative_entries_then_product_is_the_kernel(k):
    np.testing.assert_array_equal(np.outer(*separate(k)), k)


@pytest.mark.parametrize("name", ["sobel x", "blur", "gaussian", "vertical edges"])
def test_separate_when_both_passes_are_done_then_equals_the_kernel(name):
    image = np.random.default_rng(0).uniform(size=(6, 9))
    column, row = separate(kernel(name))
    in_two = cross_correlate2d(cross_correlate2d(image, column[:, None]), row[None, :])
    np.testing.assert_allclose(in_two, cross_correlate2d(image, kernel(name)), atol=1e-12)


@pytest.mark.parametrize(("name", "rank"), [("laplacian", 2), ("sharpen", 2), ("angle", 3)])
def test_separate_when_rank_is_higher_then_error_says_it(name, rank):
    assert not is_separable(kernel(name))
    with pytest.raises(ValueError, match=f"this one has rank {rank}"):
        separate(kernel(name))


@pytest.mark.parametrize(
    ("k", "words"),
    [([1, 2], r"\(2,\)"), (np.ones((0, 2)), r"\(0, 2\)"), ([[np.nan, 1]], "finite numbers")],
)
def test_separate_when_input_is_no_kernel_then_error(k, words):
    with pytest.raises(ValueError, match=words):
        separate(k)
    with pytest.raises(ValueError, match=words):
        is_separable(k)


@given(images)
def test_sobel_magnitude_when_turned_then_result_is_turned(image):
    turned = sobel_magnitude(np.rot90(image))
    np.testing.assert_allclose(turned, np.rot90(sobel_magnitude(image)), atol=1e-9)


@given(images)
def test_sobel_magnitude_when_any_image_then_equals_skimage_inside(image):
    # scikit-image divides each kernel by 4 and takes the root mean square of the two.
    expected = skimage.filters.sobel(image)[1:-1, 1:-1] * 4 * np.sqrt(2)
    np.testing.assert_allclose(sobel_magnitude(image), expected, atol=1e-9)


@pytest.mark.parametrize("level", [0, 0.1, 255])
def test_sobel_magnitude_when_fill_is_solid_then_zero(level):
    np.testing.assert_allclose(sobel_magnitude(np.full((4, 6), level)), 0, atol=1e-12)


def test_sobel_magnitude_when_uint8_then_nothing_overflows():
    image = np.array([[0, 0, 255, 255]] * 3, dtype=np.uint8)
    np.testing.assert_array_equal(sobel_magnitude(image), [[1020, 1020]])


def test_sobel_magnitude_when_image_is_too_small_then_error():
    with pytest.raises(ValueError, match="2 x 5"):
        sobel_magnitude(np.ones((2, 5)))
