"""The generated road signs: the same pixels everywhere, labels that hold, nothing given away."""

import ast
import functools
import hashlib
import inspect
import itertools
import re
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage.transform import rotate

from cnnlib.datasets import _sign_scenes as scenes
from cnnlib.datasets import _sign_shapes as shapes
from cnnlib.datasets import load, near_copies, signs

# SHA-256 of 250 training and 50 test images, and of single ones.
PINNED = {
    "train": "cbf796e5824954e86802488bb5e6f4d4ba3f7d72e1c2f9f5fcc190139e2ce733",
    "test": "65b7351a4cc1260c6852235027a83fe078b805acd8afe36d36d8433192082354",
    ("train", 0): "8f931f472b1e711fde646759e56bc16dfbd698902d3a802b569bfd60d70cfc8a",
    ("train", 7001): "7dbc728c924429830271e5c3644d3c697739879acb4452ff20041b7db3b6fe5c",
    ("test", 1999): "356f3f6e774f79e2be9a38b43fe4d2b39f99cddb263552e2bc09fd51ca20a311",
}


EXACT = {
    *("np.abs", "np.clip", "np.maximum", "np.minimum", "np.rint", "np.sqrt", "np.where"),
    *("np.arange", "np.array", "np.empty", "np.full", "np.stack", "np.zeros"),
    *("np.broadcast_shapes", "np.inf", "np.newaxis"),
    *("np.float32", "np.int16", "np.int64", "np.intp", "np.uint8", "np.uint64"),
    *("np.random", "np.random.PCG64", "np.random.SeedSequence"),
}
INEXACT = {"sum", "mean", "std", "dot", "prod", "cumsum"}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache of the test's own, on the disk and in memory."""
    folder = tmp_path / "cache"
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *names, **options: folder)
    signs._images.cache_clear()
    yield folder
    signs._images.cache_clear()


@functools.cache
def some(seed):
    return signs.draw(0, 380, seed=seed)


def sha256(images):
    return hashlib.sha256(np.ascontiguousarray(images)).hexdigest()


# what comes back


def test_signs_when_made_then_shapes_types_and_names_are_as_documented():
    data = load("signs", train=70, test=30)
    assert data.train.images.shape == (70, 3, 32, 32)
    assert data.test.images.shape == (30, 3, 32, 32)
    assert data.train.images.dtype == torch.uint8
    assert data.train.labels.dtype == torch.int64
    assert len(set(data.class_names)) == len(data.class_names) == 10
    assert (data.name, data.max_value, data.licence) == ("signs", 255, "CC BY 4.0")
    assert data.train.images.max() > 240 and data.train.images.min() < 15


def test_signs_when_made_then_every_class_is_there_equally_often():
    data = signs.make(train=120, test=40)
    assert torch.bincount(data.train.labels).tolist() == [12] * 10
    assert torch.bincount(data.test.labels).tolist() == [4] * 10


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seed": -1}, "seed must be a whole number of at least 0, not -1"),
        ({"train": 0}, "train must be a whole number of at least 1, not 0"),
        ({"test": 2.5}, "test must be a whole number of at least 1, not 2.5"),
    ],
)
def test_signs_when_a_number_is_wrong_then_the_message_has_it(options, words):
    with pytest.raises(ValueError, match=words):
        signs.make(**options)


def test_draw_when_the_part_or_the_range_is_wrong_then_the_message_has_it():
    with pytest.raises(ValueError, match="not 'valid'"):
        signs.draw(0, 1, part="valid")
    with pytest.raises(ValueError, match="stop must be a whole number of at least 5, not 4"):
        signs.draw(5, 4)


def test_signs_when_imported_then_heavy_libraries_are_not():
    heavy = ["torch", "torchvision", "sklearn", "skimage", "PIL", "matplotlib", "platformdirs"]
    code = f"import sys, cnnlib.datasets.signs; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# the same pixels everywhere


def test_signs_when_made_on_any_platform_then_these_pixels():
    data = signs.make(train=250, test=50)
    assert sha256(data.train.images.numpy()) == PINNED["train"]
    assert sha256(data.test.images.numpy()) == PINNED["test"]


@pytest.mark.parametrize(("part", "number"), [("train", 0), ("train", 7001), ("test", 1999)])
def test_draw_when_one_image_is_drawn_alone_then_these_pixels(part, number):
    images, _ = signs.draw(number, number + 1, part=part)
    assert sha256(images) == PINNED[part, number]


@settings(max_examples=15, deadline=None)
@given(start=st.integers(0, 250), count=st.integers(0, 130), seed=st.integers(0, 2))
def test_draw_when_part_of_a_set_then_as_in_the_set(start, count, seed):
    images, labels = signs.draw(start, start + count, seed=seed)
    whole, all_labels = some(seed)
    np.testing.assert_array_equal(images, whole[start : start + count])
    np.testing.assert_array_equal(labels, all_labels[start : start + count])


@pytest.mark.parametrize("module", [scenes, shapes])
def test_drawing_when_read_then_it_has_no_operation_that_differs_between_platforms(module):
    nodes = list(ast.walk(ast.parse(inspect.getsource(module))))
    names = [ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)]
    of_numpy = {name for name in names if re.fullmatch(r"np[.\w]+", name)}
    assert of_numpy <= EXACT
    assert not {name.rpartition(".")[2] for name in names} & INEXACT
    assert not [node for node in nodes if isinstance(node, (ast.Pow, ast.MatMult))]


def test_signs_when_the_set_is_larger_then_it_begins_with_the_smaller():
    small, large = signs.make(train=15, test=5), signs.make(train=130, test=40)
    assert torch.equal(large.train.images[:15], small.train.images)
    assert torch.equal(large.test.images[:5], small.test.images)


def test_signs_when_the_seed_differs_then_all_images_do():
    first, second = some(0)[0], some(1)[0]
    assert (first != second).reshape(len(first), -1).mean(axis=1).min() > 0.8


# nothing leaks, nothing is given away


def test_signs_when_divided_then_no_test_image_has_a_near_copy_in_training():
    data = signs.make(train=2000, test=500)
    assert near_copies(data.train, data.test) == []


def test_near_copies_when_training_images_are_put_into_the_test_then_all_are_found():
    data = signs.make(train=200, test=20)
    leaky = torch.cat([data.test.images, data.train.images[50:55]])
    assert near_copies(data.train, leaky) == [(50 + i, 20 + i) for i in range(5)]


def test_signs_when_only_the_mean_colours_are_known_then_the_class_is_not():
    (images, labels), (others, right) = some(0), some(1)
    seen, asked = images.mean(axis=(2, 3)), others.mean(axis=(2, 3))
    centres = np.stack([seen[labels == label].mean(axis=0) for label in range(10)])
    answers = np.linalg.norm(asked[:, np.newaxis] - centres, axis=2).argmin(axis=1)
    assert np.mean(answers == right) < 0.2


@pytest.mark.filterwarnings("ignore:lbfgs failed to converge")
def test_signs_when_read_by_a_linear_model_then_under_half_are_right():
    from sklearn.linear_model import LogisticRegression

    data = signs.make(train=600, test=500)
    train, test = (part.images.flatten(1).numpy() / 255 - 0.5 for part in (data.train, data.test))
    model = LogisticRegression(C=0.1, max_iter=30).fit(train, data.train.labels)
    assert model.score(train, data.train.labels) > 0.5
    assert model.score(test, data.test.labels) < 0.5


# labels that hold


def covered(name):
    return signs.pictogram(name) < 128


def overlap(first, second):
    """Intersection over union."""
    return (first & second).sum() / (first | second).sum()


@pytest.mark.parametrize(("left", "right"), signs.MIRROR_PAIRS)
def test_pictogram_when_mirrored_then_that_of_the_other_side(left, right):
    np.testing.assert_array_equal(signs.pictogram(left)[:, ::-1], signs.pictogram(right))


def test_pictogram_when_its_class_has_no_other_side_then_its_mirror_image_is_itself():
    paired = set(itertools.chain(*signs.MIRROR_PAIRS))
    assert len(paired) == 6
    for name in set(signs.CLASS_NAMES) - paired:
        np.testing.assert_array_equal(signs.pictogram(name)[:, ::-1], signs.pictogram(name))


@pytest.mark.parametrize("name", signs.CLASS_NAMES)
def test_pictogram_when_turned_as_far_as_it_may_be_then_still_most_like_itself(name):
    most = 2 * np.rad2deg(np.arctan(scenes.MOST_TURN))
    for angle in np.linspace(-most, most, 5):
        turned = rotate(covered(name).astype(float), angle) > 0.5
        likeness = {other: overlap(turned, covered(other)) for other in signs.CLASS_NAMES}
        own = likeness.pop(name)
        assert own > max(likeness.values())


def test_pictograms_when_compared_then_no_two_are_alike():
    for first, second in itertools.combinations(signs.CLASS_NAMES, 2):
        assert overlap(covered(first), covered(second)) < 0.7


@pytest.mark.parametrize("plate", shapes.PLATES)
def test_plate_when_a_pictogram_is_on_it_then_the_pictogram_is_inside(plate):
    room = shapes.depth(shapes.PLATES[plate])
    for drawing in shapes.PICTOGRAMS.values():
        assert room[shapes.depth(drawing) > 0].min() > 0.05


def test_pictogram_when_there_is_no_such_class_then_the_message_has_the_names():
    with pytest.raises(ValueError, match="no sign is named 'up'; the names are 'left', 'right'"):
        signs.pictogram("up")


# cache


def files(folder):
    return sorted(folder.rglob("*.*"))


def test_cache_when_a_set_was_made_before_then_it_is_not_drawn_again(cache, monkeypatch):
    first = signs.make(train=20, test=10)
    assert [file.suffix for file in files(cache)] == [".bin"]
    signs._images.cache_clear()
    monkeypatch.setattr(scenes, "draw", None)
    again = signs.make(train=20, test=10)
    assert torch.equal(first.train.images, again.train.images)
    assert torch.equal(first.test.images, again.test.images)


def test_cache_when_an_argument_or_the_drawing_changes_then_another_file(cache, monkeypatch):
    for options in ({}, {"seed": 1}, {"train": 21}, {"test": 11}):
        signs.make(**{"train": 20, "test": 10, **options})
    assert len(files(cache)) == 4
    monkeypatch.setattr(signs, "_DRAWING", signs._DRAWING + 1)
    signs._images.cache_clear()
    signs.make(train=20, test=10)
    assert len(files(cache)) == 5


@pytest.mark.parametrize(
    "broken",
    [
        lambda content: b"",
        lambda content: content[:1000],
        lambda content: content + b"\0",
        lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:],
    ],
    ids=["empty", "half", "longer", "one bit"],
)
def test_cache_when_a_file_is_broken_then_the_set_is_drawn_and_written_again(cache, broken):
    first = signs.make(train=20, test=10)
    [file] = files(cache)
    content = file.read_bytes()
    file.write_bytes(broken(content))
    signs._images.cache_clear()
    assert torch.equal(signs.make(train=20, test=10).train.images, first.train.images)
    assert file.read_bytes() == content


def test_cache_when_nothing_can_be_written_then_the_set_is_made_without(cache):
    cache.write_text("a file where the folder should be")
    assert len(signs.make(train=20, test=10).train) == 20


def test_cache_when_the_file_cannot_be_put_in_place_then_nothing_half_is_left(cache, monkeypatch):
    def refuse(*paths):
        raise PermissionError("in use")

    monkeypatch.setattr("os.replace", refuse)
    assert len(signs.make(train=20, test=10).train) == 20
    assert files(cache) == []


def test_signs_when_a_set_is_changed_then_the_next_one_is_not():
    first = signs.make(train=20, test=10)
    original = first.train.images.clone()
    first.train.images.zero_()
    assert torch.equal(signs.make(train=20, test=10).train.images, original)
