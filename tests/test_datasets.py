"""What is bundled: digits, photographs and the drawn crowd. And data sets by their names."""

import dataclasses
import random
import subprocess
import sys

import numpy as np
import pytest
from sklearn.datasets import load_digits

from cnnlib import datasets
from cnnlib.datasets import _crowd
from cnnlib.functional import cross_correlate2d, normalised_cross_correlation
from cnnlib.images import luma, to_float01

# Tried with the network cut: these come without a download.
OFFLINE = {
    *("astronaut", "brick", "camera", "cat", "cell", "chelsea", "china", "clock", "coffee"),
    *("coins", "colorwheel", "flower", "grace_hopper", "grass", "gravel", "horse"),
    *("hubble_deep_field", "immunohistochemistry", "lfw_subset", "logo", "microaneurysms"),
    *("moon", "page", "retina", "rocket", "stereo_motorcycle", "text"),
}


def test_datasets_when_imported_then_heavy_libraries_are_not():
    heavy = ["torch", "torchvision", "sklearn", "skimage", "PIL", "matplotlib", "platformdirs"]
    heavy += ["pooch", "requests", "tqdm", "scipy", "cnnlib.datasets.dataset"]
    code = f"import sys, cnnlib.datasets; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_datasets_when_names_are_asked_for_then_all_are_there():
    assert set(datasets.__all__) <= set(dir(datasets))
    assert all(getattr(datasets, name) is not None for name in datasets.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        datasets.nothing  # noqa: B018


# digits


def test_digits_when_loaded_then_every_image_is_in_one_part_with_its_label():
    data, source = datasets.digits(), load_digits()
    everything = {
        (image.astype(np.uint8).tobytes(), int(label))
        for image, label in zip(source.images, source.target, strict=True)
    }
    parts = [(data.train_images, data.train_labels), (data.test_images, data.test_labels)]
    found = [
        (image.tobytes(), int(label))
        for images, labels in parts
        for image, label in zip(images, labels, strict=True)
    ]
    assert len(found) == 1797
    assert set(found) == everything


def test_digits_when_loaded_then_every_class_has_a_fifth_in_the_test():
    data = datasets.digits()
    in_train, in_test = np.bincount(data.train_labels), np.bincount(data.test_labels)
    assert len(in_train) == len(in_test) == len(data.class_names) == 10
    np.testing.assert_allclose(in_test / (in_train + in_test), 0.2, atol=0.004)


def test_digits_when_loaded_then_shapes_types_and_range_are_as_documented():
    data = datasets.digits()
    assert data.train_images.shape == (1438, 1, 8, 8)
    assert data.test_images.shape == (359, 1, 8, 8)
    assert data.train_images.dtype == data.test_images.dtype == np.uint8
    assert data.train_labels.dtype == data.test_labels.dtype == np.int64
    assert data.train_images.max() == data.max_value == 16
    assert "Alpaydin" in data.origin
    assert data.licence == "CC BY 4.0"


def test_digits_when_loaded_twice_then_equal_but_not_shared():
    first, second = datasets.digits(), datasets.digits()
    first.train_images[:] = 0
    assert second.train_images.any()
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.name = "other"


# data root


def test_data_root_when_variable_is_set_then_that_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("CNNLIB_DATA", str(tmp_path / "my data"))
    assert datasets.data_root() == tmp_path / "my data"
    assert not datasets.data_root().exists()


@pytest.mark.parametrize("value", [None, ""])
def test_data_root_when_variable_is_not_set_then_in_the_users_cache(monkeypatch, value):
    monkeypatch.delenv("CNNLIB_DATA", raising=False)
    if value is not None:
        monkeypatch.setenv("CNNLIB_DATA", value)
    from platformdirs import user_cache_path

    assert datasets.data_root() == user_cache_path("cnnlib", appauthor=False)


# names


@pytest.mark.parametrize("ask", [datasets.load, datasets.is_here])
@pytest.mark.parametrize("name", ["imagenet", "MNIST", None, 3])
def test_load_when_name_is_unknown_then_error_lists_the_names(ask, name):
    with pytest.raises(ValueError, match="there is no data set named") as error:
        ask(name)
    message = str(error.value)
    assert repr(name) in message
    names = ("digits", "signs", "glyphs", "mnist", "fashion-mnist", "cifar10", "folder:PATH")
    assert all(repr(known) in message for known in names)


def test_load_when_a_set_takes_no_options_then_error_names_the_option():
    with pytest.raises(ValueError, match="'digits' takes no options, but was given 'seed'"):
        datasets.load("digits", seed=3)


def test_load_when_digits_then_those_of_the_arrays():
    arrays, data = datasets.digits(), datasets.load("digits")
    for part in ("train", "test"):
        split = getattr(data, part)
        np.testing.assert_array_equal(split.images, getattr(arrays, f"{part}_images"))
        np.testing.assert_array_equal(split.labels, getattr(arrays, f"{part}_labels"))
    for name in ("name", "class_names", "max_value", "origin", "licence"):
        assert getattr(data, name) == getattr(arrays, name)


@pytest.mark.parametrize("name", ["digits", "signs", "glyphs"])
def test_is_here_when_bundled_or_generated_then_always(name, monkeypatch, tmp_path):
    monkeypatch.setenv("CNNLIB_DATA", str(tmp_path))
    assert datasets.is_here(name)


def test_load_when_signs_then_options_reach_the_generator():
    data = datasets.load("signs", seed=1, train=20, test=10)
    assert (data.name, len(data.train), len(data.test)) == ("signs", 20, 10)


# photographs


def test_photograph_names_are_exactly_those_that_need_no_download():
    assert set(datasets.photograph_names()) == OFFLINE
    assert list(datasets.photograph_names()) == sorted(OFFLINE)


@pytest.mark.parametrize("name", sorted(OFFLINE))
def test_photograph_when_there_is_no_network_then_comes_as_documented(name, monkeypatch):
    import socket

    def no_network(*args, **kwargs):
        raise AssertionError(f"{name} asked for the network")

    monkeypatch.setattr(socket, "socket", no_network)
    picture = datasets.photograph(name)
    special = {
        "horse": ((328, 400), np.bool_),
        "logo": ((500, 500, 4), np.uint8),
        "lfw_subset": ((200, 25, 25), np.float64),
    }
    if name in special:
        assert (picture.shape, picture.dtype) == special[name]
    else:
        assert picture.dtype == np.uint8
        assert picture.ndim == 2 or picture.shape[2:] == (3,)
    assert picture.flags.writeable
    assert picture.max() > picture.min()
    assert datasets.photograph_credit(name).endswith(("(scikit-image)", "learn)", "(Matplotlib)"))


@pytest.mark.parametrize("ask", [datasets.photograph, datasets.photograph_credit])
def test_photograph_when_name_is_unknown_or_needs_a_download_then_error_lists_names(ask):
    with pytest.raises(ValueError, match="no bundled picture named 'eagle'") as error:
        ask("eagle")
    assert all(repr(name) in str(error.value) for name in OFFLINE)


# crowd


@pytest.fixture(scope="module")
def crowd():
    return datasets.crowd()


def place_of_maximum(scores):
    return tuple(int(i) for i in np.unravel_index(np.argmax(scores), scores.shape))


def test_crowd_when_drawn_again_then_the_shipped_pixels(crowd):
    drawn = datasets.draw_crowd()
    assert drawn.position == crowd.position
    for again, shipped in ((drawn.image, crowd.image), (drawn.wanted, crowd.wanted)):
        assert again.shape == shipped.shape
        assert again.dtype == shipped.dtype == np.uint8
        # One grey level is what another processor's rounding may cost.
        assert np.abs(again.astype(int) - shipped.astype(int)).max() <= 1


def test_crowd_when_another_seed_then_another_crowd(crowd):
    assert (datasets.draw_crowd(seed=1).image != crowd.image).any()


def grey_pairs(crowd):
    """The scene with the poster, and with the wanted one cut out of the scene itself."""
    scene = luma(to_float01(crowd.image))
    poster = luma(to_float01(crowd.wanted))
    (top, left), (h, w) = crowd.position, poster.shape
    return [(scene, poster), (scene, scene[top : top + h, left : left + w])]


@pytest.mark.parametrize("template", ["poster", "cut out"])
def test_crowd_when_correlated_without_normalising_windows_then_found_at_a_bright_wrong_place(
    crowd, template
):
    scene, wanted = grey_pairs(crowd)[template == "cut out"]
    h, w = wanted.shape
    attempts = {
        "raw": cross_correlate2d(scene, wanted),
        "image and template less the image's mean": cross_correlate2d(
            scene - scene.mean(), wanted - scene.mean()
        ),
        "template less its own mean": cross_correlate2d(scene, wanted - wanted.mean()),
    }
    top, left = crowd.position
    at_wanted = scene[top : top + h, left : left + w].mean()
    for name, scores in attempts.items():
        y, x = place_of_maximum(scores)
        assert abs(y - top) + abs(x - left) > 50, name
        if name != "image and template less the image's mean":
            assert scene[y : y + h, x : x + w].mean() > 1.5 * at_wanted, name


@pytest.mark.parametrize("template", ["poster", "cut out"])
def test_crowd_when_normalised_cross_correlation_then_found_with_a_margin(crowd, template):
    scene, wanted = grey_pairs(crowd)[template == "cut out"]
    scores = normalised_cross_correlation(scene, wanted)
    assert place_of_maximum(scores) == crowd.position
    assert scores.max() > 0.99
    top, left = crowd.position
    scores[top - 5 : top + 6, left - 5 : left + 6] = -1
    assert scores.max() < 0.96


@pytest.mark.parametrize("seed", [1, datasets.CROWD_SEED])
def test_crowd_when_drawn_then_no_other_robot_has_all_three_features_of_the_wanted(seed):
    others = _crowd._others(random.Random(seed), 500)
    in_common = [sum(robot[key] == _crowd.WANTED[key] for key in robot) for robot in others]
    assert set(in_common) == {0, 1, 2}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_draw_crowd_when_any_seed_then_the_wanted_is_where_it_says(seed):
    drawn = datasets.draw_crowd(seed)
    scene, poster = grey_pairs(drawn)[0]
    assert place_of_maximum(normalised_cross_correlation(scene, poster)) == drawn.position
