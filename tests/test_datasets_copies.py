"""No image, nor a near copy of it, is in both parts of a data set. And near copies are found."""

import io
import itertools

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cnnlib import datasets
from cnnlib.datasets import Split, near_copies
from cnnlib.functional import normalised_cross_correlation


def loaded(name):
    return datasets.load(name, download=False)


@pytest.fixture(scope="module")
def digits():
    return loaded("digits")


@pytest.fixture(scope="module")
def signs():
    return loaded("signs")


# no leaks


def test_digits_when_divided_then_no_near_copies_in_both_parts(digits):
    assert near_copies(digits.train, digits.test) == []


@pytest.mark.slow
def test_signs_when_divided_then_no_near_copies_in_both_parts(signs):
    assert near_copies(signs.train, signs.test) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mnist", "fashion-mnist", "cifar10"])
def test_downloaded_set_when_divided_then_no_near_copies_in_both_parts(name):
    if not datasets.is_here(name):
        pytest.skip(f"no {name} in the data root")
    data = loaded(name)
    assert near_copies(data.train, data.test) == []


# leaks that were planted


def moved(image, down, right):
    return image.roll((down, right), dims=(1, 2))


PLANTED = {
    "the same": lambda image: image,
    "a pixel down": lambda image: moved(image, 1, 0),
    "a pixel up and to the left": lambda image: moved(image, -1, -1),
    "darker": lambda image: (image * 0.8).round(),
    "with less contrast": lambda image: (image * 0.7).round() + 3,
}


def planted(data, how, number):
    """The test part with a copy of one training image in the place of one of its own."""
    images = data.test.images.clone()
    copy = how(data.train.images[number].float())
    assert copy.max() <= 255
    images[5] = copy.to(torch.uint8)
    return Split(images, data.test.labels)


@pytest.mark.parametrize("how", PLANTED)
@pytest.mark.parametrize("number", [0, 700, 1437])
def test_near_copies_when_one_is_planted_among_digits_then_found(digits, how, number):
    assert near_copies(digits.train, planted(digits, PLANTED[how], number)) == [(number, 5)]


@pytest.mark.slow
@pytest.mark.parametrize("how", PLANTED)
def test_near_copies_when_one_is_planted_among_signs_then_found(signs, how):
    assert near_copies(signs.train, planted(signs, PLANTED[how], 4000)) == [(4000, 5)]


def photograph_patches(size=32, name="coffee"):
    """Squares of a photograph, dark enough to be made brighter: (N, 3, size, size) uint8."""
    photo = datasets.photograph(name)
    rows = range(0, photo.shape[0] - size, size)
    columns = range(0, photo.shape[1] - size, size)
    patches = [photo[r : r + size, c : c + size] for r, c in itertools.product(rows, columns)]
    return torch.from_numpy(np.stack(patches)).permute(0, 3, 1, 2) // 2


def as_jpeg(image, quality):
    file = io.BytesIO()
    Image.fromarray(image.permute(1, 2, 0).numpy()).save(file, "JPEG", quality=quality)
    return torch.from_numpy(np.array(Image.open(file))).permute(2, 0, 1)


@pytest.mark.parametrize(
    "how",
    [
        lambda image: (image * 1.5).to(torch.uint8),
        lambda image: image + 60,
        lambda image: moved(image, 0, 1) + 20,
    ],
    ids=["brighter by half", "brighter by 60", "moved and brighter"],
)
def test_near_copies_when_photographs_are_brighter_then_found(how):
    patches = photograph_patches()
    lively = patches[patches.float().std(dim=(1, 2, 3)) > 10]
    others = torch.stack([how(image) for image in lively])
    found = near_copies(lively, others)
    assert {(i, i) for i in range(len(lively))} <= set(found)
    assert len(lively) > 50


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee", "flower"])
def test_near_copies_when_large_photographs_were_compressed_again_then_found(name):
    large = photograph_patches(128, name)
    again = torch.stack([as_jpeg(image, 90) for image in large])
    found = near_copies(*(F.avg_pool2d(images.float(), 4) for images in (large, again)))
    assert {(i, i) for i in range(len(large))} <= set(found)


@pytest.mark.parametrize(
    "how",
    [
        lambda image: image.flip(2),
        lambda image: moved(image, 2, 0),
        lambda image: image.rot90(dims=(1, 2)),
        lambda image: 255 - image,
    ],
    ids=["mirrored", "two pixels down", "turned", "negative"],
)
def test_near_copies_when_the_change_is_another_then_not_called_a_copy(digits, how):
    image = digits.train.images[3]
    assert near_copies(image[None], how(image)[None]) == []


def test_near_copies_when_shift_is_larger_then_copies_that_moved_further_are_found(digits):
    image = digits.train.images[3]
    other = moved(image, 2, -1)[None]
    assert near_copies(image[None], other, shift=1) == []
    assert near_copies(image[None], other, shift=2) == [(0, 0)]
    assert near_copies(image[None], moved(image, 1, 0)[None], shift=0) == []


@pytest.mark.parametrize("scale", [1, 1 / 255])
def test_near_copies_when_images_are_flat_then_copies_of_each_other_only(scale):
    flat = torch.full((2, 1, 8, 8), 7) * scale
    lively = torch.randint(0, 99, (1, 1, 8, 8), generator=torch.Generator().manual_seed(0))
    assert near_copies(flat, torch.cat([2 * flat, scale * lively])) == [
        *((0, 0), (0, 1)),
        *((1, 0), (1, 1)),
    ]


def test_near_copies_when_there_are_no_images_then_none():
    empty, some = torch.zeros(0, 1, 8, 8), torch.rand(3, 1, 8, 8)
    assert near_copies(empty, some) == near_copies(some, empty) == []


# the quick way finds what the slow one finds


def slow_near_copies(first, second, likeness):
    """Every pair, every move: the largest normalised cross-correlation, image by image."""
    pairs = []
    for (i, one), (j, other) in itertools.product(enumerate(first), enumerate(second)):
        template = one[0, 1:-1, 1:-1].numpy().astype(float)
        scores = normalised_cross_correlation(other[0].numpy().astype(float), template)
        if scores.max() >= likeness:
            pairs.append((i, j))
    return pairs


@settings(max_examples=20)
@given(
    start=st.integers(0, 1400), size=st.integers(8, 20), likeness=st.sampled_from([0.7, 0.9, 0.97])
)
def test_near_copies_when_compared_with_every_pair_and_move_then_the_same(
    digits, start, size, likeness
):
    big = F.interpolate(digits.train.images.float(), size=(size, size + 3))
    first, second = big[start : start + 12], big[start + 12 : start + 24].round()
    assert near_copies(first, second, likeness=likeness) == slow_near_copies(
        first, second, likeness
    )


def test_near_copies_when_there_are_many_then_in_parts_as_in_one_go(digits, monkeypatch):
    from cnnlib.datasets import copies

    whole = near_copies(digits.train, digits.test, likeness=0.97)
    monkeypatch.setattr(copies, "_AT_ONCE", 7)
    assert near_copies(digits.train, digits.test, likeness=0.97) == whole
    assert len(whole) > 20


# errors


@pytest.mark.parametrize(
    ("first", "second", "options", "message"),
    [
        ((2, 1, 8, 8), (2, 3, 8, 8), {}, "with the same C, H and W"),
        ((2, 8, 8), (2, 8, 8), {}, r"images to compare are \(N, C, H, W\)"),
        ((2, 1, 2, 9), (2, 1, 2, 9), {}, "images of 2 x 9 pixels are too small to be moved by 1"),
        ((2, 1, 8, 8), (2, 1, 8, 8), {"shift": -1}, "shift must be a whole number of at least 0"),
        ((2, 1, 8, 8), (2, 1, 8, 8), {"likeness": 1.1}, "and is not 1.1"),
        ((2, 1, 8, 8), (2, 1, 8, 8), {"likeness": 0}, "and is not 0"),
    ],
)
def test_near_copies_when_an_argument_is_wrong_then_error_says_which(
    first, second, options, message
):
    with pytest.raises(ValueError, match=message):
        near_copies(torch.zeros(first), torch.zeros(second), **options)
