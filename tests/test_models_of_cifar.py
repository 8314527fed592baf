"""The residual networks of 6n + 2 layers, and their plain counterparts."""

import copy

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from cnnlib.models import BasicBlock, CifarResNet
from cnnlib.models.resnet import ZeroPadShortcut


@pytest.fixture(autouse=True)
def _same_numbers_every_time_on_one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield
    torch.set_num_threads(threads)


def parameters(module):
    return sum(p.numel() for p in module.parameters())


def blocks(net):
    return [module for module in net.modules() if isinstance(module, BasicBlock)]


# Parameters in millions: table 6 of the paper, and section 4.2 for the last.
@pytest.mark.parametrize(
    ("n", "depth", "count", "printed"),
    [
        (3, 20, 269_722, 0.27),
        (5, 32, 464_154, 0.46),
        (7, 44, 658_586, 0.66),
        (9, 56, 853_018, 0.85),
        (18, 110, 1_727_962, 1.7),
        (200, 1202, 19_421_274, 19.4),
    ],
)
def test_resnet_when_counted_then_depth_and_parameters_are_those_of_the_paper(
    n, depth, count, printed
):
    with torch.device("meta"):
        net = CifarResNet(n=n)
    layers = [m for m in net.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    assert len(layers) == net.depth == depth
    assert parameters(net) == count
    assert count / 1e6 == pytest.approx(printed, abs=0.05 if printed > 1 else 0.005)


@pytest.mark.parametrize("batch_norm", [True, False])
def test_plain_counterpart_when_made_from_the_same_seed_then_has_the_same_numbers(batch_norm):
    torch.manual_seed(3)
    net = CifarResNet(n=2, batch_norm=batch_norm)
    torch.manual_seed(3)
    plain = CifarResNet(n=2, batch_norm=batch_norm, skip=False)
    assert parameters(net) == parameters(plain)
    ours, theirs = net.state_dict(), plain.state_dict()
    assert list(ours) == list(theirs)
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_resnet_when_its_additions_are_taken_out_then_is_its_plain_counterpart():
    net, plain = CifarResNet(n=2).eval(), CifarResNet(n=2, skip=False).eval()
    plain.load_state_dict(net.state_dict())
    x = torch.randn(2, 3, 12, 15)
    assert not torch.allclose(net(x), plain(x))
    for block in blocks(net):
        block.shortcut = None
    assert torch.equal(net(x), plain(x))


def test_resnet_when_shortcuts_are_convolutions_then_two_of_them_are_added():
    more = parameters(CifarResNet(n=2, shortcut="B")) - parameters(CifarResNet(n=2))
    assert more == (16 * 32 + 2 * 32) + (32 * 64 + 2 * 64)


def test_block_when_run_then_is_the_residual_plus_the_shortcut():
    for block in (BasicBlock(4, 4), BasicBlock(4, 6, stride=2), BasicBlock(4, 6, shortcut="A")):
        x = torch.randn(2, 4, 7, 9)
        torch.testing.assert_close(block.eval()(x), F.relu(block.residual(x) + block.shortcut(x)))


def test_zero_pad_shortcut_when_run_then_takes_every_second_pixel_and_adds_empty_channels():
    x = torch.arange(2 * 5 * 4.0).reshape(1, 2, 5, 4) + 1
    y = ZeroPadShortcut(2, 3, stride=2)(x)
    assert y.shape == (1, 3, 3, 2)
    assert torch.equal(y[:, :2], x[:, :, [0, 2, 4]][..., [0, 2]])
    assert not y[:, 2].any()


@pytest.mark.parametrize("batch_norm", [True, False])
@pytest.mark.parametrize("training", [True, False])
def test_resnet_when_residuals_begin_as_zero_then_only_stem_and_head_are_seen(batch_norm, training):
    net = CifarResNet(n=3, batch_norm=batch_norm, zero_init_last=True).train(training)
    x = torch.randn(4, 3, 13, 10)
    stem = net.stem(x)
    expected = torch.cat([stem[..., ::4, ::4], torch.zeros(4, 48, 4, 3)], dim=1)
    torch.testing.assert_close(net(x), net.head(expected))


def test_resnet_when_residuals_begin_as_zero_then_one_step_moves_them():
    net = CifarResNet(n=1, zero_init_last=True)
    net(torch.randn(4, 3, 8, 8)).square().sum().backward()
    gammas = [block.residual[-1].weight for block in blocks(net)]
    assert all(not gamma.any() and gamma.grad.any() for gamma in gammas)


@pytest.mark.parametrize("skip", [True, False])
@pytest.mark.parametrize("batch_norm", [True, False])
@pytest.mark.parametrize("shortcut", ["A", "B"])
def test_resnet_when_run_then_takes_any_size_and_every_parameter_has_a_gradient(
    skip, batch_norm, shortcut
):
    net = CifarResNet(
        n=2, num_classes=4, width=6, in_channels=1, skip=skip, batch_norm=batch_norm,
        shortcut=shortcut,
    ).double()  # fmt: skip
    logits = net(torch.randn(3, 1, 9, 14, dtype=torch.float64))
    assert logits.shape == (3, 4)
    assert logits.dtype == torch.float64
    logits.square().sum().backward()
    assert all(p.grad.isfinite().all() and p.grad.any() for p in net.parameters())


def test_resnet_when_run_then_stages_halve_the_maps_and_double_the_channels():
    net = CifarResNet(n=1, width=8)
    x = net.stem(torch.randn(2, 3, 32, 24))
    sizes = [tuple(x.shape[1:])]
    for stage in (net.stage1, net.stage2, net.stage3):
        x = stage(x)
        sizes.append(tuple(x.shape[1:]))
    assert sizes == [(8, 32, 24), (8, 32, 24), (16, 16, 12), (32, 8, 6)]


def test_resnet_when_in_eval_mode_then_images_do_not_see_each_other():
    net = CifarResNet(n=1).eval()
    x = torch.randn(3, 3, 8, 8)
    torch.testing.assert_close(net(x)[1:2], net(x[1:2]))


@pytest.mark.parametrize("batch_norm", [True, False])
def test_resnet_when_new_then_convolutions_are_hes_and_have_a_bias_where_no_norm_follows(
    batch_norm,
):
    net = CifarResNet(n=2, width=32, batch_norm=batch_norm)
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            fan_in = module.weight[0].numel()
            assert module.weight.std().item() == pytest.approx((2 / fan_in) ** 0.5, rel=0.1)
            assert (module.bias is None) == batch_norm
            assert module.bias is None or not module.bias.any()
    assert any(isinstance(m, nn.BatchNorm2d) for m in net.modules()) == batch_norm


def test_resnet_when_copied_then_training_the_copy_leaves_it_alone():
    net = CifarResNet(n=1).eval()
    x = torch.randn(2, 3, 8, 8)
    before = net(x)
    other = copy.deepcopy(net).train()
    other(x)
    with torch.no_grad():
        for parameter in other.parameters():
            parameter += 1
    assert torch.equal(net(x), before)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"n": 0}, "n must be a whole number of at least 1, not 0"),
        ({"n": 2.5}, "n must be .*2.5"),
        ({"width": -1}, "width must be .*-1"),
        ({"shortcut": "a"}, "shortcut is 'a', but must be 'A' or 'B'"),
        ({"skip": False, "zero_init_last": True}, "needs skip=True"),
    ],
)
def test_resnet_when_asked_for_what_it_has_not_then_the_error_says_what_it_takes(settings, words):
    with pytest.raises(ValueError, match=words):
        CifarResNet(**settings)


def test_zero_pad_shortcut_when_channels_become_fewer_then_the_error_names_the_other_option():
    with pytest.raises(ValueError, match="4 is less than 8.*shortcut='B'"):
        BasicBlock(8, 4, shortcut="A")


def test_resnet_when_images_have_other_channels_then_the_error_names_both():
    with pytest.raises(ValueError, match="CifarResNet takes .* 1 channels, not 3"):
        CifarResNet(n=1)(torch.zeros(2, 1, 8, 8))
