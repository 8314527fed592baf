"""Cutout: a square of each image is taken away."""

import torch

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.augment.batches import draw_whole, require_images


def cutout(images, size, *, generator=None, fill=0):
    """Cover a square of each image, each at its own random place, in all channels.

    The centre of the square is any pixel, so near the edge part of the square is outside [1]_.
    Masks stay as they are: what is covered is still there.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    size : int
        The side of the square, in pixels: an odd number, so that there is a pixel at its centre.
    generator : torch.Generator, optional
    fill : number

    Returns
    -------
    (N, C, H, W) tensor
        Of the same dtype.

    Raises
    ------
    ValueError
        If the size is no odd number from 1 on, or the shape is not that of a batch.

    References
    ----------
    .. [1] T. DeVries, G. W. Taylor, "Improved regularization of convolutional neural networks with
       cutout", 2017, arXiv:1708.04552.

    Examples
    --------
    >>> dice = torch.Generator().manual_seed(1)
    >>> cutout(torch.ones(1, 1, 3, 5, dtype=torch.uint8), 3, generator=dice)[0, 0]
    tensor([[1, 1, 1, 0, 0],
            [1, 1, 1, 0, 0],
            [1, 1, 1, 0, 0]], dtype=torch.uint8)
    """
    require_images(images)
    [size] = require_whole(1, size=size)
    if size % 2 == 0:
        raise ValueError(f"the side of the square is odd, so that it has a centre, and not {size}")
    height, width = images.shape[2:]
    hole = _near(draw_whole(images, 0, height - 1, generator), height, size)[:, None, :, None]
    hole = hole & _near(draw_whole(images, 0, width - 1, generator), width, size)[:, None, None, :]
    return images.masked_fill(hole, fill)


def _near(centre, side, size):
    """(N, side): which rows, or columns, the square covers."""
    places = torch.arange(side, device=centre.device)
    return (places - centre[:, None]).abs() <= size // 2
