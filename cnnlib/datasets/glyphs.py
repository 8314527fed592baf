"""Letters of the fonts that come with Matplotlib, drawn small: something to learn from first."""

import functools
from pathlib import Path

import numpy as np

from cnnlib.arithmetic.whole_numbers import require_whole

# Capitals, and those small letters that are no small copy of their capital.
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt"

SANS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique")
MONO = tuple(name.replace("Sans", "SansMono") for name in SANS)
SERIF = ("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic", "DejaVuSerif-BoldItalic")
STIX = ("STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "STIXGeneralBolIta")
TEX = ("cmr10", "cmb10", "cmss10", "cmtt10")  # no cmti10: Matplotlib 3.10 does not have it
TEST_FONTS = ("DejaVuSansMono", "DejaVuSerif-Italic", "STIXGeneralBol", "cmss10")
FONTS = tuple(name for name in (*SANS, *MONO, *SERIF, *STIX, *TEX) if name not in TEST_FONTS)

SIZE = 12  # pixels of an image
DRAWN = 64  # pixels of a letter's height before it is made small
FRAME = 128  # of the square that it is drawn on
FINER = 4  # times finer than the image is each letter's picture before pixels are averaged
AT_ONCE = 512


def make(seed=0, copies=9):
    """Draw the data set: 37 letters in 20 fonts, turned, slanted and moved a little.

    Letters are 7 to 9 pixels high, as the handwritten digits are, on a black ground of 12 x 12.
    The test images are of four fonts that no training image has.

    Parameters
    ----------
    seed : int
        From 0. Another seed moves the letters in another way.
    copies : int
        Images of each letter in each font.

    Returns
    -------
    Dataset
        Grey images of shape (1, 12, 12).

    Raises
    ------
    ValueError
        If a number is too small, or not whole.

    Examples
    --------
    >>> make(copies=1)
    Dataset('glyphs': 592 images to train, 148 to test, 1 x 12 x 12, 37 classes)
    """
    from cnnlib.datasets.dataset import Dataset

    [seed] = require_whole(0, seed=seed)
    [copies] = require_whole(1, copies=copies)
    return Dataset(
        name="glyphs",
        train=_part(FONTS, copies, (seed, 0)),
        test=_part(TEST_FONTS, copies, (seed, 1)),
        class_names=tuple(LETTERS),
        max_value=255,
        origin=f"Matplotlib's fonts, drawn for this course (cnnlib.datasets.glyphs, seed {seed})",
        licence="CC BY 4.0; of the fonts: DejaVu (Bitstream Vera), STIX and BaKoMa, in Matplotlib",
    )


def _part(fonts, copies, seed):
    import torch

    from cnnlib.datasets.dataset import Split

    rng = np.random.default_rng(seed)
    shapes = torch.from_numpy(np.concatenate([_shapes(font) for font in fonts]))
    which = np.tile(np.arange(len(shapes)), copies)
    images = [
        _small(shapes[some], rng) for some in np.array_split(which, -(-len(which) // AT_ONCE))
    ]
    return Split(torch.cat(images), torch.from_numpy(which % len(LETTERS)))


@functools.cache
def _shapes(font):
    """Every letter of a font, (letters, FRAME, FRAME) float32: in the middle, DRAWN pixels high."""
    import matplotlib
    from PIL import Image, ImageFont

    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{font}.ttf"
    face = ImageFont.truetype(str(path), 2 * DRAWN)
    shapes = np.zeros((len(LETTERS), FRAME, FRAME), dtype=np.float32)
    for shape, letter in zip(shapes, LETTERS, strict=True):
        mask = face.getmask(letter)
        ink = Image.frombytes("L", mask.size, bytes(mask))
        ink = ink.crop(ink.getbbox())
        wide = min(FRAME, max(1, round(ink.width * DRAWN / ink.height)))
        ink = np.asarray(ink.resize((wide, DRAWN), Image.Resampling.BOX), dtype=np.float32) / 255
        top, left = (FRAME - DRAWN) // 2, (FRAME - wide) // 2
        shape[top : top + DRAWN, left : left + wide] = ink
    return shapes


def _small(shapes, rng):
    """Letters at a random place, size, angle and slant: (N, 1, SIZE, SIZE) uint8."""
    import torch
    import torch.nn.functional as F

    count = len(shapes)
    height = rng.uniform(7, 9, count)  # pixels
    narrow = rng.uniform(0.8, 1.1, count)  # its width, in that of the font
    angle = np.deg2rad(rng.uniform(-10, 10, count))
    slant = rng.uniform(-0.25, 0.25, count)
    moved = rng.uniform(-2, 2, (2, count)) * 2 / SIZE  # sides of an image have the length 2
    # From places in the image to places in the letter's picture: both go from -1 to 1.
    grow = (SIZE / height) * (DRAWN / FRAME)
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, -sin], [sin, cos]])
    lean = np.array([[1 / narrow, slant], [np.zeros(count), np.ones(count)]])
    matrix = grow * np.einsum("ikn,kjn->ijn", lean, turn)
    shift = -np.einsum("ijn,jn->in", matrix, moved)
    theta = np.concatenate([matrix, shift[:, None]], axis=1).transpose(2, 0, 1)
    fine = (count, 1, FINER * SIZE, FINER * SIZE)
    grid = F.affine_grid(torch.from_numpy(theta).float(), fine, align_corners=False)
    small = F.grid_sample(shapes[:, None], grid, align_corners=False)
    return (255 * F.avg_pool2d(small, FINER)).round().to(torch.uint8)
