"""Widgets: what they say follows from cnnlib's functions, with no browser attached.

Those of lessons 04 to 06 have more tests in test_widgets_of_layers.py, that of lesson 07 in
test_widgets_of_training.py, that of lesson 09 in test_widgets_of_depth.py.
"""

import json

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from torch import nn
from traitlets import TraitError

from cnnlib import plots, widgets
from cnnlib.functional import convolve2d, cross_correlate2d

IMAGE = [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]
KERNEL = [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
EDGE = [[1, 2], [0, -1], [3, 0.5]]
LIVE_VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(autouse=True)
def _live(monkeypatch):
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)


def make_stepper():
    return widgets.stepper(IMAGE, KERNEL)


def make_inspector():
    ramp = np.arange(12 * 17, dtype=np.uint8).reshape(12, 17)
    return widgets.pixel_inspector(
        {"ramp": ramp, "colour": np.dstack([ramp, ramp // 2, 255 - ramp])}
    )


def where_it_stands(canvas):
    """A model of two classes that looks at one fixed place: class 1 where a digit covers it."""
    return np.array([0.0, 1.0]) if canvas[4, 20] > 0 else np.array([1.0, 0.0])


def whatever(canvas):
    return np.array([0.5, 0.5])


def make_mover():
    return widgets.digit_mover(np.ones((8, 8)), {"fixed": where_it_stands, "blind": whatever})


def make_dashboard():
    """Two classes of small pictures: a bar across, a bar down."""
    bars = np.zeros((12, 1, 6, 6), np.uint8)
    bars[:6, :, 2] = bars[6:, :, :, 3] = 9
    data = (bars, np.arange(12) // 6)

    def build(seed):
        return nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(32, 2))

    return widgets.training_dashboard(build, data, data, batch_size=4)


def make_map():
    vectors = np.random.default_rng(0).normal(size=(12, 5))
    pictures = np.linspace(0, 1, 12 * 9).reshape(12, 3, 3)
    spaces = {"features": vectors, "pixels": pictures}
    return widgets.feature_map(spaces, pictures, np.arange(12) % 3, "abc", neighbours=4)


MAKERS = {
    "augmentation_wall": lambda: widgets.augmentation_wall({"6": np.eye(9)}, rotation=30),
    "depth_explorer": lambda: widgets.depth_explorer(depth=8),
    "stepper": make_stepper,
    "pixel_inspector": make_inspector,
    "digit_mover": make_mover,
    "cost_explorer": lambda: widgets.cost_explorer(["LeNet-5", "GoogLeNet"], side=64),
    "feature_map": make_map,
    "gradient_flow": widgets.gradient_flow,
    "receptive_field_explorer": lambda: widgets.receptive_field_explorer(image=np.eye(9)),
    "shape_laboratory": lambda: widgets.shape_laboratory(goal={"size": (10, 10)}),
    "training_dashboard": make_dashboard,
}


@pytest.fixture(params=MAKERS, name="make")
def _make(request):
    return MAKERS[request.param]


# Display


def test_every_widget_is_tried_here():
    assert {name for name in widgets.__all__ if name.islower()} == set(MAKERS)


def test_widget_when_displayed_then_the_bundle_has_the_live_view_and_the_figure(make):
    widget = make()
    if widget.comm is None:
        pytest.skip("ipywidgets connects only inside a kernel here")
    bundle = widget._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data[LIVE_VIEW]["model_id"] == widget.model_id
    assert data["text/html"] == widget.static()._repr_html_()
    assert data["text/plain"] == repr(widget.static())


def test_widget_when_displayed_by_ipywidgets_7_then_nothing_bypasses_the_bundle(make):
    assert make()._ipython_display_ is None


def test_widget_when_static_is_set_then_only_the_figure_is_displayed(make, monkeypatch):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    widget = make()
    assert widget.comm is None
    assert set(widget._repr_mimebundle_()) == {"text/html", "text/plain"}
    assert "<img alt=" in widget._repr_mimebundle_()["text/html"]


def test_widget_when_static_is_set_then_its_state_can_still_be_read(make, monkeypatch):
    live = json.dumps(make().state(), default=str)
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    assert json.dumps(make().state(), default=str) == live


def test_widget_when_in_colab_then_no_html_competes_with_the_live_view(make, monkeypatch):
    widget = make()
    if widget.comm is None:
        pytest.skip("ipywidgets connects only inside a kernel here")
    monkeypatch.setitem(__import__("sys").modules, "google.colab", object())
    bundle = widget._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert LIVE_VIEW in data
    assert "text/html" not in data


def test_widget_when_drawn_as_figure_then_it_is_small_and_described(make):
    picture = make().static()
    assert isinstance(picture, plots.Picture)
    assert len(picture.png) < 150_000
    assert len(picture.alt) > 20
    assert repr(picture) == repr(make().static())


def test_widget_when_its_code_is_read_then_nothing_is_loaded_from_the_network(make):
    widget = make()
    for code in (widget._esm, widget._css):
        code = str(code).replace("http://www.w3.org/2000/svg", "")  # a name, never fetched
        assert "http" not in code
        assert "import " not in code
        assert "@import" not in code
    assert str(widget._esm).rstrip().endswith("export default { render };")


def test_widget_when_sent_to_the_browser_then_messages_are_small(make):
    state = make().get_state()
    sizes = [
        len(v) if isinstance(v, bytes) else len(json.dumps(v, default=str)) for v in state.values()
    ]
    assert max(sizes) < 100_000


# The stepper

small = arrays.arrays(
    np.float64, arrays.array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.integers(-9, 9)
)


@given(small, small, *[st.integers(low, 3) for low in (1, 0, 1)], st.booleans())
def test_stepper_when_set_up_anyhow_then_all_numbers_agree_with_functional(
    image, kernel, stride, padding, dilation, flip
):
    assume(max(kernel.shape) <= 5)
    walk = widgets.stepper(
        image, kernel, stride=stride, padding=padding, dilation=dilation, flip=flip
    )
    used = kernel[::-1, ::-1] if flip else kernel
    try:
        expected = cross_correlate2d(image, used, stride=stride, padding=padding, dilation=dilation)
    except ValueError:
        assert walk.state()["output"] is None
        assert walk.scene["cells"] == []
        assert "No output" in walk.scene["message"]
        return
    np.testing.assert_array_equal(walk.state()["output"], expected)
    assert walk.scene["message"] == ""
    for cell, value in zip(walk.scene["cells"], expected.ravel(), strict=True):
        assert cell["value"] == value
        assert cell["sums"][-1] == pytest.approx(value)
        np.testing.assert_allclose(np.cumsum(cell["products"]), cell["sums"])
        window = np.array(walk.scene["padded"])[np.ix_(cell["rows"], cell["columns"])]
        np.testing.assert_array_equal((window * used).ravel(), cell["products"])


def test_stepper_when_flipped_then_output_is_the_true_convolution():
    walk = widgets.stepper(IMAGE, EDGE, flip=True)
    np.testing.assert_allclose(walk.state()["output"], convolve2d(IMAGE, EDGE))
    assert walk.scene["kernel"] == [[0.5, 3], [-1, 0], [2, 1]]


def test_stepper_when_scrubbed_then_formula_and_value_follow():
    walk = make_stepper()
    walk.position = 1
    state = walk.state()
    assert state["position"] == (0, 1)
    assert state["value"] == 3
    assert state["formula"] == ("Y[0, 1] = 1·1 + 1·0 + 0·1 + 1·0 + 1·1 + 1·0 + 0·1 + 1·0 + 1·1 = 3")


def test_stepper_when_numbers_are_negative_or_fractions_then_formula_stays_readable():
    assert widgets.stepper([[-1, 1]], [[1 / 3, -2]]).state()["formula"] == (
        "Y[0, 0] = (−1)·0.33 + 1·(−2) = −2.33"
    )


def test_stepper_when_a_cell_is_edited_then_output_follows():
    walk = make_stepper()
    walk.edit("image", 0, 0, 5)
    walk.edit("kernel", 1, 1, -1)
    image, kernel = np.array(IMAGE), np.array(KERNEL)
    image[0, 0], kernel[1, 1] = 5, -1
    np.testing.assert_array_equal(walk.state()["output"], cross_correlate2d(image, kernel))


def test_stepper_when_browser_sends_an_edit_then_output_follows():
    walk = make_stepper()
    edit = {"do": "edit", "which": "image", "row": 4, "column": 4, "value": 7.0}
    walk._handle_custom_msg(edit, [])
    assert walk.state()["image"][4][4] == 7
    assert walk.state()["output"][2][2] == 11


@pytest.mark.parametrize("position", [-3, 99])
def test_stepper_when_position_is_outside_then_it_stays_at_the_edge(position):
    walk = make_stepper()
    walk.position = position
    assert walk.position == (0 if position < 0 else 8)


def test_stepper_when_output_shrinks_then_position_and_pin_stay_inside():
    walk = make_stepper()
    walk.position = walk.pinned = 8
    walk.stride = 2
    assert (walk.position, walk.pinned) == (3, 3)
    assert walk.state()["pinned"] == (1, 1)


def test_stepper_when_kernel_does_not_fit_then_says_so_and_recovers():
    walk = widgets.stepper(IMAGE, KERNEL, dilation=3)
    assert walk.state()["output"] is None
    assert "7" in walk.state()["message"]
    assert "No output" in walk.static().caption
    walk.dilation = 1
    assert walk.state()["message"] == ""
    assert walk.state()["shape"] == (3, 3)


@pytest.mark.parametrize("flip", [False, True])
def test_stepper_when_its_pytorch_line_is_run_then_output_is_the_same(flip):
    torch = pytest.importorskip("torch")
    walk = widgets.stepper(IMAGE, EDGE, stride=2, padding=1, dilation=2, flip=flip)
    names = {"F": torch.nn.functional, "X": torch.tensor(IMAGE).float(), "K": torch.tensor(EDGE)}
    output = eval(walk.torch_line(), names)
    np.testing.assert_allclose(walk.state()["output"], output.numpy(), rtol=1e-6)


@pytest.mark.parametrize(
    ("image", "kernel", "words"),
    [
        ([1, 2, 3], KERNEL, r"image.*\(3,\)"),
        (IMAGE, [[]], "kernel"),
        ("cat", KERNEL, "image.*cat"),
        (np.zeros((13, 3)), KERNEL, r"\(13, 3\).*12"),
        (IMAGE, np.zeros((6, 6)), r"kernel.*\(6, 6\).*5"),
        ([[np.nan]], [[1]], "finite"),
    ],
)
def test_stepper_when_input_is_unusable_then_the_error_says_what(image, kernel, words):
    with pytest.raises(ValueError, match=words):
        widgets.stepper(image, kernel)


def test_stepper_when_a_setting_is_unknown_or_out_of_range_then_refused():
    with pytest.raises(TypeError, match="strides"):
        widgets.stepper(IMAGE, KERNEL, strides=2)
    with pytest.raises(TraitError):
        widgets.stepper(IMAGE, KERNEL, stride=0)


# The stepper, predicting


def predicting():
    walk = make_stepper()
    walk.predicting = True
    return walk


def test_stepper_when_predicting_then_nothing_sent_to_the_browser_tells_the_answer():
    scene = predicting().scene
    for cell in scene["cells"]:
        assert cell["value"] is None
        assert cell["products"] is None
        assert cell["sums"] is None
        assert cell["formula"].endswith("= ?")


def test_stepper_when_predicting_then_the_figure_does_not_tell_the_answer():
    picture = predicting().static()
    assert picture.caption.split(".")[0].endswith("= ?")
    assert "output Y: nan nan nan" not in picture.alt
    assert " 3 " not in picture.alt.split("output Y")[1]


def test_stepper_when_a_guess_is_right_then_says_so_and_shows_only_that_cell():
    walk = predicting()
    assert walk.guess(4) is True
    assert walk.scene["verdict"] == "Right: Y[0, 0] = 4."
    assert [cell["value"] for cell in walk.scene["cells"]] == [4] + [None] * 8
    assert (walk.state()["asked"], walk.state()["right"]) == (1, 1)


def test_stepper_when_a_guess_is_wrong_then_says_both_numbers_and_keeps_score():
    walk = predicting()
    assert walk.guess(4.5) is False
    assert walk.scene["verdict"] == "Not yet: you said 4.5, but Y[0, 0] = 4."
    walk.position = 1
    assert walk.scene["verdict"] == ""
    walk._handle_custom_msg({"do": "guess", "value": None}, [])
    assert walk.scene["verdict"] == "It is Y[0, 1] = 3."
    assert walk.scene["answers"] == {"asked": 2, "right": 0}


def test_stepper_when_the_guess_is_right_to_two_decimals_then_it_counts():
    walk = widgets.stepper([[1]], [[1 / 3]], predicting=True)
    assert walk.guess(0.33) is True


def test_stepper_when_nothing_is_asked_then_a_guess_is_refused_and_not_counted():
    walk = predicting()
    walk.guess(4)
    with pytest.raises(ValueError, match="nothing is asked"):
        walk.guess(4)
    walk._handle_custom_msg({"do": "guess", "value": 4}, [])
    assert walk.state()["asked"] == 1


def test_stepper_when_the_kernel_changes_then_cells_are_hidden_again_and_the_score_stays():
    walk = predicting()
    walk.guess(4)
    walk.edit("kernel", 0, 0, 2)
    assert walk.scene["cells"][0]["value"] is None
    assert walk.state()["right"] == 1


# The pixel inspector


def test_inspector_when_pixels_are_permuted_then_the_histogram_is_the_same():
    inspector = make_inspector()
    before = inspector.state()["histogram"]
    pixels = inspector.pixels
    inspector.permuted = True
    assert inspector.pixels != pixels
    assert sorted(inspector.pixels) == sorted(pixels)
    assert inspector.state()["histogram"] == before
    assert inspector.scene["same"] is True


def test_inspector_when_permuted_twice_then_it_is_the_same_permutation():
    first, second = make_inspector(), make_inspector()
    first.permuted = second.permuted = True
    assert first.pixels == second.pixels


def test_inspector_when_colour_pixels_are_permuted_then_each_keeps_its_triple():
    inspector = make_inspector()
    inspector.selected = "colour"
    triples = np.frombuffer(inspector.pixels, np.uint8).reshape(-1, 3)
    inspector.permuted = True
    moved = np.frombuffer(inspector.pixels, np.uint8).reshape(-1, 3)
    assert sorted(map(tuple, triples)) == sorted(map(tuple, moved))


def test_inspector_when_pointed_at_a_pixel_then_says_its_value():
    inspector = make_inspector()
    inspector.selected, inspector.row, inspector.column = "colour", 3, 5
    assert inspector.state()["value"] == (56, 28, 199)
    assert len(inspector.scene["after"]) == 3
    assert sum(inspector.scene["after"][0]) == 12 * 17


def test_inspector_when_pointed_outside_then_stays_at_the_edge():
    inspector = make_inspector()
    inspector.row, inspector.column = -4, 400
    assert (inspector.row, inspector.column) == (0, 16)


@pytest.mark.parametrize("shape", [(700, 500, 3), (161, 20), (1, 900)])
def test_inspector_when_the_picture_is_large_then_it_is_reduced_to_160_pixels(shape):
    inspector = widgets.pixel_inspector(np.full(shape, 77, np.uint8))
    height, width, channels = inspector.scene["shape"]
    assert max(height, width) <= 160
    assert len(inspector.pixels) == height * width * channels
    assert set(inspector.pixels) == {77}


def test_inspector_when_values_are_from_0_to_1_then_they_are_shown_from_0_to_255():
    assert widgets.pixel_inspector([[[0.0, 0.5, 1.0]]]).pixels == bytes([0, 128, 255])


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.zeros((4, 4, 4), np.uint8), "RGBA"),
        (np.zeros((3, 8, 9), np.uint8), r"\(3, 8, 9\)"),
        (np.full((3, 3), 300), "300"),
        (np.array([[-0.5]]), "floats from 0 to 1"),
        ({}, "at least one"),
    ],
)
def test_inspector_when_input_is_no_picture_then_the_error_says_why(images, words):
    with pytest.raises(ValueError, match=words):
        widgets.pixel_inspector(images)


def test_inspector_when_an_unknown_picture_is_selected_then_refused():
    with pytest.raises(ValueError, match="zebra"):
        make_inspector().selected = "zebra"


# The digit mover


def test_mover_when_the_digit_moves_then_the_models_are_asked_about_the_new_canvas():
    mover = make_mover()
    assert mover.state()["says"] == {"fixed": 0, "blind": 0}
    mover.column = 15
    assert mover.canvas()[:, 15:23].sum() == 64
    assert mover.state()["probabilities"]["fixed"] == [0, 1]


def test_mover_when_nothing_changes_then_the_models_are_not_asked_again():
    asked = []
    mover = widgets.digit_mover(np.ones((8, 8)), {"m": lambda c: asked.append(1) or whatever(c)})
    before = len(asked)
    mover.set_state({"row": 2, "column": 3})
    assert len(asked) <= before + 2
    count = len(asked)
    mover.set_state({"row": 2, "column": 3})
    assert len(asked) == count


@pytest.mark.parametrize(("row", "column", "expected"), [(-9, -9, (0, 0)), (99, 99, (8, 16))])
def test_mover_when_dragged_outside_then_the_whole_digit_stays_on_the_canvas(row, column, expected):
    mover = make_mover()
    mover.row, mover.column = row, column
    assert (mover.row, mover.column) == expected
    assert mover.canvas().sum() == 64


def test_mover_when_several_digits_are_given_then_the_label_follows_the_choice():
    digits = {"zero": np.ones((4, 4)), "one": np.eye(4)}
    mover = widgets.digit_mover(digits, {"m": whatever}, label={"zero": 0, "one": 1})
    mover.selected = "one"
    assert mover.state()["label"] == 1
    assert mover.canvas().sum() == 4


def test_mover_when_a_model_fails_later_then_the_widget_says_so():
    def fragile(canvas):
        if canvas[:, -1].any():
            raise RuntimeError("too far right")
        return whatever(canvas)

    mover = widgets.digit_mover(np.ones((8, 8)), {"fragile": fragile})
    mover.column = 16
    assert "too far right" in mover.scene["message"]
    mover.column = 0
    assert mover.scene["message"] == ""


@pytest.mark.parametrize(
    ("digit", "predict", "canvas", "words"),
    [
        (np.ones((8, 8)), {"m": lambda c: np.array([3.0, 4.0])}, None, "softmax"),
        (np.ones((8, 8)), {"m": lambda c: np.array([np.nan, 1])}, None, "finite"),
        (np.ones((8, 8)), {}, None, "dict"),
        (np.ones((8, 8)), {"m": whatever}, (4, 30), r"\(4, 30\)"),
        (np.ones(8), {"m": whatever}, None, "matrices"),
    ],
)
def test_mover_when_input_does_not_fit_then_the_error_says_what(digit, predict, canvas, words):
    with pytest.raises(ValueError, match=words):
        widgets.digit_mover(digit, predict, canvas=canvas)
