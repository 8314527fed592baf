"""Shift, flip and crop: pixels move by whole places, and no value changes."""

import torch
import torch.nn.functional as F

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.augment.batches import both, draw_whole, require_images


def random_shift(images, most, *, generator=None, masks=None, fill=0):
    """Move each image by its own random number of rows and columns.

    What leaves the picture is gone; what comes in on the other side is `fill`. Each of the
    (2 most + 1)^2 moves is equally likely.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    most : int
        Pixels, in each direction.
    generator : torch.Generator, optional
    masks : (N, H, W) tensor, optional
        Moved as their images; what comes in is 0.
    fill : number

    Returns
    -------
    (N, C, H, W) tensor
        Of the same dtype. With masks, a pair: the images and the masks.

    Raises
    ------
    ValueError
        If `most` is not a whole number of at least 0, or shapes do not fit.

    Examples
    --------
    >>> dice = torch.Generator().manual_seed(0)
    >>> image = torch.tensor([[[[1, 2], [3, 4]]]])
    >>> random_shift(image, 1, generator=dice)
    tensor([[[[0, 0],
              [2, 0]]]])
    """
    require_images(images)
    [most] = require_whole(0, most=most)
    down = draw_whole(images, -most, most, generator)
    right = draw_whole(images, -most, most, generator)

    def move(x, is_mask):
        wider = F.pad(x, [most] * 4, value=0 if is_mask else fill)
        return windows(wider, x.shape[2:], most - down, most - right)

    return both(move, images, masks)


def random_flip(images, p=0.5, *, generator=None, masks=None):
    """Mirror each image with probability `p`: left becomes right.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    p : float
        From 0 to 1.
    generator : torch.Generator, optional
    masks : (N, H, W) tensor, optional
        Mirrored with their images.

    Returns
    -------
    (N, C, H, W) tensor
        Of the same dtype. With masks, a pair: the images and the masks.

    Raises
    ------
    ValueError
        If `p` is no probability, or shapes do not fit.

    Examples
    --------
    >>> random_flip(torch.tensor([[[[1, 2, 3]]]]), p=1.0)
    tensor([[[[3, 2, 1]]]])
    """
    require_images(images)
    if not 0 <= p <= 1:
        raise ValueError(f"p is a probability, from 0 to 1, and not {p!r}")
    chosen = torch.rand(len(images), generator=generator) < p
    chosen = chosen.to(images.device)[:, None, None, None]
    return both(lambda x, _: torch.where(chosen, x.flip(3), x), images, masks)


def random_crop(images, size, *, padding=0, generator=None, masks=None, fill=0):
    """Cut a window out of each image, each at its own random place.

    Every place where the window lies wholly inside is equally likely. The training of networks for
    CIFAR-10 pads by 4 first, and cuts windows of the old size [1]_.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    size : int or (int, int)
        Height and width of the window.
    padding : int
        Pixels of `fill` that are put around the images first.
    generator : torch.Generator, optional
    masks : (N, H, W) tensor, optional
        Cut at the same places; their padding is 0.
    fill : number

    Returns
    -------
    (N, C, *size) tensor
        Of the same dtype. With masks, a pair: the images and the masks.

    Raises
    ------
    ValueError
        If the window is larger than the images, or shapes do not fit.

    References
    ----------
    .. [1] K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR,
       2016, section 4.2.

    Examples
    --------
    >>> dice = torch.Generator().manual_seed(0)
    >>> image = torch.arange(12).reshape(1, 1, 3, 4)
    >>> random_crop(image, (1, 2), generator=dice)
    tensor([[[[8, 9]]]])
    """
    require_images(images)
    height, width = require_whole(1, **_sides(size))
    [padding] = require_whole(0, padding=padding)
    rows, columns = (side + 2 * padding for side in images.shape[2:])
    if height > rows or width > columns:
        raise ValueError(f"no window of {height} x {width} fits into {rows} x {columns} pixels")
    top = draw_whole(images, 0, rows - height, generator)
    left = draw_whole(images, 0, columns - width, generator)

    def cut(x, is_mask):
        wider = F.pad(x, [padding] * 4, value=0 if is_mask else fill) if padding else x
        return windows(wider, (height, width), top, left)

    return both(cut, images, masks)


def windows(images, size, top, left):
    """Of each image the window whose upper left corner is at its own (top, left).

    Parameters
    ----------
    images : (N, C, H, W) tensor
    size : (int, int)
    top, left : (N,) int64 tensor

    Returns
    -------
    (N, C, *size) tensor
        New memory.
    """
    every = images.unfold(2, size[0], 1).unfold(3, size[1], 1)  # a view: all windows of all images
    return every[torch.arange(len(images), device=images.device), :, top, left]


def _sides(size):
    height, width = size if isinstance(size, (tuple, list)) else (size, size)
    return {"height": height, "width": width}
