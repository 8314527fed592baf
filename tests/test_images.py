"""Pictures to arrays and back, conversions, patches and shifts."""

import numpy as np
import pytest
import scipy.ndimage
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image
from skimage.util import view_as_blocks
from torchvision.transforms import v2

from cnnlib import images
from cnnlib.images import (
    channel_stats,
    join,
    luma,
    split,
    standardise,
    to_chw,
    to_float01,
    translate,
)

sides = st.integers(1, 7)
picture_shapes = st.one_of(
    st.tuples(sides, sides), st.tuples(sides, sides, st.sampled_from([1, 3, 4]))
)
dtypes = st.sampled_from([np.uint8, np.uint16, np.bool_, np.float32, np.float64])


@st.composite
def pictures(draw, shapes=picture_shapes, dtypes=dtypes):
    dtype = np.dtype(draw(dtypes))
    elements = st.floats(0, 1, width=32) if dtype.kind == "f" else None
    return draw(hnp.arrays(dtype, draw(shapes), elements=elements))


# to_chw


@given(pictures())
def test_to_chw_when_any_picture_then_each_pixel_keeps_its_channels(image):
    planes = to_chw(image)
    height, width, channels = (*image.shape, 1)[:3]
    assert planes.shape == (channels, height, width)
    assert planes.dtype == image.dtype
    pixels = image.reshape(height, width, channels)
    for y, x in np.ndindex(height, width):
        np.testing.assert_array_equal(planes[:, y, x], pixels[y, x])


def test_to_chw_when_result_is_changed_then_picture_is_not():
    for image in (np.zeros((2, 3)), np.zeros((2, 3, 4))):
        to_chw(image)[:] = 1
        assert image.sum() == 0


@pytest.mark.parametrize("shape", [(4,), (2, 4, 5), (2, 4, 2), (1, 2, 4, 3)])
def test_to_chw_when_shape_is_no_picture_then_error_names_it(shape):
    with pytest.raises(ValueError, match=str(shape).replace("(", r"\(").replace(")", r"\)")):
        to_chw(np.zeros(shape))


def test_to_chw_when_channels_are_first_already_then_error_says_so():
    with pytest.raises(ValueError, match="already"):
        to_chw(np.zeros((3, 8, 9)))


# to_float01


@given(pictures(dtypes=st.sampled_from([np.uint8, np.uint16, np.bool_, np.float32, np.float64])))
def test_to_float01_when_any_picture_then_equals_torchvision(image):
    # torchvision goes through float32, hence the tolerance
    expected = v2.functional.to_dtype(torch.from_numpy(image), torch.float32, scale=True)
    if image.dtype == np.bool_:
        expected = torch.from_numpy(image).float()
    result = to_float01(image)
    assert result.dtype == np.float64
    np.testing.assert_allclose(result, expected.numpy(), atol=1e-6)


def test_to_float01_when_full_brightness_then_exactly_one():
    for full in (np.uint8(255), np.uint16(65535), np.bool_(True), np.float32(1)):
        assert to_float01(np.array([full]))[0] == 1
    np.testing.assert_array_equal(to_float01(np.arange(256, dtype=np.uint8)), np.arange(256) / 255)


def test_to_float01_when_floats_come_then_result_is_a_copy():
    image = np.zeros((2, 2))
    to_float01(image)[:] = 1
    assert image.sum() == 0


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (np.array([0.0, 1.5]), "from 0 to 1.5"),
        (np.array([-0.1, 1.0]), "from -0.1"),
        (np.array([np.nan, 0.5]), "nan"),
        (np.array([1, 2]), "int64|int32"),
        (np.array([1 + 2j]), "complex128"),
    ],
)
def test_to_float01_when_range_is_unknown_then_error(image, words):
    with pytest.raises(ValueError, match=words):
        to_float01(image)


# channel_stats, standardise

batches = hnp.arrays(np.uint8, st.tuples(sides, sides, sides, sides))


@given(batches)
def test_channel_stats_when_any_batch_then_equals_torch(train):
    mean, std = channel_stats(train)
    as_torch = torch.from_numpy(train).double()
    assert mean.dtype == std.dtype == np.float64
    np.testing.assert_allclose(mean, as_torch.mean(dim=(0, 2, 3)).numpy(), atol=1e-9)
    np.testing.assert_allclose(
        std, as_torch.std(dim=(0, 2, 3), correction=0).numpy(), rtol=1e-9, atol=1e-9
    )


@given(batches)
def test_standardise_when_training_images_then_mean_0_and_std_1_or_constant_0(train):
    before = train.copy()
    mean, std = channel_stats(train)
    result = standardise(train, mean, std)
    np.testing.assert_array_equal(train, before)
    new_mean, new_std = channel_stats(result)
    np.testing.assert_allclose(new_mean, 0, atol=1e-9)
    np.testing.assert_allclose(new_std, np.where(std == 0, 0, 1), atol=1e-9)


@pytest.mark.parametrize("level", [0.1, 1 / 3, 200, 0])
def test_standardise_when_channel_is_constant_then_zero_in_spite_of_rounding(level):
    train = np.full((7, 1, 11, 13), level)
    result = standardise(train, *channel_stats(train))
    np.testing.assert_array_equal(result, np.zeros_like(train))


def test_standardise_when_one_image_then_as_in_a_batch():
    batch = np.random.default_rng(0).integers(0, 256, (4, 3, 5, 6), dtype=np.uint8)
    mean, std = channel_stats(batch)
    result = standardise(batch, mean, std)
    np.testing.assert_array_equal(standardise(batch[2], mean, std), result[2])
    expected = v2.functional.normalize(torch.from_numpy(batch).double(), list(mean), list(std))
    np.testing.assert_allclose(result, expected.numpy(), atol=1e-12)


def test_statistics_when_input_is_bad_then_error_names_it():
    with pytest.raises(ValueError, match=r"\(3, 4, 5\)"):
        channel_stats(np.ones((3, 4, 5)))
    with pytest.raises(ValueError, match=r"\(0, 3, 4, 5\)"):
        channel_stats(np.ones((0, 3, 4, 5)))
    with pytest.raises(ValueError, match=r"\(2, 3, 4, 5\), \(2,\) and \(3,\)"):
        standardise(np.ones((2, 3, 4, 5)), np.ones(2), np.ones(3))
    with pytest.raises(ValueError, match="never negative"):
        standardise(np.ones((1, 4, 5)), [0], [-1])


# luma


@given(pictures(st.tuples(sides, sides, st.just(3)), st.sampled_from([np.uint8, np.float64])))
def test_luma_when_any_picture_then_equals_pillow_within_rounding(image):
    if image.dtype == np.uint8:
        pillow = np.asarray(Image.fromarray(image).convert("L"), dtype=float)
        np.testing.assert_allclose(luma(image), pillow, atol=0.51)
    assert luma(image).dtype == np.float64
    red, green, blue = np.moveaxis(image.astype(float), 2, 0)
    np.testing.assert_allclose(luma(image), 0.299 * red + 0.587 * green + 0.114 * blue)


@given(st.integers(0, 255))
def test_luma_when_grey_then_unchanged(level):
    np.testing.assert_allclose(luma(np.full((2, 3, 3), level, np.uint8)), level, rtol=1e-12)


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 4), (3, 4, 5), (2, 4, 5, 3)])
def test_luma_when_not_three_channels_then_error_names_the_shape(shape):
    with pytest.raises(ValueError, match=r"\(H, W, 3\), not \(" + str(shape[0])):
        luma(np.zeros(shape))


# split, join


@st.composite
def picture_and_grid(draw):
    rows, cols, h, w = (draw(st.integers(1, 4)) for _ in range(4))
    tail = draw(st.sampled_from([(), (1,), (3,), (4,)]))
    size = rows * cols * h * w * (tail[0] if tail else 1)
    return np.arange(size).reshape(rows * h, cols * w, *tail), (rows, cols)


@given(picture_and_grid())
def test_split_when_grid_divides_then_each_patch_is_its_slice(case):
    image, (rows, cols) = case
    patches = split(image, (rows, cols))
    h, w = image.shape[0] // rows, image.shape[1] // cols
    assert patches.shape == (rows, cols, h, w, *image.shape[2:])
    for i, j in np.ndindex(rows, cols):
        np.testing.assert_array_equal(
            patches[i, j], image[i * h : (i + 1) * h, j * w : (j + 1) * w]
        )
    if image.ndim == 2:
        np.testing.assert_array_equal(patches, view_as_blocks(image, (h, w)))


@given(picture_and_grid())
def test_join_when_patches_are_split_then_gives_the_picture_back(case):
    image, grid = case
    np.testing.assert_array_equal(join(split(image, grid)), image)


def test_split_and_join_when_result_is_changed_then_input_is_not():
    image = np.zeros((4, 6))
    split(image, (1, 1))[:] = 1
    patches = split(image, (1, 1))
    join(patches)[:] = 1
    assert image.sum() == patches.sum() == 0


@pytest.mark.parametrize(
    ("shape", "grid", "words"),
    [
        ((4, 6), (3, 2), "4 x 6 pixels cannot be cut into 3 x 2"),
        ((4, 6), (2, 4), "4 x 6 pixels cannot be cut into 2 x 4"),
        ((4, 6), (8, 6), "4 x 6 pixels cannot be cut into 8 x 6"),
        ((4, 6), (0, 2), "rows must be a whole number of at least 1, not 0"),
        ((4, 6), (2, 1.5), "columns must be a whole number of at least 1, not 1.5"),
        ((4,), (2, 1), r"not \(4,\)"),
        ((0, 6), (1, 1), "0 x 6"),
    ],
)
def test_split_when_grid_does_not_fit_then_error_names_it(shape, grid, words):
    with pytest.raises(ValueError, match=words):
        split(np.zeros(shape), grid)


def test_join_when_shape_is_wrong_then_error_names_it():
    with pytest.raises(ValueError, match=r"not \(2, 3, 4\)"):
        join(np.zeros((2, 3, 4)))


# translate

shifts = st.integers(-10, 10)


@given(pictures(), shifts, shifts)
def test_translate_when_any_shift_then_equals_scipy(image, dy, dx):
    before = image.copy()
    result = translate(image, dy, dx)
    assert result.dtype == image.dtype
    as_bytes = image.astype(np.float64)
    expected = scipy.ndimage.shift(
        as_bytes, (dy, dx, 0)[: image.ndim], order=0, mode="constant", cval=0
    )
    np.testing.assert_array_equal(result, expected)
    np.testing.assert_array_equal(image, before)


@given(pictures(), st.integers(0, 4), st.integers(0, 4))
def test_translate_when_moved_back_then_only_the_lost_edge_is_missing(image, dy, dx):
    height, width = image.shape[:2]
    back = translate(translate(image, dy, dx), -dy, -dx)
    kept = np.s_[: max(height - dy, 0), : max(width - dx, 0)]
    np.testing.assert_array_equal(back[kept], image[kept])
    assert np.count_nonzero(back) == np.count_nonzero(back[kept])


@pytest.mark.parametrize("shift", [(9, 0), (-9, 0), (0, 9), (0, -9), (100, -100), (3, 0), (0, -4)])
def test_translate_when_larger_than_the_image_then_only_fill(shift):
    np.testing.assert_array_equal(translate(np.ones((3, 4)), *shift, fill=7), np.full((3, 4), 7))


def test_translate_when_fill_is_a_colour_then_uncovered_pixels_have_it():
    image = np.full((2, 3, 3), 9, np.uint8)
    moved = translate(image, 0, 2, fill=(1, 2, 3))
    np.testing.assert_array_equal(moved[:, :2], np.broadcast_to([1, 2, 3], (2, 2, 3)))
    np.testing.assert_array_equal(moved[:, 2], 9)


@pytest.mark.parametrize(
    ("dtype", "fill"),
    [(np.uint8, 256), (np.uint8, -1), (np.uint8, 0.5), (np.int16, np.nan), (bool, 2)],
)
def test_translate_when_dtype_cannot_hold_fill_then_error_names_it(dtype, fill):
    with pytest.raises(ValueError, match="cannot hold the fill value"):
        translate(np.zeros((2, 3), dtype), 1, 1, fill=fill)


@pytest.mark.parametrize(("dtype", "fill"), [(np.float32, 0.1), (np.float64, np.nan), (bool, True)])
def test_translate_when_dtype_can_hold_fill_then_fills(dtype, fill):
    moved = translate(np.zeros((2, 3), dtype), 2, 0, fill=fill)
    np.testing.assert_array_equal(moved, np.full((2, 3), fill, dtype))


def test_translate_when_input_is_bad_then_error_names_it():
    with pytest.raises(ValueError, match="dy must be a whole number, not 0.5"):
        translate(np.zeros((2, 3)), 0.5, 0)
    with pytest.raises(ValueError, match=r"not \(1, 1, 2, 3\)"):
        translate(np.zeros((1, 1, 2, 3)), 0, 0)


# load, save


@given(image=pictures(dtypes=st.just(np.uint8)))
def test_load_when_saved_as_png_then_the_same_array(tmp_path_factory, image):
    if image.ndim == 3 and image.shape[2] == 1:
        image = image[:, :, 0]
    path = tmp_path_factory.mktemp("picture") / "with space é.png"
    images.save(path, image)
    loaded = images.load(path)
    assert loaded.dtype == np.uint8
    np.testing.assert_array_equal(loaded, image)


def test_save_when_floats_or_bools_then_rounded_to_bytes(tmp_path):
    images.save(tmp_path / "a.png", np.array([[0, 0.25, 1]]))
    np.testing.assert_array_equal(images.load(tmp_path / "a.png"), [[0, 64, 255]])
    images.save(str(tmp_path / "b.png"), np.array([[True, False]]))
    np.testing.assert_array_equal(images.load(str(tmp_path / "b.png")), [[255, 0]])


RGB = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("mode", "suffix", "shape", "dtype"),
    [
        ("1", ".png", (5, 7), np.bool_),
        ("L", ".png", (5, 7), np.uint8),
        ("LA", ".png", (5, 7, 4), np.uint8),
        ("P", ".png", (5, 7, 3), np.uint8),
        ("RGB", ".jpg", (5, 7, 3), np.uint8),
        ("RGBA", ".png", (5, 7, 4), np.uint8),
        ("CMYK", ".tif", (5, 7, 3), np.uint8),
        ("F", ".tif", (5, 7), np.float32),
        ("I", ".tif", (5, 7), np.uint16),
    ],
)
def test_load_when_file_is_of_any_mode_then_documented_array(tmp_path, mode, suffix, shape, dtype):
    picture = Image.fromarray(RGB)
    picture = picture.convert("L").convert(mode) if mode in ("I", "LA") else picture.convert(mode)
    picture.save(tmp_path / f"a{suffix}")
    loaded = images.load(tmp_path / f"a{suffix}")
    assert (loaded.shape, loaded.dtype) == (shape, dtype)
    assert loaded.flags.writeable


def test_load_when_16_bits_then_all_of_them_come(tmp_path):
    deep = np.array([[0, 256, 65535]], dtype=np.uint16)
    Image.fromarray(deep).save(tmp_path / "deep.png")
    loaded = images.load(tmp_path / "deep.png")
    assert loaded.dtype == np.uint16
    np.testing.assert_array_equal(loaded, deep)


def test_load_when_cmyk_then_colours_are_rgb(tmp_path):
    Image.new("CMYK", (3, 2), (0, 255, 255, 0)).save(tmp_path / "red.tif")
    np.testing.assert_array_equal(
        images.load(tmp_path / "red.tif"), np.broadcast_to([255, 0, 0], (2, 3, 3))
    )


def test_load_when_palette_is_transparent_then_alpha_comes(tmp_path):
    picture = Image.fromarray(RGB).convert("P")
    picture.save(tmp_path / "a.png", transparency=0)
    assert images.load(tmp_path / "a.png").shape == (5, 7, 4)


def test_load_when_camera_was_turned_then_picture_is_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the orientation tag: turn by 90 degrees clockwise to show
    Image.fromarray(RGB).save(tmp_path / "turned.png", exif=exif)
    np.testing.assert_array_equal(images.load(tmp_path / "turned.png"), np.rot90(RGB, -1))


def test_load_when_there_is_no_picture_then_error_names_the_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no file .*absent\.png"):
        images.load(tmp_path / "absent.png")
    (tmp_path / "text.png").write_text("not a picture")
    with pytest.raises(ValueError, match=r"text\.png cannot be read as a picture"):
        images.load(tmp_path / "text.png")
    with pytest.raises(ValueError, match="cannot be read as a picture"):
        images.load(tmp_path)
    images.save(tmp_path / "whole.png", np.random.default_rng(0).random((50, 60)))
    (tmp_path / "half.png").write_bytes((tmp_path / "whole.png").read_bytes()[:1500])
    with pytest.raises(ValueError, match=r"half\.png cannot be read as a picture"):
        images.load(tmp_path / "half.png")
    Image.fromarray(np.array([[70000]], dtype=np.int32)).save(tmp_path / "deep.tif")
    with pytest.raises(ValueError, match=r"deep\.tif .*more than 16 bits"):
        images.load(tmp_path / "deep.tif")


def test_save_when_picture_or_format_is_bad_then_error_names_it(tmp_path):
    grey = np.zeros((2, 3))
    with pytest.raises(ValueError, match=r"\(3, 4, 5\)"):
        images.save(tmp_path / "a.png", np.zeros((3, 4, 5)))
    with pytest.raises(ValueError, match=r"\(0, 5\)"):
        images.save(tmp_path / "a.png", np.zeros((0, 5)))
    with pytest.raises(ValueError, match="from 0 to 255"):
        images.save(tmp_path / "a.png", np.array([[0.0, 255.0]]))
    with pytest.raises(ValueError, match=r"a\.nonsense"):
        images.save(tmp_path / "a.nonsense", grey)
    with pytest.raises(ValueError, match=r"a\.jpg"):
        images.save(tmp_path / "a.jpg", np.zeros((2, 3, 4)))
    with pytest.raises(FileNotFoundError):
        images.save(tmp_path / "absent" / "a.png", grey)
