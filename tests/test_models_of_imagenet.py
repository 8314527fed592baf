"""AlexNet to ResNet-152: counted by the papers, and next to torchvision's own. No downloads."""

import warnings

import pytest
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

from cnnlib import arithmetic
from cnnlib.models import (
    VGG,
    AlexNet,
    AlexNet2012,
    BasicBlock,
    Bottleneck,
    GoogLeNet,
    InceptionBlock,
    InceptionResNetBlock,
    InceptionV3,
    ResNet,
)
from cnnlib.models.inception import BLOCKS
from cnnlib.models.inception_v3 import (
    ExpandedFilterBank,
    FactorisedTo3x3,
    FactorisedToRowsAndColumns,
)
from cnnlib.models.parts import he_initialised

# Ours, torchvision's, the parameters that torchvision documents, and images for the comparison.
# The auxiliary classifiers are left out of the Inceptions; ours are taken without them.
PAIRS = {
    "alexnet": (AlexNet, {}, {}, 61_100_840, (2, 3, 224, 200)),
    "vgg16": (VGG, {"depth": 16}, {}, 138_357_544, (1, 3, 224, 96)),
    "vgg11_bn": (VGG, {"depth": 11, "batch_norm": True}, {}, 132_868_840, (2, 3, 64, 96)),
    "googlenet": (
        GoogLeNet,
        {"wide_kernel": 3, "last_pool": 2},
        {"aux_logits": False, "init_weights": False},
        6_624_904,
        (2, 3, 112, 97),
    ),
    "inception_v3": (
        InceptionV3,
        {},
        {"aux_logits": False, "init_weights": False},
        23_834_568,
        (2, 3, 107, 139),
    ),
    "resnet18": (ResNet, {"depth": 18}, {}, 11_689_512, (2, 3, 96, 121)),
    "resnet50": (ResNet, {"depth": 50}, {}, 25_557_032, (2, 3, 96, 121)),
    "resnet152": (ResNet, {"depth": 152}, {}, 60_192_808, (2, 3, 96, 121)),
}

# Of each network the smallest images, and one that is quick to train.
NETS = {
    "AlexNet": (AlexNet, (63, 70)),
    "AlexNet2012": (AlexNet2012, (227, 227)),
    "VGG": (lambda **settings: VGG(depth=11, **settings), (32, 40)),
    "GoogLeNet": (GoogLeNet, (31, 40)),
    "GoogLeNet of torchvision": (
        lambda **settings: GoogLeNet(wide_kernel=3, last_pool=2, **settings),
        (15, 20),
    ),
    "InceptionV3": (InceptionV3, (75, 80)),
    "ResNet": (ResNet, (1, 1)),
    "ResNet-50": (lambda **settings: ResNet(depth=50, **settings), (1, 40)),
}
META = torch.device("meta")  # shapes and counts, without memory and numbers


@pytest.fixture(autouse=True)
def _same_numbers_every_time_on_one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield
    torch.set_num_threads(threads)


def parameters(module):
    return sum(p.numel() for p in module.parameters())


def on_meta(make, **settings):
    with META:
        return make(**settings)


def torchvisions(name, **settings):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        return on_meta(getattr(torchvision.models, name), weights=None, **settings)


def with_numbers(net, images):
    """The network of the meta device with random numbers, all of which matter to the output.

    Where there is batch norm, its statistics are those of the images.
    """
    net.to_empty(device="cpu")
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = 1.0
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, std=0.2)
        elif isinstance(module, nn.Conv2d | nn.Linear):
            nn.init.normal_(module.weight, std=(2 / module.weight[0].numel()) ** 0.5)
            if module.bias is not None:
                nn.init.normal_(module.bias, std=0.2)
    if any(isinstance(module, nn.BatchNorm2d) for module in net.modules()):
        net.train()(images)
    return net.eval()


def with_its_state(net, other):
    """The network with the numbers of the other, which has them in the same order."""
    ours, theirs = net.state_dict(), other.state_dict()
    pairs = zip(ours, theirs.values(), strict=True)
    net.load_state_dict(dict(pairs), assign=True)  # which compares the shapes, too
    return net.eval()


# Next to torchvision's


@pytest.mark.parametrize("name", PAIRS)
def test_net_when_given_torchvisions_numbers_then_gives_its_output(name):
    make, ours, theirs, count, shape = PAIRS[name]
    other, net = torchvisions(name, **theirs), on_meta(make, **ours)
    assert parameters(net) == parameters(other) == count
    images = torch.randn(shape)
    with torch.inference_mode(), torch.random.fork_rng():
        other = with_numbers(other, images)
        expected = other(images)
        assert 0.1 < expected.std() < 100  # so that 1e-5 says something
        torch.testing.assert_close(
            with_its_state(net, other)(images), expected, atol=1e-5, rtol=1e-5
        )


def test_googlenet_when_its_last_pooling_is_the_papers_then_the_output_is_not_torchvisions():
    other = torchvisions("googlenet", aux_logits=False, init_weights=False)
    images = torch.randn(2, 3, 112, 97)
    with torch.inference_mode():
        other = with_numbers(other, images)
        net = with_its_state(on_meta(GoogLeNet, wide_kernel=3), other)
        assert (net(images) - other(images)).abs().max() > 0.01
    with pytest.raises(RuntimeError, match="size mismatch"):
        with_its_state(on_meta(GoogLeNet), other)


@pytest.mark.parametrize(
    ("make", "settings", "count"),
    [
        (VGG, {"depth": 11}, 132_863_336),
        (VGG, {"depth": 13}, 133_047_848),
        (VGG, {"depth": 19}, 143_667_240),
        (ResNet, {"depth": 34}, 21_797_672),
        (ResNet, {"depth": 101}, 44_549_160),
    ],
)
def test_net_when_counted_then_parameters_are_those_that_torchvision_documents(
    make, settings, count
):
    net = on_meta(make, **settings)
    assert (
        parameters(net)
        == count
        == parameters(torchvisions(f"{make.__name__.lower()}{settings['depth']}"))
    )


# By the papers


@pytest.mark.parametrize(("groups", "count"), [(2, 60_965_224), (1, 62_378_344)])
def test_alexnet2012_when_counted_then_parameters_are_those_of_the_course(groups, count):
    net = on_meta(AlexNet2012, groups=groups)
    assert parameters(net) == count
    convolutions = [m for m in net.features if isinstance(m, nn.Conv2d)]
    assert [conv.out_channels for conv in convolutions] == [96, 256, 384, 384, 256]
    assert [conv.groups for conv in convolutions] == [1, groups, 1, groups, groups]


def test_alexnet2012_when_run_then_sizes_and_neurons_are_those_of_the_paper():
    x, sizes = torch.empty(1, 3, 227, 227, device=META), []
    for layer in on_meta(AlexNet2012).features:
        x = layer(x)
        if isinstance(layer, nn.Conv2d):
            sizes.append(x[0].numel())
    # The caption of figure 2, but for its first number, 253,440.
    assert sizes == [96 * 55 * 55, 186_624, 64_896, 64_896, 43_264]
    assert sum(sizes) + 4096 + 4096 + 1000 == 659_272
    assert x.shape[1:] == (256, 6, 6)


@pytest.mark.parametrize("groups", [1, 2])
def test_alexnet2012_when_counted_by_the_arithmetic_then_parameters_and_sizes_agree(groups):
    net = on_meta(AlexNet2012, groups=groups)
    rows = arithmetic.layer_table([*net.features, *net.classifier], (3, 227, 227))
    assert sum(row["params"] for row in rows) == parameters(net)
    assert rows[14]["output_size"] == (256, 6, 6)
    with pytest.raises(ValueError, match="maps"):
        arithmetic.layer_table([nn.LocalResponseNorm(5)], (7,))


def test_alexnet2012_when_it_normalises_then_by_the_formula_of_the_paper():
    layer = next(m for m in on_meta(AlexNet2012).features if isinstance(m, nn.LocalResponseNorm))
    a = 30 * torch.randn(1, 9, 2, 3)
    b = torch.empty_like(a)
    for i in range(9):
        squares = a[:, max(0, i - 2) : min(8, i + 2) + 1].square().sum(1)
        b[:, i] = a[:, i] / (2 + 1e-4 * squares) ** 0.75
    torch.testing.assert_close(layer(a), b)


def test_alexnet2012_when_new_then_weights_and_biases_are_those_of_the_paper():
    net = AlexNet2012(num_classes=7)
    layers = [m for m in net.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    assert all(0.0098 < layer.weight.std() < 0.0102 for layer in layers)
    assert [layer.bias.unique().item() for layer in layers] == [0, 1, 0, 1, 1, 1, 1, 0]


def test_vgg16_when_counted_then_nearly_nine_of_ten_parameters_are_dense():
    net = on_meta(VGG)
    assert parameters(net.classifier) == 123_642_856
    assert round(100 * parameters(net.classifier) / parameters(net), 1) == 89.4


@pytest.mark.parametrize("depth", [11, 13, 16, 19])
def test_vgg_when_looked_at_then_has_layers_with_weights_by_its_name_all_3x3(depth):
    layers = [m for m in on_meta(VGG, depth=depth).modules() if hasattr(m, "weight")]
    assert len(layers) == depth
    assert all(m.kernel_size == (3, 3) for m in layers if isinstance(m, nn.Conv2d))


def test_googlenet_when_counted_then_most_blocks_have_the_weights_of_the_papers_table():
    printed = {"3a": 159, "3b": 380, "4a": 364, "4b": 437, "4d": 580, "4e": 840, "5b": 1388}
    features = on_meta(GoogLeNet, batch_norm=False).features
    for name, count in printed.items():
        weights = sum(p.numel() for p in features.get_submodule(f"inception{name}").parameters()
                      if p.ndim > 1)  # fmt: skip
        assert weights / 1024 == pytest.approx(count, rel=0.02)
    assert parameters(on_meta(GoogLeNet, batch_norm=False)) == 6_998_552


def test_googlenet_when_run_then_sizes_are_those_of_the_papers_table():
    x, sizes = torch.empty(1, 3, 224, 224, device=META), {}
    for name, layer in on_meta(GoogLeNet).features.named_children():
        x = layer(x)
        sizes[name] = tuple(x.shape[1:])
    assert sizes["conv1"] == (64, 112, 112)
    assert sizes["conv3"] == (192, 56, 56)
    assert sizes["inception3b"] == (480, 28, 28)
    assert sizes["inception4e"] == (832, 14, 14)
    assert sizes["pool4"] == (832, 7, 7)
    assert sizes["inception5b"] == (1024, 7, 7)


def test_inception_v3_when_run_then_sizes_are_those_of_its_docstring():
    x, sizes = torch.empty(1, 3, 299, 299, device=META), {}
    for name, layer in on_meta(InceptionV3).features.named_children():
        x = layer(x)
        sizes[name] = tuple(x.shape[1:])
    assert sizes["pool2"] == (192, 35, 35)
    assert sizes["block35c"] == (288, 35, 35)
    assert sizes["reduction_to_17"] == sizes["block17d"] == (768, 17, 17)
    assert sizes["reduction_to_8"] == (1280, 8, 8)
    assert sizes["block8b"] == (2048, 8, 8)


@pytest.mark.parametrize("depth", [18, 34, 50, 101, 152])
def test_resnet_when_looked_at_then_has_layers_with_weights_by_its_name(depth):
    net = on_meta(ResNet, depth=depth)
    projections = {m for name, m in net.named_modules() if "shortcut" in name}
    layers = [m for m in net.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    assert len(set(layers) - projections) == depth == net.depth


@pytest.mark.parametrize("depth", [18, 50])
def test_resnet_when_plain_then_lacks_the_parameters_of_the_projections_only(depth):
    plain, whole = on_meta(ResNet, depth=depth, skip=False), on_meta(ResNet, depth=depth)
    projections = sum(p.numel() for name, p in whole.named_parameters() if "shortcut" in name)
    assert projections > 0
    assert parameters(plain) == parameters(whole) - projections
    assert parameters(on_meta(ResNet, depth=depth, shortcut="A")) == parameters(plain)


def test_bottleneck_when_strided_then_the_stride_is_in_the_3x3():
    convolutions = [m for m in Bottleneck(64, 32, stride=2).residual if isinstance(m, nn.Conv2d)]
    assert [m.kernel_size[0] for m in convolutions] == [1, 3, 1]
    assert [m.stride[0] for m in convolutions] == [1, 2, 1]


# Blocks


def test_inception_block_when_run_then_is_its_four_branches_side_by_side():
    block = InceptionBlock(5, 2, 3, 4, 1, 6, 7).eval()
    x = torch.randn(2, 5, 9, 12)
    y = block(x)
    assert y.shape == (2, 19, 9, 12)
    assert block.out_channels == 19
    expected = [block.one(x), block.three(x), block.five(x), block.pool(x)]
    torch.testing.assert_close(y, torch.cat(expected, dim=1))
    assert (y >= 0).all()


@pytest.mark.parametrize("wide", [3, 5])
def test_inception_block_when_a_pixel_is_changed_then_its_branches_see_it_by_their_kernels(wide):
    block = he_initialised(InceptionBlock(2, 8, 8, 8, 8, 8, 8, wide_kernel=wide)).eval()
    x = torch.randn(1, 2, 15, 15).abs()
    other = x.clone()
    other[..., 7, 7] += 100
    for branch, reach in ((block.one, 1), (block.three, 3), (block.five, wide), (block.pool, 3)):
        changed = (branch(x) != branch(other)).any(1)[0].nonzero()
        assert (changed.amax(0) - changed.amin(0) + 1).tolist() == [reach, reach]


def test_blocks_of_googlenet_when_chained_then_each_takes_what_the_one_before_gives():
    rows = list(BLOCKS.values())
    given = [c1 + c3 + c5 + pool for _, c1, _, c3, _, c5, pool in rows]
    assert given[:-1] == [row[0] for row in rows[1:]]


@pytest.mark.parametrize(
    ("block", "channels"),
    [
        (FactorisedTo3x3(6, pool_channels=5), 224 + 5),
        (FactorisedToRowsAndColumns(6, channels=4), 768),
        (ExpandedFilterBank(6), 2048),
    ],
    ids=["3x3", "rows and columns", "expanded"],
)
def test_block_of_inception_v3_when_run_then_keeps_the_size(block, channels):
    assert block.eval()(torch.randn(1, 6, 8, 11)).shape == (1, channels, 8, 11)


@pytest.mark.parametrize(("channels", "widths"), [(256, (32, 32, 32)), (384, (32, 48, 64))])
def test_inception_resnet_block_when_run_then_adds_the_scaled_residual(channels, widths):
    block = InceptionResNetBlock(channels, widths, scale=0.3).eval()
    x = torch.randn(2, channels, 5, 7)
    residual = block.expand(block.branches(x))
    torch.testing.assert_close(block(x), F.relu(x + 0.3 * residual))
    block.scale = 0
    assert torch.equal(block(x), F.relu(x))


# Of all networks


@pytest.mark.parametrize("name", NETS)
def test_net_when_given_the_smallest_images_then_runs_and_one_pixel_less_is_refused(name):
    make, (height, width) = NETS[name]
    net = on_meta(make, num_classes=7).eval()
    assert net(torch.empty(2, 3, height, width, device=META)).shape == (2, 7)
    if height > 1:
        with pytest.raises(ValueError, match=rf"takes images.*{height}"):
            net(torch.empty(2, 3, height - 1, width, device=META))


@pytest.mark.parametrize("name", NETS)
def test_net_when_differentiated_then_every_parameter_has_a_gradient(name):
    make, (height, width) = NETS[name]
    net = make(num_classes=3)
    net(torch.randn(2, 3, height, max(width, 33))).square().sum().backward()
    for each, parameter in net.named_parameters():
        assert parameter.grad.isfinite().all(), each
        assert parameter.grad.any(), each


@pytest.mark.parametrize("name", ["GoogLeNet", "ResNet"])
def test_net_when_double_then_computes_in_float64(name):
    make, (height, width) = NETS[name]
    logits = make(num_classes=3).double().eval()(torch.randn(1, 3, 40, 36, dtype=torch.float64))
    assert logits.dtype == torch.float64
    assert logits.shape == (1, 3)


@pytest.mark.parametrize("block", [BasicBlock, Bottleneck])
@pytest.mark.parametrize("batch_norm", [True, False])
def test_resnet_block_when_its_residual_begins_as_zero_then_is_the_identity(block, batch_norm):
    net = block(4 * block.expansion, 4, batch_norm=batch_norm)
    x = torch.rand(2, 4 * block.expansion, 5, 6)
    assert not torch.equal(net(x), x)
    net.zero_init_last()
    assert torch.equal(net(x), x)
    assert torch.equal(net(-x), torch.zeros_like(x))


@pytest.mark.parametrize("depth", [18, 50])
def test_resnet_when_residuals_begin_as_zero_then_all_its_blocks_are_their_shortcuts(depth):
    net = ResNet(depth=depth, num_classes=3, zero_init_last=True)
    x = torch.rand(2, 64, 9, 8)
    for stage in (net.stage1, net.stage2, net.stage3, net.stage4):
        for block in stage:
            y = block(x)
            torch.testing.assert_close(y, F.relu(block.shortcut(x)))
            x = y


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (torch.zeros(2, 1, 64, 64), "1 channels, not 3"),
        (torch.zeros(3, 64, 64), r"3 axes, not 4: one image alone is x\[None\]"),
        (torch.zeros(1, 2, 3, 64, 64), "5 axes, not 4$"),
        (torch.zeros(2, 3, 64, 20), r"at least 32 and 32, got \(2, 3, 64, 20\).*size=\(32, 32\)"),
        (torch.zeros(2, 3, 64, 64, dtype=torch.uint8), "floats, not torch.uint8"),
    ],
)
def test_net_when_images_do_not_fit_then_the_error_says_what_to_do(x, words):
    with pytest.raises(ValueError, match=f"VGG takes images .*{words}"):
        on_meta(VGG, depth=11)(x)


def test_alexnet2012_when_images_are_224_wide_then_the_error_names_227_and_the_paper():
    with pytest.raises(ValueError, match="227 x 227, not 224 x 224.*paper's 224"):
        on_meta(AlexNet2012)(torch.empty(1, 3, 224, 224, device=META))


@pytest.mark.parametrize(
    ("make", "settings", "words"),
    [
        (VGG, {"depth": 12}, "depth is 12, but must be 11, 13, 16 or 19"),
        (ResNet, {"depth": "18"}, "depth is '18', but must be 18, 34, 50, 101 or 152"),
        (ResNet, {"shortcut": "C"}, "shortcut is 'C', but must be 'A' or 'B'"),
        (ResNet, {"zero_init_last": True, "skip": False}, "needs skip=True"),
        (AlexNet2012, {"groups": 3}, "groups is 3, but must be 2 or 1"),
        (GoogLeNet, {"last_pool": 5}, "last_pool is 5, but must be 3 or 2"),
        (InceptionV3, {"num_classes": 0}, "num_classes.*0"),
        (AlexNet, {"num_classes": 2.5}, "num_classes.*2.5"),
    ],
)
def test_net_when_asked_for_what_it_has_not_then_the_error_names_what_there_is(
    make, settings, words
):
    with pytest.raises(ValueError, match=words):
        on_meta(make, **settings)
