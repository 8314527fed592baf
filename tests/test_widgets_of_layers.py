"""The widgets of lessons 04 to 06: shape laboratory, gradient flow, receptive-field explorer."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from traitlets import TraitError

from cnnlib import arithmetic, functional, widgets

X = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
W = [[1, 2], [3, 4]]
GRAD = [[1, 0], [0, 2]]
LENET = [
    {"layer": "Conv2d", "out_channels": 6, "kernel_size": 5, "padding": 2},
    {"layer": "ReLU"},
    {"layer": "MaxPool2d", "kernel_size": 2},
    {"layer": "Conv2d", "out_channels": 16, "kernel_size": 5},
    {"layer": "ReLU"},
    {"layer": "MaxPool2d", "kernel_size": 2},
    {"layer": "Flatten"},
    {"layer": "Linear", "out_features": 120},
    {"layer": "ReLU"},
    {"layer": "Linear", "out_features": 84},
    {"layer": "ReLU"},
    {"layer": "Linear", "out_features": 10},
]


# The shape laboratory


def make_laboratory(**settings):
    return widgets.shape_laboratory(LENET, (1, 28, 28), **settings)


def test_laboratory_when_lenet_then_inputs_follow_and_the_costs_are_those_of_arithmetic():
    state = make_laboratory().state()
    assert state["params"] == 61_706 == arithmetic.count_params(state["stack"])
    assert state["macs"] == arithmetic.count_macs(state["stack"], (1, 28, 28))
    assert state["memory"] == arithmetic.activation_memory(state["stack"], (1, 28, 28))
    assert state["sizes"][5:8] == [(16, 5, 5), (400,), (120,)]
    assert state["size"] == (10,)
    assert [layer.get("in_channels") for layer in state["stack"][:4]] == [1, None, None, 6]
    assert state["stack"][7]["in_features"] == 400


def test_laboratory_when_a_layer_does_not_fit_then_it_is_the_failing_one_with_its_sentence():
    laboratory = make_laboratory()
    laboratory.edit(3, "kernel_size", 40)
    state = laboratory.state()
    assert state["failing"] == 3
    assert len(state["sizes"]) == 3
    assert state["error"].startswith("layer 3 (Conv2d)")
    assert "40" in state["error"]
    assert (state["size"], state["params"], state["macs"], state["memory"]) == (None,) * 4
    assert [layer["failed"] for layer in laboratory.scene["layers"]] == [k == 3 for k in range(12)]
    assert all(layer["result"] is None for layer in laboratory.scene["layers"][3:])
    laboratory.edit(3, "kernel_size", 5)
    assert laboratory.state() == make_laboratory().state()


def test_laboratory_when_channels_do_not_divide_by_groups_then_the_layer_fails():
    laboratory = make_laboratory()
    laboratory.edit(3, "groups", 4)
    assert laboratory.state()["failing"] == 3
    assert "4" in laboratory.state()["error"]


def test_laboratory_when_given_channels_contradict_then_that_layer_fails_until_one_is_edited():
    stack = [
        {"layer": "Conv2d", "in_channels": 3, "out_channels": 8, "kernel_size": 3},
        {"layer": "Conv2d", "in_channels": 6, "out_channels": 8, "kernel_size": 3},
    ]
    laboratory = widgets.shape_laboratory(stack)
    assert laboratory.state()["failing"] == 1
    laboratory.edit(0, "out_channels", 7)
    assert laboratory.state()["failing"] is None
    assert laboratory.state()["stack"][1]["in_channels"] == 7


def test_laboratory_when_layers_are_added_moved_and_removed_then_the_sizes_follow():
    laboratory = widgets.shape_laboratory(input_size=(3, 20, 20))
    laboratory.add("MaxPool2d")
    laboratory.add("Conv2d", 0, out_channels=4, kernel_size=(3, 5), padding="same")
    assert laboratory.state()["sizes"] == [(4, 20, 20), (16, 18, 18), (16, 9, 9)]
    laboratory.move(2, 0)
    assert laboratory.state()["sizes"] == [(3, 10, 10), (4, 10, 10), (16, 8, 8)]
    laboratory.remove(1)
    assert laboratory.state()["sizes"] == [(3, 10, 10), (16, 8, 8)]
    laboratory.input_size = (1, 9, 9)
    assert laboratory.state()["stack"][1]["in_channels"] == 1
    laboratory.reset()
    assert [layer["layer"] for layer in laboratory.state()["stack"]] == ["Conv2d"]


def test_laboratory_when_every_layer_is_removed_then_the_input_is_what_is_left():
    laboratory = widgets.shape_laboratory()
    laboratory.remove(0)
    state = laboratory.state()
    assert (state["size"], state["params"], state["macs"]) == ((3, 32, 32), 0, 0)
    assert state["torch"] == "nn.Sequential()"
    assert laboratory.static().alt


def test_laboratory_when_the_goal_is_reached_then_says_so_condition_by_condition():
    goal = {"params_below": 5000, "size": (10, 10), "channels": 16, "macs_below": 10**6}
    laboratory = widgets.shape_laboratory(goal=goal)
    assert laboratory.state()["goal"] == {
        "size": False,
        "channels": True,
        "params_below": True,
        "macs_below": True,
    }
    assert laboratory.state()["met"] is False
    laboratory.edit(0, "stride", 3)
    assert laboratory.state()["met"] is True
    laboratory.edit(0, "kernel_size", 33)
    assert set(laboratory.state()["goal"].values()) == {False}


def test_laboratory_when_params_equal_the_bound_then_they_are_not_below_it():
    for bound, met in ((448, False), (449, True)):
        state = widgets.shape_laboratory(goal={"params_below": bound}).state()
        assert (state["params"], state["met"]) == (448, met)


def test_laboratory_when_it_has_a_goal_then_the_conditions_are_also_said_in_words():
    goal = {"size": (10, 10), "channels": 16, "params_below": 5000, "macs_below": 10**6}
    state = widgets.shape_laboratory(goal=goal).state()
    assert state["conditions"] == {
        "a map of 10 × 10": False,
        "16 channels": True,
        "fewer than 5,000 parameters": True,
        "fewer than 1,000,000 MACs": True,
    }
    assert list(state["goal"]) == list(goal)
    assert list(state["goal"].values()) == list(state["conditions"].values())
    documented = widgets.ShapeLaboratory.state.__doc__
    assert all(f'"{name}"' in documented for name in goal)


def test_laboratory_when_a_layer_lacks_a_setting_then_it_fails_and_can_be_mended():
    stack = [{"layer": "ReLU"}, {"layer": "Conv2d", "kernel_size": 3}, {"layer": "ReLU"}]
    laboratory = widgets.shape_laboratory(stack, goal={"channels": 8})
    state = laboratory.state()
    assert (state["failing"], state["error"]) == (1, "layer 1 (Conv2d) needs out_channels")
    assert (state["sizes"], state["size"], state["met"]) == ([(3, 32, 32)], None, False)
    assert [layer["failed"] for layer in laboratory.scene["layers"]] == [False, True, False]
    assert "needs out_channels" in laboratory.static().caption
    laboratory.edit(1, "out_channels", 8)
    assert (laboratory.state()["error"], laboratory.state()["met"]) == ("", True)


@pytest.mark.parametrize(
    ("stack", "words"),
    [
        ("LeNet", "a stack is a list of layers .*, not 'LeNet'"),
        (5, "a stack is a list of layers .*, not 5"),
        (..., "a stack is a list of layers"),
        (["Conv2d"], "layer 0 is 'Conv2d'; a layer is a dict"),
        ([{"layer": "ReLU"}, {"kernel_size": 3}], "layer 1 is {'kernel_size': 3}; a layer is"),
        ([{"layer": "ReLU"}] * 21, "21 layers"),
    ],
)
def test_laboratory_when_given_no_stack_of_layers_then_the_state_says_what_is_wrong(stack, words):
    laboratory = widgets.shape_laboratory(stack, goal={"channels": 3})
    state = laboratory.state()
    assert re.match(words, state["error"])
    assert (state["stack"], state["failing"], state["size"]) == ([], None, None)
    assert state["met"] is False
    assert laboratory.scene["error"] == state["error"]
    assert re.search(words, laboratory.static().caption)
    assert laboratory.static().alt.endswith(": none.")
    laboratory.input_size = (3, 9, 9)
    assert laboratory.state()["error"] == state["error"]
    laboratory.add("ReLU")
    assert (laboratory.state()["error"], laboratory.state()["size"]) == ("", (3, 9, 9))
    laboratory.reset()
    assert laboratory.state()["error"] == state["error"]


def test_laboratory_when_shown_then_says_what_memory_counts():
    laboratory = widgets.shape_laboratory()
    said = "4 bytes for each number of a layer's output"
    assert laboratory.scene["memory"] == said
    assert said in laboratory.static().caption
    assert laboratory.state()["memory"] == 4 * 16 * 30 * 30


def test_laboratory_when_its_pytorch_is_run_then_it_is_the_same_net():
    torch = pytest.importorskip("torch")
    laboratory = make_laboratory()
    laboratory.edit(3, "padding", "same")
    laboratory.edit(3, "groups", 2)
    laboratory.edit(3, "bias", False)
    laboratory.edit(2, "stride", 3)
    laboratory.edit(0, "kernel_size", "3, 5")
    laboratory.add("BatchNorm2d", 4)
    laboratory.add("AdaptiveAvgPool2d", 7, output_size=(2, 3))
    state = laboratory.state()
    net = eval(state["torch"], {"nn": torch.nn})
    assert tuple(net(torch.zeros(2, 1, 28, 28)).shape[1:]) == state["size"]
    assert sum(p.numel() for p in net.parameters()) == state["params"]
    assert widgets.shape_laboratory(net, (1, 28, 28)).state() == state


def test_laboratory_when_the_browser_sends_edits_then_they_are_done():
    laboratory = widgets.shape_laboratory()
    laboratory._handle_custom_msg(
        {"do": "edit", "index": 0, "name": "kernel_size", "value": "3 x 5"}, []
    )
    laboratory._handle_custom_msg({"do": "add", "layer": "ReLU"}, [])
    laboratory._handle_custom_msg({"do": "move", "index": 1, "to": 0}, [])
    laboratory._handle_custom_msg({"do": "input", "value": ["1", "8", "9"]}, [])
    assert laboratory.state()["sizes"] == [(1, 8, 9), (16, 6, 5)]
    laboratory._handle_custom_msg({"do": "remove", "index": 0}, [])
    assert len(laboratory.state()["stack"]) == 1


@pytest.mark.parametrize("typed", ["abc", "", "3,4,5", "2.5", "<b>3</b>"])
def test_laboratory_when_nonsense_is_typed_then_says_so_and_stays_as_it_is(typed):
    laboratory = widgets.shape_laboratory()
    before = laboratory.state()
    laboratory._handle_custom_msg(
        {"do": "edit", "index": 0, "name": "kernel_size", "value": typed}, []
    )
    assert laboratory.state() == before
    assert "kernel_size" in laboratory.scene["refused"]
    answers = laboratory.scene["answers"]
    laboratory._handle_custom_msg(
        {"do": "edit", "index": 0, "name": "kernel_size", "value": typed}, []
    )
    assert laboratory.scene["answers"] > answers  # so the field is reset once more
    laboratory.edit(0, "stride", 2)
    assert laboratory.scene["refused"] == ""


def test_laboratory_when_drawn_then_the_failing_layer_and_the_goal_are_read_out():
    laboratory = make_laboratory(goal={"size": (10, 10)})
    laboratory.edit(3, "kernel_size", 40)
    picture = laboratory.static()
    assert "layer 3 (Conv2d)" in picture.caption
    assert "(not yet)" in picture.caption
    assert "Conv2d, out 16, kernel 40, does not fit" in picture.alt


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"input_size": (32, 32)}, r"\(32, 32\)"),
        ({"input_size": (3, 0, 32)}, "input_size"),
        ({"goal": {"params": 5000}}, "'params'.*params_below"),
        ({"goal": {"size": 10}}, "size"),
    ],
)
def test_laboratory_when_arguments_do_not_fit_then_the_error_says_what(arguments, words):
    with pytest.raises(ValueError, match=words):
        widgets.shape_laboratory(**arguments)


def test_laboratory_when_a_layer_is_unknown_then_that_layer_fails():
    state = widgets.shape_laboratory([{"layer": "Conv4d", "kernel_size": 3}]).state()
    assert state["failing"] == 0
    assert "Conv4d" in state["error"]


def test_laboratory_when_edited_wrongly_then_the_error_says_what_can_be_edited():
    laboratory = make_laboratory()
    with pytest.raises(ValueError, match="out_channels"):
        laboratory.edit(0, "channels", 3)
    with pytest.raises(ValueError, match="12"):
        laboratory.edit(12, "stride", 3)


# The gradient flow

matrices = arrays.arrays(
    np.float64, arrays.array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.integers(-9, 9)
)


@settings(max_examples=60)
@given(matrices, matrices, st.integers(1, 3), st.integers(0, 2), st.randoms())
def test_flow_when_set_up_anyhow_then_the_gradients_are_those_of_functional(
    x, weight, stride, padding, random
):
    weight = weight[:4, :4]
    flow = widgets.gradient_flow(x, weight, stride=stride, padding=padding)
    state = flow.state()
    if state["output"] is None:
        assert "No output" in state["message"]
        assert flow.static().alt
        return
    shape = state["shape"]
    grad = np.array([[random.randint(-5, 5) for _ in range(shape[1])] for _ in range(shape[0])])
    flow = widgets.gradient_flow(x, weight, grad, stride, padding)
    state = flow.state()
    expected = functional.conv2d_backward(
        grad[None, None].astype(float), x[None, None], weight[None, None], stride, padding
    )
    for name, right in zip(("grad_x", "grad_weight", "grad_bias"), expected, strict=True):
        np.testing.assert_allclose(state[name], np.reshape(right, np.shape(state[name])))
    # Every selected cell agrees with the sums.
    for row, column in np.ndindex(*weight.shape):
        flow.select("weight", row, column)
        assert flow.state()["value"] == state["grad_weight"][row][column]
        assert flow.scene["terms"][-1]["sum"] == state["grad_weight"][row][column]
        assert flow.state()["count"] == grad.size == state["count_weight"][row][column]
    for row, column in np.ndindex(*x.shape):
        flow.select("input", row, column)
        assert flow.state()["value"] == state["grad_x"][row][column]
        assert flow.state()["count"] == state["count_x"][row][column]
    flow.select("output", 99, 99)
    last = flow.state()
    assert last["so_far"] == {name: last[name] for name in ("grad_x", "grad_weight", "grad_bias")}


def test_flow_when_walked_then_what_each_output_adds_sums_up():
    flow = widgets.gradient_flow(padding=1)
    state = flow.state()
    sums = {"x": np.zeros((5, 5)), "weight": np.zeros((3, 3))}
    for row, column in np.ndindex(*state["shape"]):
        flow.select("output", row, column)
        now = flow.state()
        for name in sums:
            sums[name] += now[f"cell_{name}"]
            np.testing.assert_array_equal(now["so_far"][f"grad_{name}"], sums[name])
    np.testing.assert_array_equal(sums["x"], state["grad_x"])
    np.testing.assert_array_equal(sums["weight"], state["grad_weight"])


def test_flow_when_a_weight_is_selected_then_the_formula_sums_over_all_positions():
    flow = widgets.gradient_flow(X, W, GRAD, selected=("weight", 0, 1))
    assert flow.state()["formula"] == "grad_weight[0, 1] = 1·2 + 0·3 + 0·5 + 2·6 = 14"
    assert flow.state()["partners"] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert sorted(flow.scene["framed"]["x"]) == [1, 2, 4, 5]


def test_flow_when_an_input_is_selected_then_only_the_outputs_that_used_it_send():
    flow = widgets.gradient_flow(X, W, GRAD, selected=("input", 1, 0))
    assert flow.state()["formula"] == "grad_x[1, 0] = 1·3 + 0·1 = 3"
    assert flow.state()["partners"] == [(0, 0), (1, 0)]
    flow.select("input", 0, 0)
    assert "1 output, which sends it gradient" in flow.scene["sentence"]


def test_flow_when_an_output_is_selected_then_its_window_receives():
    flow = widgets.gradient_flow(X, W, GRAD, selected=("output", 1, 1))
    state = flow.state()
    assert (state["value"], state["count"]) == (2, 4)
    assert state["cell_x"] == [[0, 0, 0], [0, 2, 4], [0, 6, 8]]
    assert state["cell_weight"] == [[10, 12], [16, 18]]
    assert flow.scene["corners"]["grad_weight"][0] == "+10"


def test_flow_when_stride_leaves_inputs_out_then_they_get_nothing():
    state = widgets.gradient_flow(np.zeros((6, 6)), np.ones((3, 3)), stride=2).state()
    assert np.sum(np.array(state["count_x"]) == 0) == 11
    flow = widgets.gradient_flow(np.zeros((6, 6)), np.ones((3, 3)), stride=2)
    flow.select("input", 5, 5)
    assert flow.state()["formula"].endswith("= 0")
    assert "no output" in flow.scene["sentence"]


def test_flow_when_the_window_hangs_over_then_what_falls_on_the_padding_is_lost():
    flow = widgets.gradient_flow(X, np.ones((3, 3)), padding=1)
    assert flow.state()["count"] == 4
    assert "5 more fall on the padding" in flow.scene["sentence"]
    assert np.shape(flow.state()["grad_x"]) == (3, 3)


def test_flow_when_nothing_is_said_about_the_gradient_then_it_is_one_everywhere():
    assert widgets.gradient_flow(X, W).state()["grad_out"] == [[1, 1], [1, 1]]
    flow = widgets.gradient_flow(X, W, GRAD)
    flow.padding = 1
    assert flow.state()["grad_out"][1] == [0, 2, 1, 1]
    assert set(flow.state()["grad_out"][3]) == {1}


def test_flow_when_the_weight_does_not_fit_then_says_so_and_recovers():
    flow = widgets.gradient_flow([[1, 2]], np.ones((3, 3)))
    assert flow.state()["output"] is None
    assert "No output" in flow.scene["message"]
    assert "no output" in flow.static().caption
    flow.padding = 1
    assert flow.state()["shape"] == (1, 2)
    assert flow.scene["message"] == ""


def test_flow_when_the_output_shrinks_then_the_selected_cell_stays_inside():
    flow = widgets.gradient_flow(selected=("output", 2, 2))
    flow.stride = 2
    assert flow.state()["selected"] == ("output", 1, 1)


def test_flow_when_counting_then_the_counts_are_shown_in_place_of_the_sums():
    flow = widgets.gradient_flow()
    flow.counting = True
    assert flow.scene["grids"]["grad_x"] == flow.state()["count_x"]
    assert flow.scene["grids"]["grad_weight"] == [[9] * 3] * 3


@pytest.mark.parametrize("kind", ["output", "input", "weight"])
def test_flow_when_drawn_then_the_caption_says_the_sum(kind):
    flow = widgets.gradient_flow(X, W, GRAD, selected=(kind, 0, 1))
    flow.padding = 1
    picture = flow.static()
    assert flow.state()["formula"] in picture.caption
    assert "grad_weight" in picture.alt


def test_flow_when_its_pytorch_line_is_run_then_the_gradients_are_the_same():
    torch = pytest.importorskip("torch")
    flow = widgets.gradient_flow(stride=2, padding=1)
    state = flow.state()
    names = {"F": torch.nn.functional, "G": torch.tensor(state["grad_out"])}
    for name, value in (("X", state["x"]), ("W", state["weight"])):
        names[name] = torch.tensor(value, requires_grad=True)
    exec(flow.torch_line(), names)
    np.testing.assert_allclose(names["X"].grad, state["grad_x"])
    np.testing.assert_allclose(names["W"].grad, state["grad_weight"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"x": np.zeros((9, 3))}, r"input.*\(9, 3\).*8"),
        ({"weight": np.zeros((5, 5))}, r"weight.*\(5, 5\).*4"),
        ({"x": [1, 2]}, "input"),
        ({"grad_out": [[1, 2]]}, r"\(1, 2\).*\(3, 3\)"),
        ({"selected": ("pixel", 0, 0)}, "pixel"),
    ],
)
def test_flow_when_arguments_do_not_fit_then_the_error_says_what(arguments, words):
    with pytest.raises(ValueError, match=words):
        widgets.gradient_flow(**arguments)


def test_flow_when_stride_is_out_of_range_then_refused():
    with pytest.raises(TraitError):
        widgets.gradient_flow(stride=0)


# The receptive-field explorer


@pytest.mark.parametrize(
    ("stack", "name", "size"),
    [("LeNet", "conv3", 32), ("AlexNet", "conv5", 163), ("VGG-16", "pool5", 212)],
)
def test_explorer_when_a_named_stack_is_chosen_then_the_field_has_its_known_size(stack, name, size):
    explorer = widgets.receptive_field_explorer(stack=stack)
    explorer.layer = [layer["name"] for layer in explorer.state()["layers"]].index(name)
    state = explorer.state()
    assert (state["name"], state["size"]) == (name, size)
    assert str(size) in explorer.scene["sentences"][0]


def windows():
    return st.fixed_dictionaries(
        {
            "kernel_size": st.integers(1, 5),
            "stride": st.integers(1, 3),
            "padding": st.integers(0, 2),
            "dilation": st.integers(1, 2),
        }
    )


@settings(max_examples=40)
@given(st.lists(windows(), min_size=1, max_size=4), st.data())
def test_explorer_when_set_up_anyhow_then_a_unit_sees_what_the_layers_show_it(layers, data):
    explorer = widgets.receptive_field_explorer(layers, input_size=24)
    state = explorer.state()
    size, jump, start = arithmetic.receptive_field(layers)
    assert (state["size"], state["jump"], state["start"]) == (size, jump, start)
    if state["output_size"] is None:
        assert "no output" in state["message"]
        assert state["effective_size"] is None
        assert explorer.static().alt
        return
    units = state["output_size"][0]
    explorer.row, explorer.column = (data.draw(st.integers(0, units - 1)) for _ in range(2))
    state = explorer.state()
    assert state["rows"] == (start + explorer.row * jump, start + explorer.row * jump + size - 1)
    assert 1 <= state["effective_size"] <= size
    # The squares of the expected gradient: each layer spreads them evenly over its window.
    gradient = np.zeros((1, 1, units, units))
    gradient[0, 0, explorer.row, explorer.column] = 1
    lengths = [24]
    for layer in layers:
        lengths.append(arithmetic.out_size(lengths[-1], **layer))
    for layer, length in zip(reversed(layers), reversed(lengths[:-1]), strict=True):
        ones = np.ones((1, 1, layer["kernel_size"], layer["kernel_size"]))
        x = np.zeros((1, 1, length, length))
        rest = {name: layer[name] for name in ("stride", "padding", "dilation")}
        gradient = functional.conv2d_backward(gradient, x, ones, **rest)[0]
    expected = np.sqrt(gradient[0, 0] / gradient.max()) if gradient.any() else gradient[0, 0]
    shown = np.frombuffer(explorer.gradients, np.uint8).reshape(24, 24)
    np.testing.assert_allclose(shown / 255, expected, atol=0.51 / 255)


def test_explorer_when_three_layers_of_3_are_edited_then_the_field_follows():
    explorer = widgets.receptive_field_explorer([{"kernel_size": 3}] * 3)
    assert explorer.state()["size"] == 7
    explorer.edit(0, "stride", 2)
    assert (explorer.state()["size"], explorer.state()["edited"]) == (11, True)
    explorer.add(kernel_size=5)
    assert explorer.state()["size"] == 19
    assert explorer.state()["layer"] == 3
    explorer.remove(0)
    assert explorer.state()["size"] == 9
    explorer.reset()
    assert (explorer.state()["size"], explorer.state()["edited"]) == (7, False)


def test_explorer_when_a_unit_is_at_the_corner_then_its_field_hangs_over():
    explorer = widgets.receptive_field_explorer([{"kernel_size": 3, "padding": 1}] * 2)
    assert explorer.state()["inside"] is True
    explorer.row = explorer.column = 0
    assert explorer.state()["rows"] == (-2, 2)
    assert explorer.state()["inside"] is False
    assert "rows −2 to 2" in explorer.scene["sentences"][0]
    assert "padding" in explorer.scene["sentences"][0]


@pytest.mark.parametrize(("given_", "kept"), [(-5, 0), (99, 27)])
def test_explorer_when_the_unit_is_outside_then_it_stays_at_the_edge(given_, kept):
    explorer = widgets.receptive_field_explorer(stack="LeNet", layer=0, unit=(given_, 3))
    assert explorer.state()["unit"] == (kept, 3)


def test_explorer_when_layers_are_deep_then_the_effective_field_is_a_small_part():
    explorer = widgets.receptive_field_explorer([{"kernel_size": 3}] * 30, input_size=61)
    shares = []
    for layer in (4, 14, 29):
        explorer.layer = layer
        shares.append(explorer.state()["effective_share"])
    assert sorted(shares, reverse=True) == shares
    assert shares[-1] < 0.4


def test_explorer_when_a_map_was_measured_then_it_is_shown_for_the_unit_in_the_middle():
    measured = np.zeros((32, 32))
    measured[15:17, 15:17] = -3
    explorer = widgets.receptive_field_explorer(
        {"net": [{"kernel_size": 5}] * 2}, measured={"net": {1: measured}}
    )
    state = explorer.state()
    assert state["source"] == "measured"
    assert state["effective_size"] == 3  # the field is odd, so are the squares around its middle
    assert "measured" in explorer.scene["sentences"][1]
    explorer.row -= 1
    assert explorer.state()["source"] == "expected"
    explorer.row += 1
    explorer.edit(0, "padding", 0)
    assert explorer.state()["source"] == "expected"


def test_explorer_when_given_a_torch_net_then_only_windows_before_the_head_count():
    nn = pytest.importorskip("torch").nn
    net = nn.Sequential(
        nn.Sequential(nn.Conv2d(1, 6, 5, padding="same"), nn.ReLU()),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(10, 10),
    )
    state = widgets.receptive_field_explorer(net).state()
    assert [layer["name"] for layer in state["layers"]] == ["conv1", "pool1"]
    assert (state["size"], state["jump"], state["start"]) == (6, 2, -2)


def test_explorer_when_the_browser_sends_edits_then_they_are_done_or_refused():
    explorer = widgets.receptive_field_explorer([{"kernel_size": 3}] * 2)
    edit = {"do": "edit", "layer": 0, "name": "kernel_size", "value": 7}
    explorer._handle_custom_msg(edit, [])
    assert explorer.state()["size"] == 9
    explorer._handle_custom_msg(edit | {"value": 0}, [])
    assert "Not possible" in explorer.scene["message"]
    assert explorer.state()["size"] == 9
    explorer._handle_custom_msg({"do": "add"}, [])
    explorer._handle_custom_msg({"do": "remove", "layer": 0}, [])
    assert explorer.state()["size"] == 5
    explorer._handle_custom_msg({"do": "reset"}, [])
    assert explorer.state()["edited"] is False


def test_explorer_when_the_browser_sends_many_edits_at_once_then_all_are_done():
    explorer = widgets.receptive_field_explorer([{"kernel_size": 3}] * 3)
    seen = []
    explorer.observe(lambda change: seen.append(change["new"]["answers"]), "scene")
    for name, value in (("kernel_size", 5), ("stride", 2), ("padding", 1), ("stride", 2)):
        edit = {"do": "edit", "layer": "conv2", "name": name, "value": value}
        explorer._handle_custom_msg(edit, [])
    changed = {"kernel_size": 5, "stride": 2, "padding": 1, "dilation": 1}
    assert explorer.state()["layers"][1] == {"name": "conv2"} | changed
    assert seen == [1, 2, 3, 4]  # the last, which changed nothing, is answered too


def test_explorer_when_a_layer_is_removed_then_messages_under_way_still_reach_theirs():
    explorer = widgets.receptive_field_explorer([{"kernel_size": 3}] * 3)
    explorer._handle_custom_msg({"do": "remove", "layer": "conv1"}, [])
    edit = {"do": "edit", "layer": "conv2", "name": "stride", "value": 2}
    explorer._handle_custom_msg(edit, [])
    explorer._handle_custom_msg({"do": "remove", "layer": "conv1"}, [])
    assert [layer["stride"] for layer in explorer.state()["layers"]] == [2, 1]
    assert "'conv1'" in explorer.scene["message"]


def test_explorer_when_layers_share_a_name_then_they_are_told_apart():
    conv, taken = ({"name": name, "kernel_size": 3} for name in ("conv 3x3", "conv 3x3 (2)"))
    explorer = widgets.receptive_field_explorer([conv, taken, conv, conv])
    names = [layer["name"] for layer in explorer.state()["layers"]]
    assert names == ["conv 3x3", "conv 3x3 (2)", "conv 3x3 (3)", "conv 3x3 (4)"]
    explorer.edit("conv 3x3 (3)", "stride", 2)
    assert [layer["stride"] for layer in explorer.state()["layers"]] == [1, 1, 2, 1]


def test_explorer_when_vgg_16_then_its_layers_are_named_by_block():
    state = widgets.receptive_field_explorer(stack="VGG-16").state()
    names = [layer["name"] for layer in state["layers"]]
    assert len(names) == 18
    assert names[:4] == ["conv1_1", "conv1_2", "pool1", "conv2_1"]
    assert names[-2:] == ["conv5_3", "pool5"]


def test_explorer_when_the_square_hangs_over_then_says_how_much_of_it_is_in_the_input():
    layers = [{"kernel_size": 3, "padding": 1}] * 2
    explorer = widgets.receptive_field_explorer(layers, unit=0)
    assert explorer.state()["effective_size"] == 5
    said = explorer.scene["sentences"][1]
    assert said.endswith(
        "is in 5 × 5 pixels, 100 % of that area; without the border, in 3 × 3 pixels of the input."
    )
    explorer.row = 9
    assert explorer.scene["sentences"][1].endswith("in 5 × 3 pixels of the input.")
    explorer.column = 9
    assert "border" not in explorer.scene["sentences"][1]


def test_explorer_when_another_stack_is_chosen_then_it_begins_anew():
    explorer = widgets.receptive_field_explorer(stack="LeNet", layer=1)
    explorer.edit(0, "kernel_size", 3)
    explorer.selected = "VGG-16"
    state = explorer.state()
    assert (state["layer"], state["unit"], state["edited"]) == (17, (3, 3), False)
    assert state["input_size"] == (224, 224)


def test_explorer_when_drawn_then_the_caption_says_what_the_unit_sees():
    picture = widgets.receptive_field_explorer(stack="LeNet", layer=2).static()
    assert "Unit [5, 5] of conv2 sees 14 × 14 pixels" in picture.caption
    assert "14 by 14" in picture.alt


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"stacks": [{"layer": "ReLU"}]}, "no layer with a window"),
        ({"stacks": {}}, "at least one"),
        ({"stacks": [{"kernel_size": 0}]}, "kernel_size"),
        ({"stacks": [{"kernel_size": (3, 5)}]}, "kernel_size"),
        ({"stacks": [{"stride": 2}]}, "^conv1: kernel_size"),
        ({"stacks": [{"kernel_size": 3, "padding": 301}]}, "conv1: padding is at most 300"),
        ({"stacks": [{"kernel_size": 3}], "input_size": 1000}, "1000"),
        ({"stacks": [{"kernel_size": 1}] * 41}, "41 layers"),
        ({"stack": "ResNet"}, "ResNet"),
        ({"measured": {"LeNet": {0: np.zeros((3, 3))}}}, r"\(3, 3\)"),
        ({"measured": {"ResNet": {}}}, "ResNet"),
        ({"image": np.zeros((3, 8, 9))}, r"\(3, 8, 9\)"),
    ],
)
def test_explorer_when_arguments_do_not_fit_then_the_error_says_what(arguments, words):
    with pytest.raises(ValueError, match=words):
        widgets.receptive_field_explorer(**arguments)


def test_explorer_when_edited_wrongly_then_the_error_says_what():
    explorer = widgets.receptive_field_explorer([{"kernel_size": 3}])
    with pytest.raises(ValueError, match="groups"):
        explorer.edit(0, "groups", 2)
    with pytest.raises(ValueError, match="^conv1: stride.*1.5"):
        explorer.edit(0, "stride", 1.5)
    with pytest.raises(ValueError, match="no layer 1; there are 0 to 0: conv1"):
        explorer.edit(1, "stride", 1)
    with pytest.raises(ValueError, match="^new1: kernel_size.*0"):
        explorer.add(kernel_size=0)
    with pytest.raises(ValueError, match="at least one"):
        explorer.remove(0)
