"""Picture files of any kind and size, as images of one kind and size."""

import numpy as np

from cnnlib.images import load as load_picture
from cnnlib.images import to_float01


def read_rgb(path, size):
    """A picture file as a small square in red, green, blue.

    Parameters
    ----------
    path : path-like
        Whatever Pillow reads: grey, 16 bits, transparent (laid on white), turned by the camera.
    size : int
        Pixels. The shorter side is brought to it, and of the longer one the middle is kept.

    Returns
    -------
    (3, size, size) uint8 ndarray

    Raises
    ------
    ValueError
        If it is not a picture, or a damaged one; the message names the file.

    Examples
    --------
    >>> from cnnlib._paths import course_file
    >>> read_rgb(course_file("data", "crowd.png"), 32).shape
    (3, 32, 32)
    """
    from PIL import Image, ImageOps

    picture = _small_jpeg(path, 2 * size) or Image.fromarray(_rgb(load_picture(path)))
    square = ImageOps.fit(picture, (size, size), method=Image.Resampling.BICUBIC)
    return np.array(square).transpose(2, 0, 1)


def _small_jpeg(path, least):
    """A JPEG file decoded at a fraction of its size, but not below `least`; None of other files.

    Its format allows that, and a telephone's picture then takes a few milliseconds.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as picture:
            if picture.format != "JPEG":
                return None
            picture.draft("RGB", (least, least))
            return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None  # the other way to read it says what is wrong


def _rgb(array):
    """What `cnnlib.images.load` gives, as (H, W, 3) uint8."""
    values = to_float01(array)
    if values.ndim == 2:
        values = np.repeat(values[:, :, np.newaxis], 3, axis=2)
    if values.shape[2] == 4:
        alpha = values[:, :, 3:]
        values = values[:, :, :3] * alpha + (1 - alpha)
    return np.rint(values * 255).astype(np.uint8)
