"""Pre-training: views, recipes, a training that goes on to the same numbers, and its card."""

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest
import torch
from PIL import Image

from cnnlib import datasets, models, training
from cnnlib.datasets import Dataset, Split
from cnnlib.models import weights
from cnnlib.pretrain import Recipe, Views, average, pretrain

QUICK = Recipe(epochs=3, batch_size=20, learning_rate=0.05, crop=1, cutout=2, small=((0.4, 6),))


def tiny(count=60, seed=0):
    """Colour images of 8 x 8 in two classes that differ in brightness."""
    dice = np.random.default_rng(seed)
    labels = torch.from_numpy(dice.permutation(np.arange(count) % 2))
    images = dice.integers(0, 120, (count, 3, 8, 8)) + 100 * labels.numpy()[:, None, None, None]
    split = Split(torch.from_numpy(images.astype(np.uint8)), labels)
    return Dataset("tiny", split, split, ("dark", "light"), 255, "drawn", "CC BY 4.0")


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def silent(line):
    pass


def trained(folder, recipe=QUICK, **options):
    card = pretrain("resnet20", tiny(), recipe, folder, device="cpu", say=silent, **options)
    return weights.load_file(folder / f"{card.name}.safetensors"), card


# Views


def views(recipe, count=40):
    data = tiny(count)
    return Views(data.batches("train", 10, shuffle=True), recipe)


def test_views_when_nothing_is_asked_for_then_are_the_batches():
    recipe = Recipe(crop=0, mirror=False)
    plain = tiny(40).batches("train", 10, shuffle=True)
    for (x, y), (x_plain, y_plain) in zip(views(recipe), plain, strict=True):
        assert torch.equal(x, x_plain) and torch.equal(y, y_plain)
        assert x.is_contiguous(memory_format=torch.channels_last)


def test_views_when_epoch_is_set_then_depend_on_seed_and_epoch_alone():
    recipe = Recipe(crop=1, cutout=3)

    def first(seed, epoch):
        made = views(Recipe(crop=1, cutout=3, seed=seed))
        made.set_epoch(epoch)
        return next(iter(made))[0]

    again = views(recipe)
    list(again), list(again)
    assert torch.equal(next(iter(again))[0], first(0, 2))
    assert not torch.equal(first(0, 2), first(0, 1))
    assert not torch.equal(first(0, 2), first(1, 2))


def test_views_when_cropped_then_each_is_a_window_of_the_image_in_a_black_frame():
    data = tiny(40)
    moved = Views(data.batches("train", 40), Recipe(crop=2, mirror=False))
    [(x, _)] = moved
    [(original, _)] = data.batches("train", 40)
    framed = torch.nn.functional.pad(original, (2, 2, 2, 2))
    places = set()
    for one, frame in zip(x, framed, strict=True):
        fits = [
            (i, j)
            for i in range(5)
            for j in range(5)
            if torch.equal(one, frame[:, i : i + 8, j : j + 8])
        ]
        assert len(fits) == 1
        places.update(fits)
    assert len(places) > 10


def test_views_when_mirrored_then_about_half_are_and_rows_stay():
    data = tiny(40)
    [(x, _)] = Views(data.batches("train", 40), Recipe(crop=0))
    [(original, _)] = data.batches("train", 40)
    same = sum(torch.equal(a, b) for a, b in zip(x, original, strict=True))
    turned = sum(torch.equal(a, b.flip(2)) for a, b in zip(x, original, strict=True))
    assert same + turned == 40 and 10 < same < 30


def test_views_when_cut_out_then_a_square_is_zero():
    data = tiny(40)
    [(x, _)] = Views(data.batches("train", 40), Recipe(crop=0, mirror=False, cutout=4))
    [(original, _)] = data.batches("train", 40)
    for one, before in zip(x, original, strict=True):
        gone = (one == 0).all(dim=0)
        rows, columns = gone.any(dim=1).sum(), gone.any(dim=0).sum()
        assert 2 <= rows <= 4 and 2 <= columns <= 4
        assert torch.equal(one[:, ~gone], before[:, ~gone])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"learning_rate": -1}, "learning_rate must be from 0"),
        ({"momentum": 1.5}, "momentum must be from 0 to 1"),
        ({"epochs": 0}, "epochs must be"),
        ({"small": ((0.6, 16), (0.3, 24))}, "must rise"),
        ({"small": ((1.6, 16),)}, "from 0 to 1"),
    ],
)
def test_recipe_when_wrong_then_says_what(wrong, words):
    with pytest.raises(ValueError, match=words):
        Recipe(**wrong)


# The training


def test_pretrain_when_interrupted_then_goes_on_to_the_same_numbers(tmp_path):
    whole, _ = trained(tmp_path / "whole")
    stop = {"after": 2}

    def say(line):
        stop["after"] -= 1
        if not stop["after"]:
            raise KeyboardInterrupt

    stopped = pretrain("resnet20", tiny(), QUICK, tmp_path / "part", device="cpu", say=say)
    assert stopped is None
    names = sorted(path.name for path in (tmp_path / "part").iterdir())
    assert names == [f"resnet20-tiny.checkpoint.{kind}" for kind in ("json", "safetensors")]
    part, _ = trained(tmp_path / "part")
    assert all(
        torch.equal(a, b)
        for a, b in zip(whole.state_dict().values(), part.state_dict().values(), strict=True)
    )
    names = sorted(path.name for path in (tmp_path / "part").iterdir())
    assert names == ["resnet20-tiny.json", "resnet20-tiny.safetensors"]


def test_pretrain_when_the_recipe_is_another_then_refuses_to_go_on(tmp_path):
    checkpoint = tmp_path / "resnet20-tiny.checkpoint.safetensors"
    checkpoint.write_bytes(b"")
    checkpoint.with_suffix(".json").write_text(json.dumps({"epochs": 7}))
    with pytest.raises(ValueError, match="another recipe"):
        trained(tmp_path)


def test_pretrain_when_done_then_the_card_says_what_is_true(tmp_path):
    net, card = trained(tmp_path)
    data = tiny()
    batches = data.batches("test", 60)
    accuracy = 100 * training.evaluate(net, batches).accuracy
    assert card.accuracy == pytest.approx(accuracy, abs=0.01)
    assert (card.name, card.architecture, card.class_names) == (
        *("resnet20-tiny", "resnet20"),
        ("dark", "light"),
    )
    assert card.image_size == (8, 8) and card.test_images == 60 and card.seed == 0
    assert np.allclose(card.mean, data.mean, atol=1e-6)
    assert models.Card.read(tmp_path / "resnet20-tiny.json") == card
    assert not net.training


def test_pretrain_when_it_starts_from_weights_then_goes_on_from_them_and_the_card_says_so(tmp_path):
    first, card = trained(tmp_path / "first")
    file = tmp_path / "first" / f"{card.name}.safetensors"
    again = Recipe(epochs=1, batch_size=20, learning_rate=1e-9, seed=1)
    second, later = trained(tmp_path / "second", again, start_from=file)
    for name, values in first.named_parameters():
        torch.testing.assert_close(second.get_parameter(name), values, rtol=1e-2, atol=1e-3)
    assert later.recipe["start"]["sha256"] == card.sha256
    assert later.recipe["start"]["recipe"]["epochs"] == QUICK.epochs
    with pytest.raises(ValueError, match="do not fit into this network"):
        pretrain("resnet32", tiny(), again, tmp_path, device="cpu", say=silent, start_from=file)


# The mean of several


def two_cycles(folder):
    """The files of two trainings, the second of which began with the first."""
    _, card = trained(folder / "first")
    files = [folder / part / f"{card.name}.safetensors" for part in ("first", "second")]
    again = Recipe(epochs=2, batch_size=20, learning_rate=0.05, crop=1, seed=1)
    trained(folder / "second", again, start_from=files[0])
    return files


def test_average_when_of_two_then_weights_are_their_mean_and_statistics_are_new(tmp_path):
    files = two_cycles(tmp_path)
    card = average("resnet20", files, tiny(), tmp_path / "mean", device="cpu", say=silent)
    nets = [weights.load_file(file) for file in files]
    mean = weights.load_file(tmp_path / "mean" / f"{card.name}.safetensors")
    for name, values in mean.named_parameters():
        expected = sum(net.get_parameter(name) for net in nets) / 2
        torch.testing.assert_close(values, expected, rtol=2e-3, atol=1e-4)
    conv, norm = mean.stem[0], mean.stem[1]
    batches = tiny().batches("train", 20, shuffle=True, seed=0)
    seen = [conv(x).mean(dim=(0, 2, 3)) for x, _ in Views(batches, Recipe(crop=1))]
    torch.testing.assert_close(norm.running_mean, sum(seen) / len(seen), rtol=1e-2, atol=1e-2)
    assert norm.momentum == 0.1 and not norm.training


def test_average_when_done_then_the_card_says_of_what_and_how_good(tmp_path):
    files = two_cycles(tmp_path)
    card = average("resnet20", files, tiny(), tmp_path, name="mean", device="cpu", say=silent)
    parts = [models.Card.read(file.with_suffix(".json")) for file in files]
    assert [part["sha256"] for part in card.recipe["average_of"]] == [c.sha256 for c in parts]
    assert card.recipe["average_of"][1]["recipe"]["start"]["sha256"] == parts[0].sha256
    net = weights.load_file(tmp_path / "mean.safetensors")
    accuracy = 100 * training.evaluate(net, tiny().batches("test", 60)).accuracy
    assert card.accuracy == pytest.approx(accuracy, abs=0.01)
    assert models.Card.read(tmp_path / "mean.json") == card


def test_average_when_parts_do_not_fit_then_says_what(tmp_path):
    _, card = trained(tmp_path)
    file = tmp_path / f"{card.name}.safetensors"
    with pytest.raises(ValueError, match="2 files of weights or more, not 1"):
        average("resnet20", [file], tiny(), tmp_path)
    with pytest.raises(ValueError, match="another architecture, resnet20, not resnet32"):
        average("resnet32", [file, file], tiny(), tmp_path)
    others = dataclasses.replace(tiny(), class_names=("a", "b"))
    with pytest.raises(ValueError, match="another class_names"):
        average("resnet20", [file, file], others, tmp_path)


def test_pretrain_when_images_are_held_out_then_they_are_not_trained_on(tmp_path):
    _, card = trained(tmp_path, hold_out=20)
    assert card.test_images == 20
    with pytest.raises(ValueError, match="cannot be held out"):
        trained(tmp_path, hold_out=60)


@pytest.mark.slow
def test_command_when_given_a_folder_then_trains_on_it_and_says_so(tmp_path):
    dice = np.random.default_rng(0)
    for label, base in (("dark", 0), ("light", 150)):
        (tmp_path / "pictures" / label).mkdir(parents=True)
        for k in range(12):
            pixels = dice.integers(base, base + 100, (16, 16, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "pictures" / label / f"{k}.png")
    command = [
        *(sys.executable, "-m", "cnnlib.pretrain", "resnet20"),
        *("--data", f"folder:{tmp_path / 'pictures'}", "--folder", tmp_path, "--name", "mine"),
        *("--epochs", "1", "--batch-size", "8", "--small", "0.5:8", "--device", "cpu"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "mine.safetensors" in done.stdout
    assert weights.load_file(tmp_path / "mine.safetensors")(torch.zeros(1, 3, 32, 32)).shape == (
        *(1, 2),
    )
    twice = ["--mean-of", tmp_path / "mine.safetensors"] * 2
    done = subprocess.run(
        [*command, *twice, "--name", "mean"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    card = models.Card.read(tmp_path / "mean.json")
    assert [part["name"] for part in card.recipe["average_of"]] == ["mine", "mine"]
    held_out = [*command, *twice, "--hold-out", "3"]
    refused = subprocess.run(held_out, capture_output=True, text=True, check=False)
    assert refused.returncode == 1 and "--mean-of trains nothing" in refused.stderr
    wrong = subprocess.run([*command, "--small", "x"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 1 and "0.3:16,0.6:24" in wrong.stderr


def test_load_folder_when_copies_are_kept_then_none_are_looked_for(tmp_path):
    dice = np.random.default_rng(0)
    for part in ("train", "test"):
        for label in ("a", "b"):
            (tmp_path / part / label).mkdir(parents=True)
    for label in ("a", "b"):
        pixels = dice.integers(0, 255, (16, 16, 3), dtype=np.uint8)
        for part in ("train", "test"):
            Image.fromarray(pixels).save(tmp_path / part / label / "same.png")
        other = dice.integers(0, 255, (16, 16, 3), dtype=np.uint8)
        Image.fromarray(other).save(tmp_path / "test" / label / "other.png")
    with pytest.warns(UserWarning, match="nearly the same"):
        assert len(datasets.load(f"folder:{tmp_path}").test) == 2
    assert len(datasets.load(f"folder:{tmp_path}", keep_copies=True).test) == 4
