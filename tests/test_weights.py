"""Weights by name: what ships with the course is whole, loads, and is as good as its card says."""

import os
import shutil
import tarfile

import pytest
import torch
from torch import nn

from cnnlib import datasets, models, training, transfer
from cnnlib._paths import course_file
from cnnlib.models import weights

ARCHIVE = "cifar10-imagefolder.tar.xz"  # CIFAR-10 as JPEG files, in a folder that CNNLIB_DATA names


@pytest.fixture
def files(tmp_path):
    """A copy of the shipped weights and their card."""
    for kind in ("safetensors", "json"):
        shutil.copy(course_file("data", "weights", f"resnet20-cifar10.{kind}"), tmp_path)
    return tmp_path / "resnet20-cifar10.safetensors"


# those of the course


@pytest.mark.parametrize("name", weights.SHIPPED)
def test_load_when_shipped_then_needs_no_network_and_answers(name):
    net, card = models.load(name), models.card(name)
    assert not any(module.training for module in net.modules())
    assert all(p.requires_grad and p.dtype == torch.float32 for p in net.parameters())
    x = torch.randn(3, len(card.mean), *card.image_size)
    assert net(x).shape == (3, len(card.class_names))
    assert torch.isfinite(net(x)).all()


@pytest.mark.parametrize("name", weights.SHIPPED)
def test_load_when_called_twice_then_the_networks_share_nothing(name):
    first, second = models.load(name), models.load(name)
    nn.init.zeros_(first.head[-1].weight)
    assert second.head[-1].weight.abs().sum() > 0


@pytest.mark.parametrize("name", weights.SHIPPED)
def test_card_when_shipped_then_says_how_the_weights_came_about(name):
    card = models.card(name)
    assert card.name == name
    assert card.accuracy >= 88 and card.test_images == 10_000
    parts = [part["recipe"] for part in card.recipe["average_of"]]
    assert len(parts) == 2 and all(part["epochs"] > 0 for part in parts)
    assert parts[1]["start"]["recipe"] == parts[0] and card.seed is not None
    assert all([card.data, card.date, card.licence, card.sha256, card.notes])
    assert card.class_names[:3] == ("airplane", "automobile", "bird")


def test_card_when_turned_into_text_and_back_then_is_the_same():
    card = models.card("resnet20-cifar10")
    assert models.Card.from_text(card.as_text()) == card
    for text in ("", "[]", "{}", card.as_text().replace("accuracy", "x", 1)):
        with pytest.raises(ValueError, match="no model card"):
            models.Card.from_text(text)


@pytest.mark.parametrize("ask", [models.load, models.card])
@pytest.mark.parametrize("name", ["resnet20", "", None, "RESNET20-CIFAR10"])
def test_weights_when_the_name_is_unknown_then_the_error_lists_the_names(ask, name):
    with pytest.raises(ValueError, match="there are no weights named") as error:
        ask(name)
    assert all(repr(known) in str(error.value) for known in weights.names())


# broken and missing


def test_load_file_when_a_byte_is_another_then_says_broken(files):
    content = bytearray(files.read_bytes())
    content[-1] ^= 1
    files.write_bytes(content)
    with pytest.raises(models.MissingWeights, match="half or broken"):
        weights.load_file(files)


def test_load_file_when_cut_off_then_says_broken(files):
    files.write_bytes(files.read_bytes()[:1000])
    with pytest.raises(models.MissingWeights, match="half or broken"):
        weights.load_file(files)


def test_load_file_when_there_is_none_then_says_so(files):
    files.unlink()
    with pytest.raises(models.MissingWeights, match="there are no weights"):
        weights.load_file(files)


def test_build_when_the_architecture_is_unknown_then_lists_them():
    with pytest.raises(ValueError, match="resnet20, resnet32"):
        weights.build("vgg", 10)


# torchvision's


def test_resnet18_when_it_may_not_be_downloaded_then_says_where_it_would_be(tmp_path, monkeypatch):
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    with pytest.raises(models.MissingWeights, match=r"download=False was asked for"):
        models.load("resnet18-imagenet", download=False)


def test_resnet18_when_there_is_no_network_then_says_what_is_always_here(tmp_path, monkeypatch):
    def cut(*args, **kwargs):
        raise OSError("no network")

    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    monkeypatch.setattr(torch.hub, "download_url_to_file", cut)
    with pytest.raises(models.MissingWeights, match="resnet20-cifar10 is always here"):
        models.load("resnet18-imagenet")


def test_resnet18_when_the_file_is_broken_then_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    file = weights._downloaded_file()
    file.parent.mkdir(parents=True)
    file.write_bytes(b"half")
    with pytest.raises(models.MissingWeights, match="half or broken"):
        models.load("resnet18-imagenet")


def test_resnet18_card_when_read_then_is_torchvisions_own():
    card = models.card("resnet18-imagenet")
    assert (card.image_size, card.channels, len(card.class_names)) == ((224, 224), "RGB", 1000)
    assert card.mean == (0.485, 0.456, 0.406) and card.std == (0.229, 0.224, 0.225)
    assert card.accuracy == pytest.approx(69.758)


# as good as the card says


@pytest.fixture(scope="module")
def cifar10(tmp_path_factory):
    """CIFAR-10's test images, from the data root."""
    if datasets.is_here("cifar10"):
        return datasets.load("cifar10").test
    archive = datasets.data_root() / ARCHIVE
    if not archive.exists():
        pytest.skip("CIFAR-10 is not here: set CNNLIB_DATA")
    folder = tmp_path_factory.mktemp("cifar10")
    with tarfile.open(archive) as packed:
        members = [m for m in packed if "test/" in m.name or m.name.endswith("test")]
        packed.extractall(folder, members, filter="data")
    [top] = [path for path in folder.rglob("test") if path.is_dir()]
    (top.parent / "train").symlink_to(top, target_is_directory=True)
    return datasets.load(f"folder:{top.parent}", keep_copies=True).test


@pytest.mark.slow
@pytest.mark.skipif("CNNLIB_DATA" not in os.environ, reason="CNNLIB_DATA is not set")
def test_resnet20_when_it_sees_cifar10s_test_images_then_is_as_good_as_its_card(cifar10):
    net, card = models.load("resnet20-cifar10"), models.card("resnet20-cifar10")
    prepare = transfer.preprocessing(card)
    batches = [
        (prepare(x), y)
        for x, y in zip(cifar10.images.split(500), cifar10.labels.split(500), strict=True)
    ]
    assert 100 * training.evaluate(net, batches).accuracy == pytest.approx(card.accuracy, abs=0.3)
