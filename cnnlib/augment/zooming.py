"""The crops of two papers: VGG's at several scales, and Inception's of any size and shape."""

import math

import torch
import torch.nn.functional as F

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.augment.batches import as_dtype, both, draw_uniform, require_images, require_pair


def scale_jitter_crop(images, size, sides, *, generator=None, masks=None):
    """VGG's crops at several scales [1]_.

    Each image is resized so that its shorter side is S, drawn from `sides`; then a square of `size`
    pixels is cut out, at a random place. The paper has size 224 and S from 256 to 512: an object is
    seen small and whole, or large and in part.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    size : int
        Of the square.
    sides : (float, float)
        Lowest and highest S, at least `size`.
    generator : torch.Generator, optional
    masks : (N, H, W) tensor, optional

    Returns
    -------
    (N, C, size, size) tensor
        Of the same dtype. With masks, a pair.

    Raises
    ------
    ValueError
        If S can be smaller than the square, or shapes do not fit.

    Notes
    -----
    Values are interpolated between four pixels. Where the result is less than half as large as what
    it shows, reduce the images first.

    References
    ----------
    .. [1] K. Simonyan, A. Zisserman, "Very deep convolutional networks for large-scale image
       recognition", ICLR, 2015, section 3.1.

    Examples
    --------
    >>> scale_jitter_crop(torch.zeros(2, 3, 40, 60), 28, (32, 64)).shape
    torch.Size([2, 3, 28, 28])
    """
    require_images(images)
    [size] = require_whole(1, size=size)
    low, high = require_pair("sides", sides)
    if low < size:
        raise ValueError(f"a square of {size} pixels does not fit into a side of {low:g}")
    height, width = images.shape[2:]
    window = min(height, width) * size / draw_uniform(images, low, high, generator)
    top = draw_uniform(images, 0, 1, generator) * (height - window)
    left = draw_uniform(images, 0, 1, generator) * (width - window)
    return _resized_windows(images, masks, top, left, window, window, (size, size))


def random_resized_crop(
    images,
    size,
    *,
    scale=(0.08, 1.0),
    ratio=(3 / 4, 4 / 3),
    generator=None,
    masks=None,
):
    """Inception's crops [1]_: a window of random area and shape, resized to `size`.

    The window has between 8 % and 100 % of the image's area, and is between 3 : 4 and 4 : 3 in
    shape. So objects are not only seen larger, but also stretched: distortions.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    size : int or (int, int)
        Height and width of the result.
    scale : (float, float)
        Lowest and highest share of the area.
    ratio : (float, float)
        Lowest and highest width over height; its logarithm is drawn, so that tall and wide are
        equally likely.
    generator : torch.Generator, optional
    masks : (N, H, W) tensor, optional

    Returns
    -------
    (N, C, *size) tensor
        Of the same dtype. With masks, a pair.

    Raises
    ------
    ValueError
        If a range is none, or shapes do not fit.

    Notes
    -----
    Where a window would be wider or taller than the image, that side is cut to the image
    (torchvision draws again). Values are interpolated between four pixels: see
    `scale_jitter_crop`.

    References
    ----------
    .. [1] C. Szegedy and others, "Going deeper with convolutions", CVPR, 2015, section 6.

    Examples
    --------
    >>> random_resized_crop(torch.zeros(2, 3, 40, 60), (24, 32)).shape
    torch.Size([2, 3, 24, 32])
    """
    require_images(images)
    size = size if isinstance(size, (tuple, list)) else (size, size)
    size = require_whole(1, height=size[0], width=size[1])
    height, width = images.shape[2:]
    area = draw_uniform(images, *require_pair("scale", scale, least=0), generator)
    area = area * height * width
    low, high = map(math.log, require_pair("ratio", ratio, least=0))
    shape = draw_uniform(images, low, high, generator).exp()
    tall, wide = (area / shape).sqrt().clamp(max=height), (area * shape).sqrt().clamp(max=width)
    top = draw_uniform(images, 0, 1, generator) * (height - tall)
    left = draw_uniform(images, 0, 1, generator) * (width - wide)
    return _resized_windows(images, masks, top, left, tall, wide, tuple(size))


def _resized_windows(images, masks, top, left, tall, wide, size):
    """Of each image its window, resized to one size: bilinear, of masks the nearest pixel."""
    height, width = images.shape[2:]
    zero = torch.zeros_like(top)
    theta = torch.stack(
        [
            torch.stack([wide / width, zero, (2 * left + wide) / width - 1], dim=1),
            torch.stack([zero, tall / height, (2 * top + tall) / height - 1], dim=1),
        ],
        dim=1,
    )
    grid = F.affine_grid(theta, (len(images), 1, *size), align_corners=False)

    def resize(x, is_mask):
        mode = "nearest" if is_mask else "bilinear"
        values = F.grid_sample(
            x.to(grid.dtype), grid, mode=mode, padding_mode="border", align_corners=False
        )
        return as_dtype(values, x)

    return both(resize, images, masks)
