"""Pictures and arrays: load, save, convert, normalise, cut, move.

Two layouts occur. Picture files and Matplotlib have (H, W) or (H, W, C): rows, columns,
channels. Torch has (C, H, W), and (N, C, H, W) for a batch. Functions here never change
their input.
"""

from pathlib import Path

import numpy as np

from cnnlib.arithmetic.whole_numbers import require_whole

LUMA_WEIGHTS = (0.299, 0.587, 0.114)


def load(path):
    """Read a picture file.

    Parameters
    ----------
    path : str or path-like
        A PNG, JPEG, TIFF, GIF, ... file: whatever Pillow reads. Of an animation, the first
        frame. A photograph that its camera marked as turned is turned upright.

    Returns
    -------
    ndarray
        - grey: (H, W) uint8, or uint16 where the file has 16 bits a pixel,
        - black and white: (H, W) bool,
        - grey in floating-point numbers (TIFF): (H, W) float32,
        - grey or colour with transparency: (H, W, 4) uint8, red, green, blue, alpha,
        - all else (RGB, palette, CMYK, YCbCr, ...): (H, W, 3) uint8, red, green, blue.
          CMYK is converted, since nothing would tell its four channels from RGBA.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is not a picture, or a damaged one; the message names the file.

    Examples
    --------
    >>> from cnnlib._paths import course_file
    >>> load(course_file("data", "crowd.png")).shape
    (480, 640, 3)
    """
    from PIL import Image, ImageOps

    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"there is no file {path}")
    try:
        with Image.open(path) as picture:
            upright = ImageOps.exif_transpose(picture)
            return _array_of(upright)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValueError(f"{path} cannot be read as a picture: {error}") from error


def _array_of(picture):
    if picture.mode in ("L", "1", "F"):
        return np.array(picture)
    if picture.mode.startswith("I"):  # 16 bits a pixel, in one of Pillow's ways to hold them
        values = np.array(picture)
        if values.min() < 0 or values.max() > 65535:
            raise ValueError("its pixels have more than 16 bits")
        return values.astype(np.uint16)
    see_through = picture.mode in ("LA", "La", "PA", "RGBA", "RGBa")
    if see_through or "transparency" in picture.info:
        return np.array(picture.convert("RGBA"))
    return np.array(picture.convert("RGB"))


def save(path, image):
    """Write an array to a picture file; the name's ending says in which format.

    Parameters
    ----------
    path : str or path-like
        Such as ``"edges.png"``. A file that is there is replaced.
    image : (H, W), (H, W, 3) or (H, W, 4) array_like
        Grey, RGB or RGBA: uint8, bool, or else uint16 or floats in [0, 1], which are rounded
        to 256 levels.

    Raises
    ------
    ValueError
        If the shape or the values are not a picture's, or the format is unknown or cannot
        hold this picture (JPEG has no transparency).
    FileNotFoundError
        If the folder does not exist.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Path(folder, "grey.png"), [[0.0, 0.5, 1.0]])
    ...     load(Path(folder, "grey.png"))
    array([[  0, 128, 255]], dtype=uint8)
    """
    from PIL import Image

    image = np.asarray(image)
    if not (image.ndim == 2 or (image.ndim == 3 and image.shape[2] in (3, 4))) or not image.size:
        raise ValueError(
            f"a picture has the shape (H, W), (H, W, 3) or (H, W, 4), not {image.shape}"
        )
    if image.dtype != np.uint8:
        image = np.rint(to_float01(image) * 255).astype(np.uint8)
    try:
        Image.fromarray(np.ascontiguousarray(image)).save(path)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise ValueError(f"the picture cannot be saved as {path}: {error}") from error


def to_chw(image):
    """From a picture's layout to torch's: channels first.

    Parameters
    ----------
    image : (H, W) or (H, W, C) array_like
        Grey, or with C = 1, 3 or 4 channels.

    Returns
    -------
    (C, H, W) ndarray
        C is 1 for a grey picture. The dtype stays. A new array.

    Raises
    ------
    ValueError
        If there are not 2 or 3 axes, or not 1, 3 or 4 channels.

    Examples
    --------
    >>> to_chw(np.zeros((480, 640, 3))).shape
    (3, 480, 640)
    >>> to_chw(np.zeros((480, 640))).shape
    (1, 480, 640)
    """
    image = np.asarray(image)
    if image.ndim not in (2, 3):
        raise ValueError(f"a picture has the shape (H, W) or (H, W, C), not {image.shape}")
    if image.ndim == 2:
        return image[np.newaxis].copy()
    if image.shape[2] not in (1, 3, 4):
        swapped = image.shape[0] in (1, 3, 4)
        raise ValueError(
            f"the last axis must be 1, 3 or 4 channels, but the shape is {image.shape}"
            + ("; it seems to be (C, H, W) already" if swapped else "")
        )
    return image.transpose(2, 0, 1).copy()


def to_float01(image):
    """Brightness as numbers from 0 (black) to 1 (full).

    Parameters
    ----------
    image : array_like, any shape
        uint8 (divided by 255), uint16 (divided by 65535), bool (0 or 1), or floats that are
        in [0, 1] already (kept).

    Returns
    -------
    float64 ndarray
        Same shape; a new array.

    Raises
    ------
    ValueError
        If floats leave [0, 1] (or are NaN), or for another dtype, whose range is unknown.

    Examples
    --------
    Sums of uint8 start again at 0 beyond 255; sums of floats do not:

    >>> a, b = np.array([200], dtype=np.uint8), np.array([100], dtype=np.uint8)
    >>> a + b
    array([44], dtype=uint8)
    >>> to_float01(a) + to_float01(b)
    array([1.17647059])
    """
    image = np.asarray(image)
    if image.dtype == np.bool_:
        return image.astype(np.float64)
    if image.dtype in (np.uint8, np.uint16):
        return image / np.float64(np.iinfo(image.dtype).max)
    if image.dtype.kind != "f":
        raise ValueError(
            f"the range of {image.dtype} brightness is unknown: convert to uint8, uint16, bool, "
            "or to floats in [0, 1], first"
        )
    if image.size and not (image.min() >= 0 and image.max() <= 1):
        raise ValueError(
            "floats must be in [0, 1] already, but these go from "
            f"{image.min():g} to {image.max():g}"
        )
    return image.astype(np.float64)


def channel_stats(train):
    """Mean and standard deviation of each channel, over all images and pixels.

    Take them from the *training* images alone, and use the same two numbers on the test
    images: a test image must not influence how it is seen.

    Parameters
    ----------
    train : (N, C, H, W) array_like
        Training images.

    Returns
    -------
    mean : (C,) float64 ndarray
    std : (C,) float64 ndarray
        Root of the mean squared deviation (divided by the count, not by the count less 1).

    Raises
    ------
    ValueError
        If there are not 4 axes, or no pixels.

    Examples
    --------
    >>> train = np.array([[[[0, 2]], [[7, 7]]], [[[4, 2]], [[7, 7]]]], dtype=np.uint8)
    >>> train.shape
    (2, 2, 1, 2)
    >>> mean, std = channel_stats(train)
    >>> mean, std.round(3)
    (array([2., 7.]), array([1.414, 0.   ]))
    """
    train = np.asarray(train)
    if train.ndim != 4 or train.size == 0:
        raise ValueError(f"training images have the shape (N, C, H, W), not {train.shape}")
    return (
        train.mean(axis=(0, 2, 3), dtype=np.float64),
        train.std(axis=(0, 2, 3), dtype=np.float64),
    )


def standardise(x, mean, std):
    """Subtract each channel's mean and divide by its standard deviation.

    Parameters
    ----------
    x : (N, C, H, W) or (C, H, W) array_like
    mean, std : (C,) array_like
        As `channel_stats` gives them.

    Returns
    -------
    float64 ndarray
        Same shape as x. A channel that was constant in training (its std is 0, or no larger
        than rounding makes it) tells nothing, and becomes 0 everywhere.

    Raises
    ------
    ValueError
        If the number of channels differs, or a standard deviation is negative.

    Examples
    --------
    >>> x = np.array([[[1, 5]], [[7, 7]]])
    >>> standardise(x, mean=[3, 7], std=[2, 0])
    array([[[-1.,  1.]],
    <BLANKLINE>
           [[ 0.,  0.]]])
    """
    x = np.asarray(x, dtype=np.float64)
    mean, std = np.asarray(mean, dtype=np.float64), np.asarray(std, dtype=np.float64)
    if x.ndim not in (3, 4) or not mean.shape == std.shape == (x.shape[-3],):
        raise ValueError(
            "x must be (N, C, H, W) or (C, H, W), with C means and C standard deviations; the "
            f"shapes are {x.shape}, {mean.shape} and {std.shape}"
        )
    if (std < 0).any():
        raise ValueError(f"a standard deviation is never negative; these are {std.tolist()}")
    constant = std <= 1e-12 * np.abs(mean)
    scale = np.where(constant, 0, 1 / np.where(constant, 1, std))
    return (x - mean[:, None, None]) * scale[:, None, None]


def luma(image):
    """A colour picture in grey: how bright the eye finds each pixel.

    ``0.299 R + 0.587 G + 0.114 B``. The weights sum to 1, so a grey pixel stays as it is; green
    counts most, since the eye is most sensitive to it.

    Parameters
    ----------
    image : (H, W, 3) array_like
        Red, green, blue.

    Returns
    -------
    (H, W) float64 ndarray
        In the image's own units (0 to 255 for uint8).

    Raises
    ------
    ValueError
        If the last of the three axes is not 3 channels.

    References
    ----------
    Recommendation ITU-R BT.601-7, "Studio encoding parameters of digital television", 2011.

    Examples
    --------
    >>> luma([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]]).round(1)
    array([[ 76.2, 149.7,  29.1]])
    """
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[2] != 3:
        rgba = image.ndim == 3 and image.shape[2] == 4
        raise ValueError(
            f"a colour picture has the shape (H, W, 3), not {image.shape}"
            + ("; leave out the fourth channel, image[:, :, :3]" if rgba else "")
        )
    return image @ np.array(LUMA_WEIGHTS)


def split(image, grid):
    """Cut a picture into equal patches.

    Parameters
    ----------
    image : (H, W) or (H, W, C) array_like
    grid : (int, int)
        Number of rows and of columns of patches. H must be a multiple of the first, W of the
        second.

    Returns
    -------
    (rows, cols, H / rows, W / cols[, C]) ndarray
        ``split(image, grid)[i, j]`` is the patch in row i and column j. A new array.

    Raises
    ------
    ValueError
        If the shape is not a picture's, or the grid does not divide it.

    See Also
    --------
    join : the inverse.

    Examples
    --------
    >>> patches = split(np.arange(12).reshape(2, 6), grid=(1, 3))
    >>> patches.shape
    (1, 3, 2, 2)
    >>> patches[0, 1]
    array([[2, 3],
           [8, 9]])
    """
    image = np.asarray(image)
    rows, cols = grid
    if image.ndim not in (2, 3):
        raise ValueError(f"a picture has the shape (H, W) or (H, W, C), not {image.shape}")
    require_whole(1, rows=rows, columns=cols)
    height, width, *channels = image.shape
    if height % rows or width % cols or not image.size:
        raise ValueError(
            f"{height} x {width} pixels cannot be cut into {rows} x {cols} equal patches: "
            "the rows of the grid must divide the height, its columns the width"
        )
    strips = image.reshape(rows, height // rows, cols, width // cols, *channels)
    return strips.swapaxes(1, 2).copy()


def join(patches):
    """Put patches together to a picture: the inverse of `split`.

    Parameters
    ----------
    patches : (rows, cols, h, w) or (rows, cols, h, w, C) array_like

    Returns
    -------
    (rows * h, cols * w[, C]) ndarray
        A new array.

    Raises
    ------
    ValueError
        If there are not 4 or 5 axes.

    Examples
    --------
    >>> image = np.arange(24).reshape(4, 6)
    >>> np.array_equal(join(split(image, grid=(2, 3))), image)
    True
    """
    patches = np.asarray(patches)
    if patches.ndim not in (4, 5):
        raise ValueError(
            f"patches have the shape (rows, cols, h, w) or (rows, cols, h, w, C), "
            f"not {patches.shape}"
        )
    rows, cols, height, width, *channels = patches.shape
    return patches.swapaxes(1, 2).reshape(rows * height, cols * width, *channels).copy()


def translate(image, dy, dx, fill=0):
    """Move a picture; what leaves on one side does not come back on the other.

    Parameters
    ----------
    image : (H, W) or (H, W, C) array_like
    dy : int
        Pixels down; negative: up. May exceed the height.
    dx : int
        Pixels to the right; negative: to the left. May exceed the width.
    fill : number, or C numbers
        What the uncovered pixels hold. The image's dtype must be able to hold it.

    Returns
    -------
    ndarray
        Same shape and dtype as the image; a new array.

    Raises
    ------
    ValueError
        If the shape is not a picture's, a shift is not whole, or the dtype cannot hold `fill`.

    Examples
    --------
    >>> translate([[1, 2, 3], [4, 5, 6]], dy=1, dx=-1)
    array([[0, 0, 0],
           [2, 3, 0]])
    """
    image = np.asarray(image)
    if image.ndim not in (2, 3):
        raise ValueError(f"a picture has the shape (H, W) or (H, W, C), not {image.shape}")
    require_whole(None, dy=dy, dx=dx)
    moved = _filled_like(image, fill)
    height, width = image.shape[:2]
    # A shift beyond the edge is the same as one up to the edge; beyond it, slices would
    # count from the other end.
    dy, dx = max(-height, min(dy, height)), max(-width, min(dx, width))
    target = np.s_[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)]
    source = np.s_[max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)]
    moved[target] = image[source]
    return moved


def _filled_like(image, fill):
    if image.dtype.kind in "bui":
        whole = image.dtype.kind != "b"
        low, high = (np.iinfo(image.dtype).min, np.iinfo(image.dtype).max) if whole else (0, 1)
        values = np.asarray(fill)
        if not np.all((values >= low) & (values <= high) & (values == np.floor(values))):
            raise ValueError(f"pixels of type {image.dtype} cannot hold the fill value {fill!r}")
    return np.full_like(image, fill)
