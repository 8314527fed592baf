"""Comparing answers, and showing them so that a person can."""

from typing import NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnlib.check.compare import difference
from cnnlib.check.show import lines


class Gradients(NamedTuple):
    grad_x: np.ndarray
    grad_bias: np.ndarray


arrays = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8]),
    hnp.array_shapes(max_dims=3, max_side=4),
    elements=st.integers(0, 100),
)


@given(arrays)
def test_difference_when_array_is_equal_then_none(array):
    assert difference(array, array.copy()) is None
    assert difference(array, torch.from_numpy(array.copy())) is None


@given(arrays, st.data())
def test_difference_when_one_element_differs_then_its_place_is_named(array, data):
    other = array.astype(float)
    place = data.draw(st.tuples(*(st.integers(0, side - 1) for side in array.shape)))
    other[place] += 1
    found = difference(array, other)
    assert found.kind == "value"
    assert str(list(place)) in found.text


@pytest.mark.parametrize(
    ("expected", "got", "kind"),
    [
        (1, 1.0, None),
        (1, True, "type"),
        (True, np.bool_(True), None),
        (True, 1, "type"),
        (0.3, 0.1 + 0.2, None),
        (0.3, 0.31, "value"),
        (10**16, 10**16 + 1, "value"),
        (1.0, float("nan"), "nan"),
        (float("nan"), float("nan"), None),
        (float("inf"), float("inf"), None),
        (float("inf"), 3.0, "value"),
        (3.0, float("inf"), "value"),
        (float("-inf"), float("inf"), "value"),
        (np.array([np.inf]), np.array([3.0]), "value"),
        (2.0, np.array(2.0), None),
        (2.0, torch.tensor(2.0), None),
        ("a", "a", None),
        ("a", "b", "value"),
        ("a", 1, "type"),
        ((1, 2), [1, 2], None),
        ((1, 2), np.array([1, 2]), None),
        ((1, 2), (1, 2, 3), "shape"),
        ((np.ones(2), 1), (np.zeros(2), 1), "value"),
        ({"a": 1}, {"a": 1}, None),
        ({"a": 1}, {"b": 1}, "type"),
        ({"a": 1}, [1], "type"),
        ({"a": "b"}, {None: "b", 1: "b"}, "type"),
        (np.ones(2), None, "nothing"),
        (np.ones((2, 3)), np.ones((3, 2)), "shape"),
        (np.ones(2), np.array([1.0, np.nan]), "nan"),
        (np.ones(2), np.array(["a", "b"]), "type"),
    ],
)
def test_difference_when_values_are_given_then_kind(expected, got, kind):
    found = difference(expected, got)
    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("wanted", "dtype", "is_right"),
    [
        ("floating", np.float32, True),
        ("floating", np.int64, False),
        ("integer", np.uint8, True),
        ("same", np.float64, True),
        ("same", np.float32, False),
        (None, np.int8, True),
    ],
)
def test_difference_when_dtype_matters_then_it_is_judged(wanted, dtype, is_right):
    found = difference(np.ones(3), np.ones(3, dtype), dtype=wanted)
    assert (found is None) == is_right
    assert is_right or "dtype" in found.text


def test_lines_when_numbers_nearly_agree_then_digits_tell_them_apart():
    a, b = np.array([1.00001, 2.5]), np.array([1.00002, 2.5])
    assert lines(a, b) != lines(b, a)


def test_lines_when_array_is_a_row_then_brackets_tell_its_dimensions():
    assert lines(np.array([1, 2])) == ["[1 2]"]
    assert lines(np.array([[1, 2]])) == ["[[1 2]]"]
    assert lines(np.array([[1, 20], [3, 4]])) == ["[[ 1 20]", " [ 3  4]]"]


def test_lines_when_array_is_large_then_it_is_described():
    assert lines(np.zeros((50, 60))) == ["(shape (50, 60), dtype float64, values from 0 to 0)"]
    assert lines(np.zeros((0, 3))) == ["(shape (0, 3), dtype float64)"]


@given(arrays)
def test_lines_when_array_is_listed_then_every_number_stands_there(array):
    text = " ".join(lines(array)).replace("[", " ").replace("]", " ")
    for value in array.ravel():
        assert str(int(value)) in text.split()


def test_lines_when_numbers_differ_by_rounding_alone_then_few_digits():
    a, b = np.array([5**0.5, 1.0]), np.array([5**0.5 * (1 + 1e-15), 2.0])
    assert lines(a, b) == ["[2.236     1]"]


def test_lines_when_floats_are_in_lists_then_as_many_digits_as_elsewhere():
    assert lines((1.0567653943194517, [0.5, 2.0])) == ["(1.057, [0.5, 2.0])"]
    assert lines({"a": 1 / 3, "b": 3}) == ["{'a': 0.3333, 'b': 3}"]
    assert lines([1.00001], beside=[1.00002]) == ["[1.00001]"]
    assert lines((1e-20,)) == ["(1e-20,)"]
    assert lines([True, "0.25", None]) == ["[True, '0.25', None]"]


def blur(x):
    """Mean of each pixel and its right neighbour.

    More about it.
    """


def test_lines_when_value_is_a_function_then_name_and_first_line_of_its_docstring():
    assert lines(blur) == ["blur: Mean of each pixel and its right neighbour."]
    assert lines(lambda x: x) == ["<lambda>"]


def test_lines_when_value_is_a_network_then_its_layers():
    network = torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Flatten())
    assert lines(network)[1:3] == ["  (0): ReLU()", "  (1): Flatten(start_dim=1, end_dim=-1)"]


def test_lines_when_expected_is_a_named_tuple_then_both_values_have_its_names():
    expected = Gradients(np.ones(2), np.zeros(1))
    assert lines(expected)[::2] == ["grad_x:", "grad_bias:"]
    assert lines((np.ones(2), np.zeros(1)), beside=expected)[::2] == ["grad_x:", "grad_bias:"]
    assert lines((np.ones(2),), beside=expected)[::2] == ["number 0:"]


@pytest.mark.parametrize("value", [torch.Generator(), np.random.default_rng()])
def test_lines_when_value_is_a_generator_then_no_address(value):
    assert lines(value) == ["a generator"]


def test_lines_when_value_is_sentences_then_those_that_differ():
    expected = {"trains": "on 150 images", "tests": "on 30 images"}
    got = {"trains": "on 150 images", "tests": "on 150 images"}
    assert lines(got, expected) == ["tests: on 150 images"]
    assert lines(expected, expected) == ["trains: on 150 images", "tests: on 30 images"]
    assert lines(got) == ["trains: on 150 images", "tests: on 150 images"]


@pytest.mark.parametrize(
    ("expected", "got", "says"),
    [
        ({"left": "right"}, {"left": None}, "At 'left': expected 'right', got None."),
        ([2, 5], [2, None], "At 1: expected 5, got None."),
        ((np.ones(2),), (None,), "At 0: expected an array of shape (2,)"),
    ],
)
def test_difference_when_none_is_inside_then_says_where(expected, got, says):
    assert says in difference(expected, got).text


@pytest.mark.parametrize(
    ("expected", "wrapper"),
    [(np.array([1.0, 2.0]), "np.array"), (torch.tensor([1.0, 2.0]), "torch.tensor")],
)
def test_difference_when_a_list_is_given_for_an_array_then_says_how_to_wrap_it(expected, wrapper):
    assert f"Wrap it in {wrapper}(...)." in difference(expected, [1.0, 2.0]).text
