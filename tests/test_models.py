"""The LeNets: every number that the papers give is counted here, and the nets learn."""

import copy

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

from cnnlib import arithmetic, datasets
from cnnlib.models import LeNet5, LeNet1989, LeNet1998
from cnnlib.models.lenet import (
    C3_TABLE,
    H2_TABLE,
    ScaledTanh,
    Subsampling,
    TableConv2d,
    UnitBias,
    started,
)

NETS = {
    "1989": LeNet1989,
    "1998": LeNet1998,
    "1998 full": lambda **settings: LeNet1998(connections="full", **settings),
    "today": LeNet5,
}

# The table of 1998 as it is printed: a row for each map of S2, a column for each map of C3.
TABLE_I = """
X...XXX..XXXX.XX
XX...XXX..XXXX.X
XXX...XXX..X.XXX
.XXX..XXXX..X.XX
..XXX..XXXX.XX.X
...XXX..XXXX.XXX
"""


@pytest.fixture(params=NETS, name="make")
def _make(request):
    return NETS[request.param]


@pytest.fixture(autouse=True)
def _same_numbers_every_time():
    torch.manual_seed(0)


def images(net, count=2, dtype=torch.float32):
    return torch.randn(count, *net.input_size, dtype=dtype)


def parameters(module):
    return sum(p.numel() for p in module.parameters())


def sizes(net):
    """The size of each layer's output, (C, H, W) or (features,), by the layer's name."""
    x, found = images(net), {}
    for name, layer in net.layers.named_children():
        x = layer(x)
        found[name] = tuple(x.shape[1:])
    return found


def connections(net):
    """How many connections each layer has: where all is 1, a sum is the number of its terms."""
    x, found = torch.ones(1, *net.input_size), {}
    for name, layer in copy.deepcopy(net).layers.named_children():
        for parameter in layer.parameters():
            nn.init.ones_(parameter)
        if isinstance(layer, nn.ConstantPad2d):
            layer.value = 1.0
        y = layer(x)
        if isinstance(layer, UnitBias):
            found[name] = y.numel()
        elif parameters(layer):
            found[name] = int(y.sum())
        x = torch.ones_like(y)
    return found


# 1989


def test_lenet1989_when_counted_then_parameters_are_those_of_the_paper():
    layers = LeNet1989().layers
    assert parameters(layers.h1) + parameters(layers.h1_bias) == 12 * 25 + 768 == 1_068
    assert parameters(layers.h2) + parameters(layers.h2_bias) == 12 * 200 + 192 == 2_592
    assert parameters(layers.h3) == 5_790
    assert parameters(layers.output) == 310
    assert parameters(layers) == 9_760


def test_lenet1989_when_counted_then_connections_are_those_of_the_paper():
    found = connections(LeNet1989())
    assert found["h1"] + found["h1_bias"] == 768 * 26 == 19_968
    assert found["h2"] + found["h2_bias"] == 192 * 201 == 38_592
    assert sum(found.values()) == 64_660


def test_lenet1989_when_counted_then_units_are_those_of_the_paper():
    found = sizes(LeNet1989())
    assert (found["h1"], found["h2"]) == ((12, 8, 8), (12, 4, 4))
    assert (found["h3"], found["output"]) == ((30,), (10,))
    units = sum(np.prod(found[name]) for name in ("h1", "h2", "h3", "output"))
    assert 16 * 16 + units == 1_256


def test_h2_table_when_counted_then_each_map_sees_eight_others_and_is_seen_by_eight():
    assert all(len(set(sources)) == 8 for sources in H2_TABLE)
    seen = np.bincount([source for sources in H2_TABLE for source in sources])
    np.testing.assert_array_equal(seen, np.full(12, 8))


def test_lenet1989_when_all_is_background_then_the_border_cannot_be_told_from_the_image():
    layers = LeNet1989().layers
    maps = layers.h1(layers.border1(torch.full((1, 1, 16, 16), -1.0)))
    torch.testing.assert_close(maps, maps[..., :1, :1].expand_as(maps))


def test_lenet1989_when_a_bias_is_changed_then_one_unit_changes():
    net = LeNet1989()
    x = images(net, 1)
    before = net.layers[:3](x)
    with torch.no_grad():
        net.layers.h1_bias.bias[3, 5, 6] += 1
    changed = (net.layers[:3](x) != before).nonzero().tolist()
    assert changed == [[0, 3, 5, 6]]


# 1998


@pytest.mark.parametrize(("choice", "c3"), [("table", 1_516), ("full", 2_416)])
def test_lenet1998_when_counted_then_parameters_are_those_of_the_paper(choice, c3):
    net = LeNet1998(connections=choice)
    found = {name: parameters(layer) for name, layer in net.layers.named_children()}
    expected = {"c1": 156, "s2": 12, "c3": c3, "s4": 32, "c5": 48_120, "f6": 10_164}
    assert {name: count for name, count in found.items() if count} == {**expected, "output": 850}
    assert parameters(net) - 850 == 60_000 + (c3 - 1_516)


def test_lenet1998_when_counted_then_connections_are_those_of_the_paper():
    found = connections(LeNet1998())
    expected = {"c1": 122_304, "s2": 5_880, "c3": 151_600, "s4": 2_000, "c5": 48_120, "f6": 10_164}
    assert found == {**expected, "output": 850}
    # The paper's radial basis functions have 84 inputs each, and no bias.
    assert sum(found.values()) - 850 + 840 == 340_908


def test_lenet1998_when_run_then_sizes_are_those_of_the_paper():
    found = sizes(LeNet1998())
    assert (found["c1"], found["s2"], found["c3"]) == ((6, 28, 28), (6, 14, 14), (16, 10, 10))
    assert (found["s4"], found["c5"]) == ((16, 5, 5), (120, 1, 1))
    assert (found["f6"], found["output"]) == ((84,), (10,))


def test_c3_table_when_compared_then_it_is_the_table_of_the_paper():
    crosses = np.array([list(row) for row in TABLE_I.split()]) == "X"
    assert [set(sources) for sources in C3_TABLE] == [set(np.flatnonzero(c)) for c in crosses.T]
    assert [len(sources) for sources in C3_TABLE] == 6 * [3] + 9 * [4] + [6]


def test_scaled_tanh_when_given_ones_then_gives_ones_and_stays_within_1_7159():
    a = torch.tensor([-100.0, -1.0, 0.0, 1.0, 100.0])
    expected = torch.tensor([-1.7159, -1, 0, 1, 1.7159])
    torch.testing.assert_close(ScaledTanh()(a), expected, atol=1e-4, rtol=0)


def test_subsampling_when_run_then_each_sum_of_four_has_its_maps_coefficient_and_bias():
    layer = Subsampling(2)
    with torch.no_grad():
        layer.coefficient[:] = torch.tensor([2.0, -1.0])[:, None, None]
        layer.bias[:] = torch.tensor([0.5, 0.0])[:, None, None]
    x = torch.arange(16.0).reshape(1, 2, 2, 4)
    expected = torch.tensor([[[2 * 10 + 0.5, 2 * 18 + 0.5]], [[-42.0, -50.0]]])
    torch.testing.assert_close(layer(x), expected[None])


def test_lenet1998_when_connections_are_neither_then_the_error_names_both():
    with pytest.raises(ValueError, match=r"'sparse'.*'table'.*'full'"):
        LeNet1998(connections="sparse")


# The table of connections


@pytest.mark.parametrize(("table", "stride"), [(C3_TABLE, 1), (H2_TABLE, 2)])
def test_table_convolution_when_run_then_each_map_is_the_convolution_of_its_sources(table, stride):
    layer = TableConv2d(table, 5, stride)
    x = torch.randn(3, layer.in_channels, 11, 9)
    y, first = layer(x), 0
    for to, sources in enumerate(table):
        kernels = layer.kernels[first : first + len(sources)]
        first += len(sources)
        expected = F.conv2d(x[:, sources], kernels[None], layer.bias[to : to + 1], stride)
        torch.testing.assert_close(y[:, to : to + 1], expected)


def test_table_convolution_when_differentiated_then_only_the_tables_maps_have_a_gradient():
    layer = TableConv2d(C3_TABLE, 5)
    for to, sources in enumerate(C3_TABLE):
        x = torch.randn(1, 6, 14, 14, requires_grad=True)
        layer(x)[:, to].sum().backward()
        assert set(x.grad.abs().sum((0, 2, 3)).nonzero().flatten().tolist()) == set(sources)


def test_table_convolution_when_trained_with_weight_decay_then_the_rest_stays_zero():
    layer = TableConv2d(C3_TABLE, 5)
    optimizer = torch.optim.Adam(layer.parameters(), weight_decay=0.1)
    before = layer.weight.detach().clone()
    layer(torch.randn(2, 6, 14, 14)).square().sum().backward()
    optimizer.step()
    connected = torch.zeros(16, 6, dtype=torch.bool)
    for to, sources in enumerate(C3_TABLE):
        connected[to, list(sources)] = True
    assert (layer.weight[~connected] == 0).all()
    assert (layer.weight[connected] != before[connected]).all()


# Of all nets


def test_lenet5_when_counted_then_parameters_are_those_of_the_course():
    found = [parameters(layer) for layer in LeNet5().layers if parameters(layer)]
    assert found == [156, 2_416, 48_120, 10_164, 850]
    assert sum(found) == 61_706
    assert parameters(LeNet5(in_channels=3, num_classes=7)) == 61_706 + 2 * 6 * 25 - 3 * 85


def test_lenet5_when_counted_by_the_arithmetic_then_sizes_and_parameters_agree():
    net = LeNet5(in_channels=3)
    rows = arithmetic.layer_table(net.layers, net.input_size)
    assert [row["output_size"] for row in rows] == list(sizes(net).values())
    assert sum(row["params"] for row in rows) == parameters(net)


def test_tables_when_counted_by_the_arithmetic_then_parameters_agree():
    for table in (C3_TABLE, H2_TABLE):
        expected = sum(arithmetic.conv2d_params(len(sources), 1, 5) for sources in table)
        assert parameters(TableConv2d(table, 5)) == expected


@pytest.mark.parametrize("count", [1, 3])
def test_net_when_called_then_gives_logits_for_each_image_apart(make, count):
    net = make(num_classes=7)
    x = images(net, count)
    logits = net(x)
    assert logits.shape == (count, 7)
    torch.testing.assert_close(logits[-1:], net(x[-1:]))


def test_net_when_made_twice_from_a_seed_then_its_parameters_are_the_same(make):
    torch.manual_seed(5)
    first = make()
    torch.manual_seed(5)
    second = make()
    for one, other in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize("name", ["1989", "1998", "1998 full"])
def test_net_of_the_papers_when_new_then_weights_fill_the_interval_of_their_fan_in(name):
    layers = NETS[name]().layers
    for layer in layers:
        if isinstance(layer, nn.Linear | nn.Conv2d):
            reach = 2.4 / layer.weight[0].numel()
            assert 0.8 * reach < layer.weight.abs().max() <= reach


def test_table_convolution_when_new_then_each_map_has_the_interval_of_its_own_fan_in():
    layer = TableConv2d(C3_TABLE, 5)
    for weight, bias, sources in zip(layer.weight, layer.bias, C3_TABLE, strict=True):
        reach = 2.4 / (25 * len(sources))
        assert 0.8 * reach < weight.abs().max() <= reach
        assert 0 < abs(bias) <= reach


def test_started_when_given_a_layer_then_returns_it_within_2_4_over_the_fan_in():
    layer = nn.Linear(100, 50)
    assert started(layer, fan_in=100) is layer
    assert 0.023 < layer.weight.abs().max() <= 0.024
    assert 0.01 < layer.bias.abs().max() <= 0.024


def test_net_when_its_weights_are_stored_and_loaded_then_another_gives_the_same(make, tmp_path):
    net, other = make(), make()
    save_file(net.state_dict(), tmp_path / "net.safetensors")
    assert sum(p.numel() for p in net.state_dict().values()) == parameters(net)
    other.load_state_dict(load_file(tmp_path / "net.safetensors"))
    x = images(net)
    assert torch.equal(net(x), other(x))


def test_net_when_copied_then_training_the_copy_leaves_it_alone(make):
    net = make()
    x = images(net)
    before = net(x)
    other = copy.deepcopy(net)
    assert torch.equal(other(x), before)
    with torch.no_grad():
        for parameter in other.parameters():
            parameter += 1
    assert torch.equal(net(x), before)


def test_net_when_double_then_computes_in_float64_and_the_gradient_is_right(make):
    net = make(num_classes=2).double()
    logits = net(images(net, dtype=torch.float64))
    assert logits.dtype == torch.float64
    logits.sum().backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in net.parameters())


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
def test_net_when_on_a_gpu_then_gives_what_it_gives_on_the_cpu(make):
    net = make().double()
    x = images(net, dtype=torch.float64)
    on_cpu = net(x)
    torch.testing.assert_close(net.cuda()(x.cuda()).cpu(), on_cpu)


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (
            torch.zeros(2, 1, 32, 32),
            r"LeNet5 takes .*\(N, 1, 28, 28\), got \(2, 1, 32, 32\).*size=",
        ),
        (torch.zeros(2, 3, 28, 28), "3 channels, not 1"),
        (torch.zeros(1, 28, 28), r"3 axes, not 4: one image alone is x\[None\]"),
        (torch.zeros(2, 1, 28, 28, dtype=torch.uint8), "floats, not torch.uint8"),
    ],
)
def test_net_when_images_do_not_fit_then_the_error_says_what_to_do(x, words):
    with pytest.raises(ValueError, match=words):
        LeNet5()(x)


@pytest.mark.parametrize("wrong", [{"num_classes": 0}, {"num_classes": 2.5}])
def test_net_when_the_number_of_classes_is_none_then_refused_with_the_value(make, wrong):
    with pytest.raises(ValueError, match=f"num_classes.*{wrong['num_classes']}"):
        make(**wrong)


@pytest.fixture(name="one_thread")
def _one_thread():
    """For nets this small a second thread costs more than it does, most of all where others run."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
def test_net_when_trained_on_digits_then_the_loss_falls_from_ln_10_to_a_fifth(make):
    data, net = datasets.digits(), make()
    x = torch.tensor(data.train_images[:256] / 8.0 - 1, dtype=torch.float32)
    x = F.interpolate(x, size=net.input_size[1:], mode="bilinear")
    labels = torch.tensor(data.train_labels[:256])
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    losses = []
    for step in range(80):
        batch = torch.arange(32 * step, 32 * step + 32) % len(x)
        loss = F.cross_entropy(net(x[batch]), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[0] == pytest.approx(np.log(10), abs=0.35)
    assert np.mean(losses[-8:]) < 0.2 * np.log(10)
