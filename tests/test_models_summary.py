"""The table of a network's layers shows it and leaves it as it was."""

import gc
import weakref

import pytest
import torch
import torchinfo
from torch import nn

from cnnlib.models import VGG, CifarResNet, LeNet5, summary


def test_summary_when_asked_then_counts_parameters_and_shows_layers():
    table = summary(LeNet5(), (2, 1, 28, 28))
    assert table.total_params == table.trainable_params == 61_706
    assert table.total_mult_adds == 2 * (416_520 + 6_518)
    assert "Conv2d" in str(table)
    assert "[2, 16, 10, 10]" in str(table)


def test_summary_when_shown_then_millions_are_called_m_and_it_is_still_torchinfos():
    table = summary(CifarResNet(n=1), (1, 3, 32, 32))
    assert isinstance(table, torchinfo.ModelStatistics)
    assert f"Total mult-adds (M): {table.total_mult_adds / 1e6:.2f}" in repr(table)
    assert "Units" not in str(table)


def test_summary_when_options_are_given_then_passes_them_on(capsys):
    table = summary(LeNet5(), (1, 1, 28, 28), col_names=["mult_adds"], row_settings=["var_names"])
    assert "fc3" in str(table)
    assert "Mult-Adds" in str(table)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("mode", ["train", "eval"])
def test_summary_when_asked_then_nothing_of_the_network_changes(mode):
    net = nn.Sequential(CifarResNet(n=1, num_classes=4), nn.Dropout(), nn.Linear(4, 2)).train()
    net[0].eval()
    net[0].stage1[0].requires_grad_(False)
    net(torch.randn(2, 3, 8, 8)).sum().backward()
    modes = [module.training for module in net.modules()]
    state = {name: value.clone() for name, value in net.state_dict().items()}
    gradients = [None if p.grad is None else p.grad.clone() for p in net.parameters()]
    random = torch.get_rng_state()
    summary(net, (2, 3, 8, 8), mode=mode)
    assert [module.training for module in net.modules()] == modes
    assert all(torch.equal(state[name], value) for name, value in net.state_dict().items())
    for before, parameter in zip(gradients, net.parameters(), strict=True):
        assert (before is None) == (parameter.grad is None)
        assert before is None or torch.equal(before, parameter.grad)
    assert torch.equal(torch.get_rng_state(), random)
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in net.modules())


def test_summary_when_the_network_is_on_the_meta_device_then_it_stays_there():
    with torch.device("meta"):
        net = VGG()
    table = summary(net, (1, 3, 224, 224))
    assert table.total_params == 138_357_544
    assert {p.device.type for p in net.parameters()} == {"meta"}


def test_summary_when_the_network_is_double_or_has_no_parameters_then_still_works():
    assert summary(LeNet5().double(), (1, 1, 28, 28)).total_params == 61_706
    assert summary(nn.MaxPool2d(2), (1, 1, 8, 8)).total_params == 0


def test_summary_when_two_networks_of_a_class_are_asked_about_then_each_has_its_own():
    counts = [summary(CifarResNet(n=n), (1, 3, 8, 8)).total_params for n in (1, 2)]
    assert counts[0] < counts[1]


def test_summary_when_the_table_is_gone_then_so_is_the_network():
    net = CifarResNet(n=1)
    seen = weakref.ref(net)
    table = summary(net, (1, 3, 8, 8))
    del net, table
    gc.collect()
    assert seen() is None


def test_summary_when_the_images_do_not_fit_then_the_networks_own_error_is_heard():
    with pytest.raises(ValueError, match="CifarResNet takes images .* 1 channels, not 3"):
        summary(CifarResNet(n=1), (1, 1, 8, 8))
    with pytest.raises(RuntimeError):
        summary(nn.Linear(3, 2), (1, 5))
