"""The cost explorer."""

import pytest
from traitlets import TraitError

from cnnlib import arithmetic, widgets
from cnnlib.widgets.cost_explorer import NETS, layer_costs

torch = pytest.importorskip("torch")
PUBLISHED = {  # parameters: the networks' papers and torchvision
    "LeNet-5": 61_706,
    "AlexNet (2012)": 60_965_224,
    "VGG-16": 138_357_544,
    "ResNet-18": 11_689_512,
    "ResNet-50": 25_557_032,
    "ResNet-152": 60_192_808,
}


@pytest.mark.parametrize(("name", "params"), PUBLISHED.items())
def test_explorer_when_parameters_are_counted_then_they_are_the_published_ones(name, params):
    assert widgets.cost_explorer([name]).state()["costs"][name]["params"] == params


@pytest.mark.parametrize("name", NETS)
def test_explorer_when_a_net_is_counted_then_no_parameter_is_left_out(name):
    from cnnlib import models

    make, arguments, _, fixed = NETS[name]
    with torch.device("meta"):
        net = getattr(models, make)(**arguments)
    counted = sum(row["params"] for row in layer_costs(name, fixed or 96))
    assert counted == sum(p.numel() for p in net.parameters())


def test_explorer_when_a_stack_then_costs_agree_with_the_arithmetic_of_stacks():
    from cnnlib import models

    table = arithmetic.layer_table(models.LeNet5().layers, (1, 28, 28))
    wanted = [row for row in table if row["params"]]
    found = layer_costs("LeNet-5", 28)
    assert [row["macs"] for row in found] == [row["macs"] for row in wanted]
    assert [row["memory"] for row in found] == [4 * row["values"] for row in wanted]


def test_explorer_when_the_side_doubles_then_convolutions_work_four_times_as_much():
    explorer = widgets.cost_explorer(["ResNet-50"], side=224)
    small = explorer.state()["costs"]["ResNet-50"]
    explorer.side = 448
    large = explorer.state()["costs"]["ResNet-50"]
    assert large["params"] == small["params"]
    assert large["macs"] / small["macs"] == pytest.approx(4, rel=0.01)
    assert large["memory"] / small["memory"] == pytest.approx(4, rel=0.01)


def test_explorer_when_a_net_takes_one_size_only_then_keeps_it():
    explorer = widgets.cost_explorer(["LeNet-5", "AlexNet (2012)"], selected="AlexNet (2012)")
    before = explorer.state()["costs"]
    explorer.side = 96
    assert explorer.state()["costs"] == before
    assert before["AlexNet (2012)"]["input"] == 227
    assert "always" in explorer.scene["rows"][0]["size"]


def test_explorer_when_shares_are_asked_then_dense_layers_hold_vggs_parameters():
    dense = widgets.cost_explorer(["VGG-16"]).state()["costs"]["VGG-16"]["dense"]
    assert dense["params"] == pytest.approx(0.894, abs=0.001)
    assert dense["macs"] < 0.01


def test_explorer_when_nets_are_chosen_then_they_stand_in_order_of_time():
    explorer = widgets.cost_explorer(["ResNet-50", "LeNet-5"])
    assert explorer.state()["chosen"] == ["LeNet-5", "ResNet-50"]
    explorer.chosen = ["VGG-16"]
    assert [row["name"] for row in explorer.scene["rows"]] == ["VGG-16"]


@pytest.mark.parametrize("measure", ["params", "macs", "memory"])
def test_explorer_when_a_measure_is_chosen_then_layers_and_sentence_follow(measure):
    explorer = widgets.cost_explorer(selected="AlexNet (2012)")
    explorer.measure = measure
    layers = explorer.state()["layers"]
    largest = max(layers, key=lambda row: row[measure])
    assert largest["layer"] in explorer.state()["sentence"]
    assert len(explorer.scene["layers"]) == len(layers) == 8
    assert max(one["share"] for one in explorer.scene["layers"]) == 1


def test_explorer_when_drawn_then_the_picture_says_the_totals():
    picture = widgets.cost_explorer(["VGG-16", "GoogLeNet"], side=128).static()
    assert "138 M parameters" in picture.alt
    assert "128 × 128" in picture.caption


def test_explorer_when_set_up_then_random_numbers_and_other_nets_are_untouched():
    before = torch.get_rng_state()
    widgets.cost_explorer(side=160)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.empty(1).device.type == "cpu"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"nets": ["ResNet-34"]}, "ResNet-34"),
        ({"nets": []}, "at least one"),
        ({"selected": "LeNet"}, "LeNet"),
        ({"measure": "flops"}, "flops"),
    ],
)
def test_explorer_when_arguments_do_not_fit_then_the_error_says_what(arguments, words):
    with pytest.raises(ValueError, match=words):
        widgets.cost_explorer(**arguments)


@pytest.mark.parametrize("side", [32, 512])
def test_explorer_when_the_side_is_out_of_range_then_refused(side):
    with pytest.raises((TraitError, ValueError), match="side"):
        widgets.cost_explorer(side=side)
