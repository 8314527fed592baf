"""Transfer: what is frozen stands still, heads, groups, preprocessing, features, probes, shots."""

import copy

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torchvision import models as reference
from torchvision.transforms import v2

from cnnlib import models, transfer
from cnnlib.transfer import extraction


def small(classes=3):
    """A body with batch norm inside and dropout, and a dense layer."""
    torch.manual_seed(0)
    body = nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(0.5)
    )
    return nn.Sequential(body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, classes))


def pictures(count=6, size=8, seed=0):
    return torch.randn(count, 3, size, size, generator=torch.Generator().manual_seed(seed))


def steps(net, count=3):
    net.train()
    learning = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(learning, lr=0.5, weight_decay=0.1, momentum=0.9)
    for k in range(count):
        loss = F.cross_entropy(net(5 + pictures(seed=k)), torch.arange(6) % 3)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


# freezing


def test_freeze_when_the_network_trains_then_no_number_of_the_body_moves():
    net = small()
    assert transfer.freeze(net[0]) is net[0]
    before = copy.deepcopy(net.state_dict())
    steps(net)
    after = net.state_dict()
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert moved == {"3.weight", "3.bias"}


def test_freeze_when_the_mode_changes_then_only_the_rest_follows():
    net = small()
    transfer.freeze(net[0])
    for mode in (True, False, True):
        net.train(mode)
        assert not any(part.training for part in net[0].modules())
        assert net[3].training is mode and net.training is mode


def test_freeze_when_training_then_the_body_says_what_it_says_in_evaluation():
    net, x = small(), pictures()
    steps(net)
    expected = copy.deepcopy(net).eval()[0](x)
    transfer.freeze(net[0])
    net.train()
    assert torch.equal(net[0](x), expected)


def test_freeze_when_copied_then_the_copy_is_frozen_and_the_two_are_apart():
    net = small()
    transfer.freeze(net[0])
    other = copy.deepcopy(net).train()
    transfer.unfreeze(net[0])
    net.train()
    assert not other[0][1].training and net[0][1].training
    before = copy.deepcopy(other[0].state_dict())
    steps(other)
    assert all(torch.equal(before[k], v) for k, v in other[0].state_dict().items())


def test_freeze_when_a_new_layer_is_put_inside_then_that_one_trains():
    net = transfer.freeze(small())
    transfer.replace_head(net, 5)
    net[0][3] = nn.Dropout(0.5)
    net.train()
    assert net[3].training and net[0][3].training and not net[0][1].training
    assert [name for name, p in net.named_parameters() if p.requires_grad] == [
        *("3.weight", "3.bias"),
    ]


def test_unfreeze_then_all_is_as_before_freezing():
    net = small()
    transfer.unfreeze(transfer.freeze(net))
    assert all(p.requires_grad for p in net.parameters())
    assert all("train" not in vars(part) and part.training for part in net.modules())


# heads and groups


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (models.CifarResNet, "head.2"),
        (lambda: reference.resnet18(), "fc"),
        (lambda: reference.mobilenet_v2(), "classifier.1"),
        (lambda: nn.Linear(4, 3), ""),
    ],
)
def test_replace_head_when_the_head_is_anywhere_then_it_is_the_last_dense_layer(make, name):
    model = make()
    found, old = transfer.head_of(model)
    assert found == name
    changed = transfer.replace_head(model, 7)
    _, new = transfer.head_of(changed)
    assert (new.in_features, new.out_features) == (old.in_features, 7)
    assert new is not old and new.bias is not None


def test_replace_head_when_the_type_is_another_then_keeps_it():
    net = transfer.replace_head(small().double(), 2)
    assert net(pictures().double()).shape == (6, 2)


@pytest.mark.parametrize("wrong", [0, -1, 2.5])
def test_replace_head_when_the_number_is_wrong_then_says_so(wrong):
    with pytest.raises(ValueError, match="num_classes"):
        transfer.replace_head(small(), wrong)


def test_head_of_when_there_is_no_dense_layer_then_says_so():
    with pytest.raises(ValueError, match="no dense layer"):
        transfer.head_of(nn.Conv2d(1, 1, 1))


def test_parameter_groups_when_given_to_an_optimizer_then_each_moves_by_its_rate():
    net = small()
    groups = transfer.parameter_groups(net, 0.1, 0.7)
    before = [p.detach().clone() for p in net.parameters()]
    for p in net.parameters():
        p.grad = torch.ones_like(p)
    torch.optim.SGD(groups, lr=9).step()
    rates = [(a - b).mean().item() for a, b in zip(before, net.parameters(), strict=True)]
    assert rates == pytest.approx([0.1] * 4 + [0.7] * 2, rel=1e-3)


def test_parameter_groups_when_the_body_is_frozen_then_only_the_head_is_there():
    net = small()
    transfer.freeze(net[0])
    [group] = transfer.parameter_groups(net, 0.1, 0.7)
    assert group["lr"] == 0.7 and len(group["params"]) == 2


# preprocessing


@settings(deadline=None, max_examples=25)
@given(
    size=st.tuples(st.integers(2, 20), st.integers(2, 20)),
    given_size=st.tuples(st.integers(2, 30), st.integers(2, 30)),
    top=st.sampled_from([1, 255]),
    channels=st.sampled_from(["RGB", "BGR"]),
)
def test_preprocessing_when_compared_with_torchvision_then_is_the_same(
    size, given_size, top, channels
):
    images = torch.randint(256, (2, 3, *given_size), dtype=torch.uint8)
    mean, std = [0.4 * top, 0.5 * top, 0.45 * top], [0.2 * top, 0.25 * top, 0.3 * top]
    form = {"size": size, "channels": channels, "max_value": top, "mean": mean, "std": std}
    x = v2.functional.resize(images.float(), list(size), antialias=True) * (top / 255)
    x = x.flip(1) if channels == "BGR" else x
    expected = v2.functional.normalize(x, mean, std)
    torch.testing.assert_close(transfer.preprocessing(form)(images), expected)


def test_preprocessing_when_grey_is_wanted_then_one_channel_comes():
    form = {"size": [2, 2], "channels": "grey", "max_value": 1, "mean": [0.5], "std": [0.5]}
    white = torch.full((1, 3, 2, 2), 255, dtype=torch.uint8)
    torch.testing.assert_close(transfer.preprocessing(form)(white), torch.ones(1, 1, 2, 2))


@pytest.mark.parametrize(
    ("change", "words"),
    [({"channels": "HSV"}, "'RGB', 'BGR' or 'grey'"), ({"mean": [0.5]}, "3 means")],
)
def test_preprocessing_when_the_form_is_wrong_then_says_what(change, words):
    form = {"size": [2, 2], "channels": "RGB", "max_value": 1, "mean": [0] * 3, "std": [1] * 3}
    with pytest.raises(ValueError, match=words):
        transfer.preprocessing(form | change)


@pytest.mark.parametrize(
    "wrong", [torch.zeros(1, 3, 4, 4), torch.zeros(3, 4, 4, dtype=torch.uint8)]
)
def test_preprocessing_when_images_are_no_pictures_then_says_what_they_are(wrong):
    form = {"size": [2, 2], "channels": "RGB", "max_value": 1, "mean": [0] * 3, "std": [1] * 3}
    with pytest.raises(ValueError, match="uint8, red first"):
        transfer.preprocessing(form)(wrong)


# features


def test_features_when_taken_then_are_what_enters_the_head_and_nothing_changes():
    net, x = small().train(), pictures()
    before = copy.deepcopy(net.state_dict())
    found = transfer.features(net, x, batch_size=4)
    eval_net = copy.deepcopy(net).eval()
    torch.testing.assert_close(found, eval_net[2](eval_net[1](eval_net[0](x))))
    assert net.training and net[0][1].training
    assert all(torch.equal(before[k], v) for k, v in net.state_dict().items())
    assert not found.requires_grad
    assert not any(part._forward_hooks or part._forward_pre_hooks for part in net.modules())


def test_features_when_a_layer_is_named_then_are_the_means_of_its_maps():
    net, x = small().eval(), pictures()
    with torch.no_grad():
        expected = net[0][0](x).mean(dim=(2, 3))
    torch.testing.assert_close(transfer.features(net, x, layer="0.0"), expected)
    with pytest.raises(ValueError, match="no layer 'body'; it has 0, 1, 2, 3"):
        transfer.features(net, x, layer="body")


def test_features_when_cached_then_the_network_is_not_run_again(tmp_path, monkeypatch):
    net, x = small(), pictures()
    first = transfer.features(net, x, cache=tmp_path)
    monkeypatch.setattr(extraction, "_computed", None)
    assert torch.equal(transfer.features(net, x, cache=tmp_path), first)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("what", ["weights", "images", "layer", "buffers"])
def test_features_when_anything_changes_then_they_are_computed_anew(what, tmp_path):
    net, x = small(), pictures()
    old = transfer.features(net, x, cache=tmp_path)
    layer = None
    if what == "weights":
        nn.init.ones_(net[0][0].weight)
    elif what == "images":
        x = x + 1
    elif what == "layer":
        layer = "0.1"
    else:
        net[0][1].running_mean += 1
    new = transfer.features(net, x, layer=layer, cache=tmp_path)
    assert not torch.equal(old, new)
    assert torch.equal(new, transfer.features(net, x, layer=layer))


def test_features_when_the_file_is_broken_then_they_are_computed_anew(tmp_path):
    net, x = small(), pictures()
    first = transfer.features(net, x, cache=tmp_path)
    [file] = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:20])
    assert torch.equal(transfer.features(net, x, cache=tmp_path), first)


# probes


def test_linear_probe_when_features_have_any_scale_then_reads_the_same():
    dice = np.random.default_rng(0)
    y = np.arange(60) % 3
    x = dice.normal(size=(60, 5)) + 3 * np.eye(5)[y]
    scales = 10.0 ** np.array([-6, -3, 0, 3, 6])
    one, other = transfer.linear_probe(x, y), transfer.linear_probe(x * scales, y)
    np.testing.assert_array_equal(one.predict(x), other.predict(x * scales))
    assert one.score(x, y) > 0.9


@pytest.mark.parametrize(
    ("features", "labels", "strength", "words"),
    [
        (np.zeros((4, 2)), np.zeros(3), 1.0, "(N, D)"),
        (np.zeros(4), np.zeros(4), 1.0, "(N, D)"),
        (np.zeros((4, 2)), np.arange(4), 0.0, "strength"),
    ],
)
def test_linear_probe_when_the_input_is_wrong_then_says_so(features, labels, strength, words):
    with pytest.raises(ValueError) as error:
        transfer.linear_probe(features, labels, strength=strength)
    assert words in str(error.value)


# shots


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 1000), shots=st.integers(1, 5))
def test_draw_shots_then_each_class_has_so_many_and_fewer_are_among_more(seed, shots):
    labels = np.random.default_rng(7).permutation(np.repeat([3, 5, 8], 6))
    rows = transfer.draw_shots(labels, shots, seed)
    assert len(set(rows.tolist())) == 3 * shots
    assert np.bincount(labels[rows]).tolist() == [0, 0, 0, shots, 0, shots, 0, 0, shots]
    assert set(rows.tolist()) < set(transfer.draw_shots(labels, shots + 1, seed).tolist())


def test_draw_shots_when_a_class_is_too_small_then_says_which():
    with pytest.raises(ValueError, match="class 1 has 2 examples, fewer than 3"):
        transfer.draw_shots([0, 0, 0, 1, 1], 3, 0)


def test_interval_when_drawn_many_times_then_covers_the_mean_as_often_as_it_says():
    dice, hits = np.random.default_rng(0), 0
    for _ in range(2000):
        low, high = transfer.interval(dice.normal(5, 2, 4))[2:]
        hits += low <= 5 <= high
    assert 0.93 < hits / 2000 < 0.97
    with pytest.raises(ValueError, match="at least two"):
        transfer.interval([5.0])


def test_few_shot_when_two_methods_are_measured_then_they_get_the_same_examples():
    x, y = np.arange(40.0), np.arange(40) % 4
    seen = {"a": [], "b": []}

    def method(name):
        def record(x, y, test_x, seed):
            seen[name].append((x.tolist(), seed))
            return np.zeros(len(test_x))

        return record

    found = {name: transfer.few_shot(method(name), (x, y), (x, y), (1, 3), (0, 5)) for name in seen}
    assert seen["a"] == seen["b"] and len(seen["a"]) == 4
    assert found["a"].keys() == {1, 3} and np.all(found["a"][1] == 25.0)


def test_freeze_when_a_class_was_changed_outside_then_the_next_check_gives_it_back(capsys):
    from cnnlib.exercises import lesson11

    train = nn.Module.train

    def changes_the_class(module):
        type(module).train = lambda self, mode=True: self
        return module.eval()

    def right(module):
        module.requires_grad_(False).eval()
        module.train = lambda mode=True: module
        return module

    lesson11.freeze.check(changes_the_class)
    changes_the_class(nn.Sequential(nn.BatchNorm2d(2)))
    assert lesson11.freeze.check(right) == 4
    assert nn.Module.train is train and "train" not in vars(nn.Sequential)
