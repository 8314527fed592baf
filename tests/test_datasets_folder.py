"""A student's own pictures: folders become classes, and what cannot be used is named."""

import functools
import os
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cnnlib import datasets, images
from cnnlib.datasets.division import divide
from cnnlib.datasets.pictures import read_rgb


def noise(seed, size=(40, 40)):
    """A picture that is like no other: (H, W, 3) uint8, in patches that survive a resize."""
    rng = np.random.default_rng(seed)
    patches = rng.integers(0, 200, (5, 5, 3), dtype=np.uint8)
    return np.array(Image.fromarray(patches).resize(size[::-1], Image.Resampling.NEAREST))


def fill(folder, count, seed=0):
    folder.mkdir(parents=True)
    for number in range(count):
        images.save(folder / f"{number:02}.png", noise((seed, number)))


@pytest.fixture
def zoo(tmp_path):
    """Two classes of ten pictures."""
    for label, name in enumerate(("cat", "bird")):
        fill(tmp_path / "zoo" / name, 10, seed=label)
    return tmp_path / "zoo"


@pytest.fixture
def divided(tmp_path):
    """The same in two parts."""
    for part, count in (("train", 6), ("test", 3)):
        for label, name in enumerate(("cat", "bird")):
            fill(tmp_path / "zoo" / part / name, count, seed=(part == "test", label))
    return tmp_path / "zoo"


def load(folder, **options):
    """Load, and let no warning pass unseen."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return datasets.load(f"folder:{folder}", **options)


def same(first, second):
    return all(
        torch.equal(getattr(first, part).images, getattr(second, part).images)
        and torch.equal(getattr(first, part).labels, getattr(second, part).labels)
        for part in ("train", "test")
    )


# what is read


def test_folder_when_loaded_then_classes_are_its_folders_and_a_fifth_of_each_is_the_test(zoo):
    data = load(zoo)
    assert data.class_names == ("bird", "cat")
    assert data.train.images.shape == (16, 3, 32, 32)
    assert data.train.labels.bincount().tolist() == [8, 8]
    assert data.test.labels.bincount().tolist() == [2, 2]
    assert (data.max_value, data.left_out) == (255, ())
    assert datasets.is_here(f"folder:{zoo}")


def test_folder_when_loaded_then_every_picture_is_in_one_part_with_its_label(zoo):
    data = load(zoo, image_size=40)
    found = {
        (image.numpy().tobytes(), int(label))
        for part in (data.train, data.test)
        for image, label in zip(part.images, part.labels, strict=True)
    }
    expected = {
        (images.to_chw(images.load(path)).tobytes(), label)
        for label, name in enumerate(data.class_names)
        for path in (zoo / name).iterdir()
    }
    assert found == expected
    assert len(found) == 20


def test_folder_when_it_has_train_and_test_then_those_are_the_parts(divided):
    data = load(divided, image_size=40)
    assert data.class_names == ("bird", "cat")
    assert data.train.labels.tolist() == [0] * 6 + [1] * 6
    assert data.test.labels.tolist() == [0] * 3 + [1] * 3
    first = images.to_chw(images.load(divided / "test" / "bird" / "00.png"))
    np.testing.assert_array_equal(data.test.images[0], first)


def test_folder_when_pictures_lie_deeper_then_they_belong_to_the_class(zoo):
    fill(zoo / "cat" / "holiday" / "2020", 5, seed=9)
    data = load(zoo)
    assert len(data.train) + len(data.test) == 25


def test_folder_when_there_is_what_systems_leave_then_it_is_passed_over(zoo):
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", ".hidden/picture.png"):
        (zoo / "cat" / name).parent.mkdir(exist_ok=True)
        (zoo / "cat" / name).write_bytes(b"not a picture")
    for name in (".ipynb_checkpoints", "__MACOSX"):
        fill(zoo / name, 3, seed=5)
    data = load(zoo)
    assert data.class_names == ("bird", "cat")
    assert (len(data.train) + len(data.test), data.left_out) == (20, ())


def test_folder_when_a_hidden_folder_is_above_it_then_it_is_read_all_the_same(zoo, tmp_path):
    hidden = tmp_path / ".hidden"
    shutil.move(zoo, hidden / "zoo")
    assert len(load(hidden / "zoo").train) == 16


def test_folder_when_its_path_begins_with_a_tilde_then_it_is_in_the_home(zoo, monkeypatch):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(zoo.parent))
    assert len(load("~/zoo").train) == 16
    assert datasets.is_here("folder:~/zoo")


# how a picture is read


def red_left(size=(60, 120)):
    """Red at the left, blue at the right, a green middle as wide as the picture is high."""
    height, width = size
    picture = np.zeros((height, width, 3), dtype=np.uint8)
    side = (width - height) // 2
    picture[:, :side, 0] = picture[:, side : width - side, 1] = picture[:, width - side :, 2] = 255
    return picture


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("format", ["png", "jpg", "bmp", "tiff", "webp"])
def test_read_rgb_when_not_square_then_the_middle_is_kept(turn, format, tmp_path):
    path = tmp_path / f"picture.{format}"
    Image.fromarray(np.rot90(red_left(), turn).copy()).save(path)
    found = read_rgb(path, 16).astype(int)
    assert found.shape == (3, 16, 16)
    middle = found[:, 2:-2, 2:-2]
    assert (middle[1] > 240).all()
    assert (middle[[0, 2]] < 15).all()


@pytest.mark.parametrize("size", [(2000, 3000), (100, 100), (33, 1000), (8, 8)])
def test_read_rgb_when_a_jpeg_file_is_large_or_small_then_as_the_same_pixels_in_png(size, tmp_path):
    Image.fromarray(noise(0, size)).save(tmp_path / "a.jpg", quality=95)
    Image.open(tmp_path / "a.jpg").save(tmp_path / "a.png")
    quick, slow = (read_rgb(tmp_path / f"a.{ending}", 32).astype(int) for ending in ("jpg", "png"))
    assert np.abs(quick - slow).mean() < 2


def test_read_rgb_when_the_camera_was_turned_then_upright(tmp_path):
    black, white = (np.full((20, 40, 3), value, dtype=np.uint8) for value in (0, 255))
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    Image.fromarray(np.concatenate([black, white])).save(tmp_path / "a.jpg", exif=exif)
    found = read_rgb(tmp_path / "a.jpg", 8)
    assert found[:, 1].min() > 200
    assert found[:, -2].max() < 50


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("L", 100, (100, 100, 100)),
        ("1", 1, (255, 255, 255)),
        ("I;16", 100 * 257, (100, 100, 100)),
        ("RGBA", (10, 20, 30, 255), (10, 20, 30)),
        ("RGBA", (10, 20, 30, 0), (255, 255, 255)),
        ("RGBA", (0, 100, 200, 51), (204, 224, 244)),
        ("LA", (50, 255), (50, 50, 50)),
        ("P", 0, (0, 0, 0)),
    ],
)
def test_read_rgb_when_not_in_rgb_then_converted_and_transparency_laid_on_white(
    mode, value, expected, tmp_path
):
    Image.new(mode, (20, 20), value).save(tmp_path / "a.png")
    found = read_rgb(tmp_path / "a.png", 8)
    assert np.abs(found.reshape(3, -1).astype(int) - np.array(expected)[:, None]).max() <= 1


# what is left out


def spoil(zoo):
    """Five files that are no pictures, one of them in words."""
    whole = (zoo / "cat" / "00.png").read_bytes()
    bad = {
        "notes.txt": b"cats I know",
        "half.png": whole[: len(whole) // 2],
        "empty.jpg": b"",
        "page.jpg": b"<html></html>",
    }
    for name, content in bad.items():
        (zoo / "cat" / name).write_bytes(content)
    Image.fromarray(noise(7)).save(zoo / "cat" / "whole.jpg")
    jpeg = (zoo / "cat" / "whole.jpg").read_bytes()
    (zoo / "cat" / "half.jpg").write_bytes(jpeg[: len(jpeg) // 2])
    (zoo / "cat" / "whole.jpg").unlink()
    return {zoo / "cat" / name for name in (*bad, "half.jpg")}


def test_folder_when_files_are_unreadable_then_they_are_named_and_left_out(zoo):
    clean = load(zoo)
    bad = spoil(zoo)
    with pytest.warns(UserWarning, match="left out: ") as warned:
        data = datasets.load(f"folder:{zoo}")
    assert warned[0].filename == __file__
    assert {path for path, _ in data.left_out} == bad
    assert all("cannot be read as a picture" in reason for _, reason in data.left_out)
    assert all(path.name in str(warned[0].message) for path in bad)
    assert same(data, clean)


def test_folder_when_many_files_are_unreadable_then_the_warning_is_short(zoo):
    for number in range(30):
        (zoo / "cat" / f"bad{number}.jpg").write_bytes(b"")
    with pytest.warns(UserWarning, match=r"and 25 more \(see left_out\)"):
        data = datasets.load(f"folder:{zoo}")
    assert len(data.left_out) == 30


# errors


def test_folder_when_there_is_none_then_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no folder .*nothing"):
        load(tmp_path / "nothing")
    (tmp_path / "file").write_text("")
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        load(tmp_path / "file")


@pytest.mark.parametrize("names", [(), ("cat",)])
def test_folder_when_it_has_fewer_than_two_classes_then_error_says_what_it_needs(names, tmp_path):
    (tmp_path / "zoo").mkdir()
    for name in names:
        fill(tmp_path / "zoo" / name, 4)
    with pytest.raises(ValueError, match="a folder for each class, at least two, and has") as error:
        load(tmp_path / "zoo")
    assert ("only 'cat'" if names else "has none") in str(error.value)


@pytest.mark.parametrize("count", [0, 1])
def test_folder_when_a_class_has_too_few_pictures_then_error_names_it(count, zoo):
    fill(zoo / "dog", count)
    with pytest.raises(ValueError, match=f"at least 2 pictures in .*, but 'dog' has {count}"):
        load(zoo)


def test_folder_when_all_pictures_of_a_class_are_broken_then_error_names_the_files(zoo):
    (zoo / "dog").mkdir()
    (zoo / "dog" / "rex.jpg").write_bytes(b"wuff")
    with pytest.raises(ValueError, match="'dog' has 0. Left out were .*rex.jpg"):
        load(zoo)


def test_folder_when_parts_have_other_classes_then_error_names_both(divided):
    fill(divided / "test" / "dog", 2)
    with pytest.raises(ValueError, match="has 'bird', 'cat', .* has 'bird', 'cat', 'dog'"):
        load(divided)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"image_size": 7}, "image_size must be a whole number of at least 8, not 7"),
        ({"image_size": 32.5}, "image_size must be a whole number"),
        ({"test_share": 0}, "test_share must be above 0 and below 1, not 0"),
        ({"test_share": 1.0}, "test_share must be above 0 and below 1, not 1.0"),
        ({"seed": -1}, "seed must be a whole number of at least 0, not -1"),
    ],
)
def test_folder_when_an_option_is_out_of_range_then_error_says_which(options, message, zoo):
    with pytest.raises(ValueError, match=message):
        load(zoo, **options)


# the division


def test_folder_when_loaded_again_or_from_elsewhere_then_the_same_division(zoo, tmp_path):
    first = load(zoo)
    elsewhere = tmp_path / "z" / "other name"
    elsewhere.parent.mkdir()
    shutil.copytree(zoo, elsewhere)
    assert same(load(zoo), first)
    assert same(load(elsewhere), first)


def test_folder_when_another_seed_then_another_division(zoo):
    assert not same(load(zoo, seed=1), load(zoo, seed=2))


@pytest.mark.parametrize(("share", "expected"), [(0.001, 1), (0.3, 3), (0.5, 5), (0.999, 9)])
def test_folder_when_test_share_is_given_then_about_that_of_each_class(share, expected, zoo):
    assert load(zoo, test_share=share).test.labels.bincount().tolist() == [expected, expected]


def copies_of(path):
    """The same picture as people have it twice: as it is, another format, size, light, place."""
    picture = images.load(path)
    images.save(path.with_name("copy.png"), picture)
    Image.fromarray(picture).save(path.with_name("copy.jpg"), quality=95, subsampling=0)
    Image.fromarray(picture).resize((80, 80), Image.Resampling.NEAREST).save(
        path.with_name("larger.png")
    )
    images.save(path.with_name("brighter.png"), picture + np.uint8(40))
    images.save(path.with_name("moved.png"), np.roll(picture, 1, axis=1))


@pytest.mark.parametrize("seed", range(5))
def test_folder_when_pictures_are_nearly_the_same_then_all_are_on_one_side(seed, zoo):
    copies_of(zoo / "cat" / "03.png")
    data = load(zoo, seed=seed, image_size=40)
    pairs = datasets.near_copies(data.train, data.train), datasets.near_copies(data.test, data.test)
    linked = [{i for i, j in found if i != j} for found in pairs]
    assert sorted(map(len, linked)) == [0, 6]
    assert datasets.near_copies(data.train, data.test) == []


def test_folder_when_the_same_picture_has_two_classes_then_both_are_for_training(zoo):
    for number in range(4):
        shutil.copy(zoo / "cat" / f"{number:02}.png", zoo / "bird" / f"copy{number}.png")
    for seed in range(5):
        data = load(zoo, seed=seed)
        assert datasets.near_copies(data.train, data.test) == []
        assert len(datasets.near_copies(data.train, data.train)) == len(data.train) + 2 * 4


def test_folder_when_all_pictures_of_a_class_are_the_same_then_error(zoo):
    (zoo / "dog").mkdir()
    for number in range(6):
        shutil.copy(zoo / "cat" / "03.png", zoo / "dog" / f"{number}.png")
    with pytest.raises(ValueError, match="the 6 pictures of 'dog' in .* nearly the same"):
        load(zoo)


def test_folder_when_a_test_picture_is_in_the_training_too_then_it_is_left_out(divided):
    copied = divided / "test" / "cat" / "copy.jpg"
    original = divided / "train" / "cat" / "02.png"
    Image.open(original).save(copied, quality=95, subsampling=0)
    with pytest.warns(UserWarning, match="left out: .*copy.jpg .*nearly the same as .*02.png"):
        data = datasets.load(f"folder:{divided}")
    assert [path for path, _ in data.left_out] == [copied]
    assert len(data.test) == 6
    assert datasets.near_copies(data.train, data.test) == []


@given(
    labels=st.lists(st.integers(0, 2), min_size=2, max_size=40),
    share=st.floats(0.05, 0.95),
    seed=st.integers(0, 99),
    links=st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=12),
)
def test_divide_when_images_are_linked_then_never_divided_and_classes_keep_a_training_part(
    labels, share, seed, links
):
    links = [(i, j) for i, j in links if max(i, j) < len(labels)]
    labels = torch.tensor(labels)
    is_test = divide(labels, links, share, seed)
    assert all(is_test[i] == is_test[j] for i, j in links)
    assert all(labels[i] == labels[j] for i, j in links if is_test[i])
    for label in labels.unique():
        assert not is_test[labels == label].all()


# real pictures


@functools.cache
def cifar(folder):
    """A hundred of CIFAR-10's pictures for each of its classes, unpacked once."""
    import tarfile

    with tarfile.open(datasets.data_root() / "cifar10-imagefolder.tar.xz") as archive:
        for member in archive:
            if member.name.startswith("train/bird"):
                break
            if member.isfile() and member.name.endswith(("00.jpg", "50.jpg")):
                member.name = os.path.relpath(member.name, "train")
                archive.extract(member, folder, filter="data")
    return Path(folder)


def test_folder_when_real_pictures_then_no_near_copies_and_nothing_left_out(tmp_path):
    if not (datasets.data_root() / "cifar10-imagefolder.tar.xz").exists():
        pytest.skip("no CIFAR-10 as pictures in the data root")
    data = load(cifar(tmp_path))
    assert data.class_names == ("airplane", "automobile")
    assert (len(data.train), len(data.test)) == (160, 40)
    assert datasets.near_copies(data.train, data.test) == []
