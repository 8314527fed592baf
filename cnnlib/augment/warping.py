"""Rotate, scale, shear, and local warping: pixels come from places between the old ones."""

import math

import torch
import torch.nn.functional as F

from cnnlib.augment.batches import as_dtype, both, draw_uniform, require_images, require_pair


def random_affine(
    images,
    *,
    rotation=0.0,
    scale=(1.0, 1.0),
    shear=0.0,
    shift=0.0,
    generator=None,
    masks=None,
    fill=0,
):
    """Scale, shear, rotate and shift each image, in this order, by its own random numbers.

    All about the centre of the image. Values between pixels are interpolated (bilinear); masks take
    the value of the nearest pixel, since there is no class between two classes.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    rotation : float, or (float, float)
        Degrees, counter-clockwise: from -rotation to rotation, or from the first to the second.
    scale : (float, float)
        Lowest and highest factor; above 1 things become larger.
    shear : float, or (float, float)
        Degrees by which a vertical line leans to the right.
    shift : float, or (float, float)
        Pixels, down and to the right, each drawn apart.
    generator : torch.Generator, optional
    masks : (N, H, W) tensor, optional
    fill : number
        What comes in from outside; for masks 0.

    Returns
    -------
    (N, C, H, W) tensor
        Of the same dtype (whole numbers are rounded). With masks, a pair.

    Raises
    ------
    ValueError
        If a range is none, or shapes do not fit.

    Examples
    --------
    A quarter turn, counter-clockwise:

    >>> image = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> random_affine(image, rotation=(90, 90)).round()
    tensor([[[[2., 4.],
              [1., 3.]]]])
    """
    require_images(images)
    turn, lean = (
        torch.deg2rad(draw_uniform(images, *_range(name, given), generator))
        for name, given in (("rotation", rotation), ("shear", shear))
    )
    factor = draw_uniform(images, *require_pair("scale", scale, least=0), generator)
    down, right = (draw_uniform(images, *_range("shift", shift), generator) for _ in range(2))
    theta = _inverse(turn, lean, factor, down, right, *images.shape[2:])
    size = (len(images), 1, *images.shape[2:])
    grid = F.affine_grid(theta, size, align_corners=False)
    return both(lambda x, is_mask: _sampled(x, grid, is_mask, fill), images, masks)


def random_warp(images, strength, *, spacing=8, generator=None, masks=None, fill=0):
    """Pull each image out of shape locally, in its own random way.

    Every `spacing` pixels a node is moved by a random vector, and what is between the nodes moves
    smoothly with them. Simard and others [1]_ blur a field of random vectors, one for each pixel;
    the result is of the same kind, and this is cheaper.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    strength : float
        Standard deviation of a node's move in each direction, in pixels.
    spacing : float
        Pixels between nodes; about how large the region is that is pulled one way.
    generator : torch.Generator, optional
    masks : (N, H, W) tensor, optional
    fill : number

    Returns
    -------
    (N, C, H, W) tensor
        Of the same dtype. With masks, a pair.

    Raises
    ------
    ValueError
        If the strength is negative, the spacing not above 0, or shapes do not fit.

    References
    ----------
    .. [1] P. Y. Simard, D. Steinkraus, J. C. Platt, "Best practices for convolutional neural
       networks applied to visual document analysis", ICDAR, 2003.

    Examples
    --------
    >>> image = torch.arange(9.0).reshape(1, 1, 3, 3)
    >>> torch.allclose(random_warp(image, 0), image, atol=1e-5)
    True
    """
    require_images(images)
    if strength < 0 or spacing <= 0:
        raise ValueError(
            f"strength is at least 0 and spacing above 0; they are {strength} and {spacing}"
        )
    height, width = images.shape[2:]
    nodes = [math.ceil(side / spacing) + 1 for side in (height, width)]
    moves = torch.randn(len(images), 2, *nodes, generator=generator).to(images.device)
    field = F.interpolate(moves, size=(height, width), mode="bicubic", align_corners=True)
    pixel = torch.tensor([2 / width, 2 / height], device=images.device)  # x first, as in a grid
    still = torch.eye(2, 3, device=images.device).expand(len(images), 2, 3)
    grid = F.affine_grid(still, (len(images), 1, height, width), align_corners=False)
    grid = grid + strength * field.permute(0, 2, 3, 1) * pixel
    return both(lambda x, is_mask: _sampled(x, grid, is_mask, fill), images, masks)


def _range(name, given):
    if isinstance(given, (tuple, list)):
        return require_pair(name, given)
    if given < 0:
        raise ValueError(f"{name} is at least 0, or a pair (lowest, highest), and not {given}")
    return -float(given), float(given)


def _inverse(turn, lean, factor, down, right, height, width):
    """(N, 2, 3): where in the old image a place of the new one comes from, for `affine_grid`.

    In pixels from the centre, x to the right and y down, a point goes to
    rotate(shear(factor * point)) + (right, down). Here is the way back.
    """
    cosine, sine, slope = turn.cos(), turn.sin(), lean.tan()
    # The inverse of a rotation is its transpose; of this shear, which leans upwards, +slope.
    a, b = cosine + slope * sine, -sine + slope * cosine
    c, d = sine, cosine
    linear = torch.stack([a, b, c, d]) / factor
    a, b, c, d = linear
    x, y = -(a * right + b * down), -(c * right + d * down)
    rows = [
        torch.stack([a, b * (height / width), x * (2 / width)], dim=1),
        torch.stack([c * (width / height), d, y * (2 / height)], dim=1),
    ]
    return torch.stack(rows, dim=1)


def _sampled(x, grid, is_mask, fill):
    """The values of a batch at the places of a grid (N, H, W, 2), from -1 to 1."""
    if is_mask:
        values = F.grid_sample(x.to(grid.dtype), grid, mode="nearest", align_corners=False)
    else:
        values = F.grid_sample(x.to(grid.dtype) - fill, grid, align_corners=False) + fill
    return as_dtype(values, x)
