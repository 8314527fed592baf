"""`DepthNet`: nets of any depth that differ in nothing else; and the block of two convolutions."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from cnnlib.models import DepthNet
from cnnlib.models.depth_net import DepthBlock

KINDS = [(skip, batch_norm) for skip in (False, True) for batch_norm in (False, True)]


def count(net):
    return sum(p.numel() for p in net.parameters())


def weighted(net):
    return [m for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]


@pytest.mark.parametrize("depth", [2, 4, 20, 40])
@pytest.mark.parametrize(("skip", "batch_norm"), KINDS)
def test_depth_net_when_built_then_it_has_that_many_layers_with_weights(depth, skip, batch_norm):
    net = DepthNet(depth, skip=skip, batch_norm=batch_norm)
    assert len(weighted(net)) == depth
    assert net(torch.zeros(3, 1, 8, 8)).shape == (3, 10)


@pytest.mark.parametrize("batch_norm", [False, True])
def test_depth_net_when_it_has_skips_then_its_parameters_are_those_of_the_plain_one(batch_norm):
    nets = []
    for skip in (False, True):
        torch.manual_seed(0)
        nets.append(DepthNet(14, skip=skip, batch_norm=batch_norm))
    plain, residual = (net.state_dict() for net in nets)
    assert plain.keys() == residual.keys()
    assert all(torch.equal(plain[name], residual[name]) for name in plain)


def test_depth_net_when_images_have_another_size_then_the_head_fits():
    net = DepthNet(6, in_channels=3, num_classes=4, channels=5, size=(7, 12))
    assert net(torch.zeros(2, 3, 7, 12)).shape == (2, 4)
    assert all(conv.out_channels == 5 for conv in weighted(net)[:-1])


@pytest.mark.parametrize("depth", [0, 1, 7, -2])
def test_depth_net_when_the_depth_is_odd_or_too_small_then_the_error_says_so(depth):
    with pytest.raises(ValueError, match=f"even number from 2 on, not {depth}"):
        DepthNet(depth)


@pytest.mark.parametrize(("skip", "batch_norm"), KINDS)
def test_block_when_called_then_is_what_its_formula_says(skip, batch_norm):
    torch.manual_seed(0)
    block = DepthBlock(3, skip, batch_norm).double().eval()
    x = torch.randn(2, 3, 4, 5, dtype=torch.float64)
    with torch.no_grad():
        first = F.conv2d(x, block.conv1.weight, padding=1)
        first = block.norm1(first).relu()
        second = block.norm2(F.conv2d(first, block.conv2.weight, padding=1))
        expected = (second + x if skip else second).relu()
        torch.testing.assert_close(block(x), expected)
