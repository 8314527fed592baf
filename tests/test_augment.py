"""Random changes of batches: compared with torchvision's, and by what becomes of many copies."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torchvision.transforms import InterpolationMode
from torchvision.transforms.v2 import functional as reference

from cnnlib import augment, training
from cnnlib.augment.batches import as_dtype, require_pair

DRAWS = 2000
DTYPES = [torch.uint8, torch.int64, torch.float32, torch.float64]


def dice(seed=0):
    return torch.Generator().manual_seed(seed)


def picture(height, width, channels=2, dtype=torch.float32):
    """(C, H, W) whose values all differ, none of them 0."""
    return 1 + torch.arange(channels * height * width).reshape(channels, height, width).to(dtype)


def many(image, count=DRAWS):
    return image.expand(count, *image.shape).clone()


def photograph(height, width, seed=0):
    """(2, 3, H, W) floats in [0, 1], smooth enough that interpolation can be compared."""
    coarse = torch.rand(2, 3, height // 4 + 2, width // 4 + 2, generator=dice(seed))
    return torch.nn.functional.interpolate(coarse, size=(height, width), mode="bilinear")


GEOMETRIC = {
    "shift": lambda x, **o: augment.random_shift(x, 2, **o),
    "flip": lambda x, **o: augment.random_flip(x, 0.5, **o),
    "crop": lambda x, **o: augment.random_crop(x, (3, 4), **o),
    "padded crop": lambda x, **o: augment.random_crop(x, (5, 6), padding=2, **o),
    "affine": lambda x, **o: augment.random_affine(x, rotation=40, shear=10, shift=1, **o),
    "warp": lambda x, **o: augment.random_warp(x, 1.0, spacing=3, **o),
    "resized crop": lambda x, **o: augment.random_resized_crop(x, (4, 5), **o),
    "scale jitter": lambda x, **o: augment.scale_jitter_crop(x, 4, (5, 8), **o),
}
OTHERS = {
    "cutout": lambda x, **o: augment.cutout(x, 3, **o),
    "noise": lambda x, **o: augment.random_noise(x, 3.0, **o),
}
ALL = {**GEOMETRIC, **OTHERS}


# What holds for every one of them


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_change_when_applied_then_dtype_stays_and_the_input_is_not_changed(name, dtype):
    x = many(picture(5, 6, dtype=dtype), 8)
    before = x.clone()
    new = ALL[name](x, generator=dice())
    assert new.dtype == dtype and len(new) == 8 and new.shape[1] == 2
    assert torch.equal(x, before)
    assert new.data_ptr() != x.data_ptr()


@pytest.mark.parametrize("name", ALL)
def test_change_when_the_generator_is_the_same_then_so_is_the_result(name):
    x = many(picture(6, 6), 30)
    torch.manual_seed(1)
    first = ALL[name](x, generator=dice(3))
    torch.manual_seed(2)
    assert torch.equal(first, ALL[name](x, generator=dice(3)))
    assert not torch.equal(first, ALL[name](x, generator=dice(4)))
    torch.manual_seed(5)
    without = ALL[name](x)
    torch.manual_seed(5)
    assert torch.equal(without, ALL[name](x))


@pytest.mark.parametrize("name", ALL)
def test_change_when_a_batch_is_given_then_each_image_draws_for_itself(name):
    new = ALL[name](many(picture(6, 6), 40), generator=dice())
    assert len(new.unique(dim=0)) > 1


@pytest.mark.parametrize("name", GEOMETRIC)
def test_change_when_masks_are_given_then_they_move_with_their_images(name):
    dots = torch.zeros(1, 1, 6, 6)
    dots[0, 0, 2:5, 1:4] = 1
    x = dots.expand(50, 1, 6, 6)
    masks = (7 * dots[:, 0]).long().expand(50, 6, 6)
    new, new_masks = GEOMETRIC[name](x, generator=dice(), masks=masks)
    assert new_masks.dtype == torch.int64 and new_masks.shape == (50, *new.shape[2:])
    assert set(new_masks.unique().tolist()) <= {0, 7}
    agreeing = ((new[:, 0] > 0.5) == (new_masks == 7)).double().mean()
    assert agreeing > 0.93


@pytest.mark.parametrize("name", GEOMETRIC)
def test_masks_when_they_do_not_fit_then_the_error_has_both_shapes(name):
    x = torch.zeros(4, 1, 6, 6)
    with pytest.raises(ValueError, match=r"\(4, 6, 6\), and not \(4, 5, 6\)"):
        GEOMETRIC[name](x, masks=torch.zeros(4, 5, 6))


@pytest.mark.parametrize("name", ALL)
def test_images_when_they_are_no_batch_then_the_error_says_what_is(name):
    with pytest.raises(ValueError, match=r"\(N, C, H, W\), and not \(3, 6, 6\).*image\[None\]"):
        ALL[name](torch.zeros(3, 6, 6))
    with pytest.raises(TypeError, match="not of type ndarray"):
        ALL[name](np.zeros((1, 3, 6, 6)))


# Whole pixels


def test_shift_when_drawn_often_then_every_move_comes_about_equally_often():
    new = augment.random_shift(many(picture(4, 5)), 1, generator=dice())
    kinds, counts = new.unique(dim=0, return_counts=True)
    assert len(kinds) == 9
    assert counts.min() > 150 and counts.max() < 300


def test_shift_when_moved_then_as_slices_say():
    x = picture(3, 4)[None]
    moved = augment.random_shift(many(x[0], 200), 1, generator=dice(1))
    down_right = torch.zeros_like(x)
    down_right[..., 1:, 1:] = x[..., :-1, :-1]
    up = torch.zeros_like(x)
    up[..., :-1, :] = x[..., 1:, :]
    for expected in (x, down_right, up):
        assert (moved == expected).flatten(1).all(dim=1).any()


def test_shift_when_further_than_the_image_then_it_is_gone_and_fill_is_there():
    new = augment.random_shift(torch.ones(50, 1, 2, 2), 40, generator=dice(), fill=9.0)
    assert (new == 9).flatten(1).all(dim=1).sum() > 40


@pytest.mark.parametrize("p", [0.0, 0.25, 1.0])
def test_flip_when_p_is_given_then_so_many_are_mirrored(p):
    x = many(picture(2, 3))
    flipped = (augment.random_flip(x, p, generator=dice()) == x.flip(3)).flatten(1).all(dim=1)
    assert flipped.double().mean() == pytest.approx(p, abs=0.05 if 0 < p < 1 else 0)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.integers(1, 7), st.integers(0, 2), st.integers(0, 99))
def test_crop_when_any_window_fits_then_it_is_one_of_the_padded_image(height, width, padding, seed):
    x = picture(6, 7)[None]
    new = augment.random_crop(x, (height, width), padding=padding, generator=dice(seed))
    wider = torch.nn.functional.pad(x, [padding] * 4)
    every = wider.unfold(2, height, 1).unfold(3, width, 1)
    assert (every == new[:, :, None, None]).all(dim=1).flatten(3).all(dim=3).any()


def test_crop_when_drawn_often_then_every_place_comes_about_equally_often():
    new = augment.random_crop(many(picture(3, 4)), (2, 2), generator=dice())
    kinds, counts = new.unique(dim=0, return_counts=True)
    assert len(kinds) == 6
    assert counts.min() > 260


def test_crop_when_the_window_is_too_large_then_the_error_has_both_sizes():
    with pytest.raises(ValueError, match="no window of 9 x 4 fits into 8 x 8 pixels"):
        augment.random_crop(torch.zeros(1, 1, 6, 6), (9, 4), padding=1)


def test_cutout_when_drawn_often_then_every_pixel_is_the_centre_about_equally_often():
    new = augment.cutout(many(picture(4, 5)), 3, generator=dice())
    kinds, counts = new.unique(dim=0, return_counts=True)
    assert len(kinds) == 20
    assert counts.min() > 50
    sizes = (new == 0).sum(dim=(1, 2, 3)) / 2
    assert set(sizes.tolist()) == {4, 6, 9}


@pytest.mark.parametrize("size", [0, 2, 2.5])
def test_cutout_when_the_size_has_no_centre_then_the_error_says_so(size):
    with pytest.raises(ValueError, match="odd|whole number"):
        augment.cutout(torch.zeros(1, 1, 4, 4), size)


# Between pixels: torchvision's numbers


@pytest.mark.parametrize("angle", [0.0, 17.0, -63.0, 180.0])
@pytest.mark.parametrize("size", [(20, 20), (18, 27)])
def test_affine_when_it_rotates_then_as_torchvision_does(angle, size):
    x = photograph(*size)
    ours = augment.random_affine(x, rotation=(angle, angle))
    theirs = reference.rotate(x, angle, interpolation=InterpolationMode.BILINEAR)
    inside = (slice(None), slice(None), slice(6, -6), slice(6, -6))  # edges are blended otherwise
    torch.testing.assert_close(ours[inside], theirs[inside], atol=1e-4, rtol=0)


@pytest.mark.parametrize("size", [(20, 20), (18, 27)])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"scale": (1.3, 1.3)}, {"scale": 1.3}),
        ({"scale": (0.7, 0.7)}, {"scale": 0.7}),
        ({"rotation": (20, 20), "scale": (1.2, 1.2)}, {"angle": -20.0, "scale": 1.2}),
    ],
)
def test_affine_when_it_scales_then_as_torchvision_does(size, ours, theirs):
    x = photograph(*size, seed=1)
    given = {"angle": 0.0, "translate": [0, 0], "scale": 1.0, "shear": [0.0, 0.0], **theirs}
    expected = reference.affine(x, interpolation=InterpolationMode.BILINEAR, **given)
    inside = (slice(None), slice(None), slice(6, -6), slice(6, -6))
    torch.testing.assert_close(
        augment.random_affine(x, **ours)[inside], expected[inside], atol=1e-4, rtol=0
    )


def test_affine_when_it_shears_then_a_vertical_line_leans_to_the_right():
    x = torch.zeros(1, 1, 21, 21)
    x[0, 0, :, 10] = 1
    leaning = augment.random_affine(x, shear=(30, 30))[0, 0]
    top, middle, bottom = (int(leaning[row].argmax()) for row in (3, 10, 17))
    assert top > middle == 10 > bottom
    assert top - middle == pytest.approx(7 * np.tan(np.deg2rad(30)), abs=0.6)


def test_affine_when_it_shifts_by_whole_pixels_then_as_slices_say():
    x = photograph(8, 9)
    moved = augment.random_affine(x, shift=(2, 2))
    torch.testing.assert_close(moved[..., 3:, 3:], x[..., 1:-2, 1:-2], atol=1e-5, rtol=0)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.float32], ids=str)
def test_affine_when_nothing_is_asked_for_then_nothing_changes(dtype):
    x = (200 * photograph(9, 7)).to(dtype)
    torch.testing.assert_close(augment.random_affine(x), x, atol=1e-3, rtol=0)
    torch.testing.assert_close(augment.random_warp(x, 0.0), x, atol=1e-3, rtol=0)


def test_affine_when_fill_is_given_then_it_comes_in_and_masks_get_0():
    x, masks = torch.ones(1, 1, 9, 9), torch.ones(1, 9, 9, dtype=torch.int64)
    new, new_masks = augment.random_affine(x, scale=(0.4, 0.4), fill=5, masks=masks)
    assert new[0, 0, 0, 0] == 5 and new[0, 0, 4, 4] == 1
    assert new_masks[0, 0, 0] == 0 and new_masks[0, 4, 4] == 1


def test_warp_when_stronger_then_further_from_the_picture():
    x = photograph(24, 24)
    apart = [
        (augment.random_warp(x, strength, generator=dice(1)) - x).abs().mean()
        for strength in (0.2, 1.0, 3.0)
    ]
    assert apart[0] < apart[1] < apart[2]


def test_resized_crop_when_the_window_is_the_whole_image_then_as_torchvision_resizes():
    x = photograph(24, 24)
    ours = augment.random_resized_crop(x, (36, 36), scale=(1, 1), ratio=(1, 1))
    theirs = reference.resize(x, [36, 36], antialias=False)
    torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=0)


def test_resized_crop_when_drawn_often_then_areas_and_shapes_are_those_of_the_paper():
    rows, columns = torch.meshgrid(torch.arange(64.0), torch.arange(64.0), indexing="ij")
    x = torch.stack([rows, columns]).expand(DRAWS, 2, 64, 64)
    new = augment.random_resized_crop(x, 16, generator=dice())
    tall = (new[:, 0, -1].mean(1) - new[:, 0, 0].mean(1)) * 16 / 15
    wide = (new[:, 1, :, -1].mean(1) - new[:, 1, :, 0].mean(1)) * 16 / 15
    area, shape = tall * wide / 64**2, wide / tall
    assert area.min() > 0.07 and area.max() < 1.01
    assert shape.min() > 0.7 and shape.max() < 1.4
    small = area[area < 0.5]
    assert small.mean() == pytest.approx((0.08 + 0.5) / 2, abs=0.03)


def test_scale_jitter_when_drawn_often_then_windows_are_squares_inside_the_image():
    rows, columns = torch.meshgrid(torch.arange(40.0), torch.arange(60.0), indexing="ij")
    x = torch.stack([rows, columns]).expand(DRAWS, 2, 40, 60)
    new = augment.scale_jitter_crop(x, 28, (32, 64), generator=dice())
    tall = (new[:, 0, -1].mean(1) - new[:, 0, 0].mean(1)) * 28 / 27
    wide = (new[:, 1, :, -1].mean(1) - new[:, 1, :, 0].mean(1)) * 28 / 27
    torch.testing.assert_close(tall, wide, atol=0.6, rtol=0)
    assert tall.min() == pytest.approx(40 * 28 / 64, abs=0.8)
    assert tall.max() == pytest.approx(40 * 28 / 32, abs=0.8)


def test_scale_jitter_when_the_square_does_not_fit_then_the_error_says_so():
    with pytest.raises(ValueError, match="28 pixels does not fit into a side of 20"):
        augment.scale_jitter_crop(torch.zeros(1, 1, 40, 40), 28, (20, 60))


# Values


def test_noise_when_added_then_its_spread_is_as_asked_and_uint8_stays_in_range():
    noisy = augment.random_noise(torch.zeros(50, 3, 8, 8), 0.5, generator=dice())
    assert noisy.std() == pytest.approx(0.5, rel=0.03)
    assert abs(noisy.mean()) < 0.02
    bright = augment.random_noise(torch.full((9, 1, 8, 8), 250, dtype=torch.uint8), 40)
    assert bright.max() == 255


@pytest.mark.parametrize("kind", ["brightness", "contrast", "saturation"])
def test_colour_when_strengths_are_0_then_nothing_changes_and_else_it_does(kind):
    x = photograph(6, 7)
    torch.testing.assert_close(augment.random_colour(x), x, atol=1e-6, rtol=0)
    changed = augment.random_colour(x, **{kind: 0.5}, generator=dice())
    assert (changed - x).abs().max() > 0.01
    assert changed.min() >= 0 and changed.max() <= 1


@pytest.mark.parametrize("kind", ["brightness", "contrast", "saturation"])
def test_colour_when_one_factor_is_drawn_then_as_torchvision_does(kind):
    x = photograph(6, 7)[:1]
    changed = augment.random_colour(x, **{kind: 0.4}, generator=dice(3))
    factors = [0.6 + 0.8 * draw for draw in torch.rand(3, 1, generator=dice(3)).flatten().tolist()]
    adjust = getattr(reference, f"adjust_{kind}")
    place = ["brightness", "contrast", "saturation"].index(kind)
    torch.testing.assert_close(changed, adjust(x, factors[place]), atol=2e-3, rtol=0)


def test_colour_when_grey_then_saturation_changes_nothing():
    x = torch.rand(3, 1, 5, 5, generator=dice())
    torch.testing.assert_close(augment.random_colour(x, saturation=1.0), x, atol=1e-6, rtol=0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: augment.random_shift(x, -1), "most must be a whole number"),
        (lambda x: augment.random_flip(x, 1.5), "p is a probability"),
        (lambda x: augment.random_affine(x, rotation=-5), "rotation is at least 0"),
        (lambda x: augment.random_affine(x, scale=(0, 1)), "scale is a pair .* above 0"),
        (lambda x: augment.random_affine(x, scale=1.5), "scale is a pair"),
        (lambda x: augment.random_warp(x, -1), "strength is at least 0"),
        (lambda x: augment.random_noise(x, -1), "never negative"),
        (lambda x: augment.random_colour(x, contrast=2), "contrast is from 0 to 1"),
        (lambda x: augment.random_colour(x[:, :2]), "1 or 3 channels, not 2"),
        (lambda x: augment.random_resized_crop(x, 4, ratio=(2, 1)), "ratio is a pair"),
        (lambda x: augment.random_crop(x, 0), "height must be a whole number"),
    ],
)
def test_change_when_an_argument_makes_no_sense_then_the_error_says_which(call, words):
    with pytest.raises(ValueError, match=words):
        call(torch.zeros(2, 3, 8, 8))


def test_pair_when_it_is_one_then_two_floats():
    assert require_pair("scale", [1, 2]) == (1.0, 2.0)


def test_as_dtype_when_values_leave_the_range_then_they_are_kept_in_it():
    values = torch.tensor([-3.0, 1.4, 1.6, 300.0])
    assert as_dtype(values, torch.zeros(1, dtype=torch.uint8)).tolist() == [0, 1, 2, 255]
    assert as_dtype(values, torch.zeros(1, dtype=torch.bool)).tolist() == [False, True, True, True]


# At test time


def test_averaging_when_asked_then_the_mean_of_the_probabilities_and_the_mode_of_before():
    net = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Dropout(0.5)).train()
    net.eval()
    x = torch.randn(5, 4, generator=dice())
    expected = (net(x).softmax(1) + net(-x).softmax(1)) / 2
    net.train()
    chances = augment.test_time_augmentation(net, x, [lambda x: x, lambda x: -x])
    torch.testing.assert_close(chances, expected)
    assert net.training and not chances.requires_grad
    with pytest.raises(ValueError, match="no transform"):
        augment.test_time_augmentation(net, x, [])


def test_changes_when_in_batches_then_a_training_takes_them():
    from functools import partial

    from cnnlib import datasets

    data = datasets.load("digits")
    change = partial(augment.random_shift, most=1, generator=dice())
    batches = data.batches("train", 256, shuffle=True, transform=change)
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 10))
    history = training.fit(net, batches, epochs=1, device="cpu")
    assert len(history.train_loss) == 1
