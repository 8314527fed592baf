"""Noise, light and colour: pixels stay where they are, and values change."""

import torch

from cnnlib.augment.batches import as_dtype, draw_uniform, require_images

GREY = (0.299, 0.587, 0.114)  # of red, green and blue, as in `cnnlib.images.luma`


def random_noise(images, std, *, generator=None):
    """Add noise of its own to every value.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    std : float
        Standard deviation of the noise, in the units of the values.
    generator : torch.Generator, optional

    Returns
    -------
    (N, C, H, W) tensor
        Of the same dtype; whole numbers are rounded, and stay in the range of their dtype.

    Raises
    ------
    ValueError
        If std is negative, or the shape is not that of a batch.

    Examples
    --------
    >>> white = torch.full((1, 1, 2, 2), 255, dtype=torch.uint8)
    >>> noisy = random_noise(white, 20)
    >>> noisy.dtype, bool((noisy <= 255).all())
    (torch.uint8, True)
    """
    require_images(images)
    if std < 0:
        raise ValueError(f"a standard deviation is never negative; std is {std}")
    noise = torch.randn(images.shape, generator=generator).to(images.device)
    return as_dtype(images.to(noise.dtype) + std * noise, images)


def random_colour(images, *, brightness=0.0, contrast=0.0, saturation=0.0, generator=None):
    """Change brightness, contrast and saturation of each image, in this order.

    Each by a factor of its own, from 1 - b to 1 + b for a strength b. Brightness multiplies all
    values; contrast pulls them to the mean grey of the image or away from it; saturation pulls each
    pixel to its own grey or away.

    Parameters
    ----------
    images : (N, 1, H, W) or (N, 3, H, W) tensor
        From 0 to 1, or uint8: not normalised images.
    brightness, contrast, saturation : float
        Strengths, from 0 to 1.
    generator : torch.Generator, optional

    Returns
    -------
    (N, C, H, W) tensor
        Of the same dtype, from 0 to 1 (uint8: to 255).

    Raises
    ------
    ValueError
        If a strength is not between 0 and 1, or there are neither one nor three channels.

    Examples
    --------
    >>> images = torch.rand(4, 3, 5, 5)
    >>> changed = random_colour(images, brightness=0.5, saturation=1.0)
    >>> bool((changed >= 0).all() and (changed <= 1).all())
    True
    """
    require_images(images)
    strengths = {"brightness": brightness, "contrast": contrast, "saturation": saturation}
    for name, strength in strengths.items():
        if not 0 <= strength <= 1:
            raise ValueError(f"{name} is from 0 to 1, and not {strength}")
    if images.shape[1] not in (1, 3):
        raise ValueError(f"images in grey or RGB have 1 or 3 channels, not {images.shape[1]}")
    factors = [
        draw_uniform(images, 1 - strength, 1 + strength, generator)[:, None, None, None]
        for strength in strengths.values()
    ]
    top = 1.0 if images.dtype.is_floating_point else 255.0
    x = (images.float() * factors[0]).clamp(0, top)
    x = _pulled(x, _grey(x).mean(dim=(2, 3), keepdim=True), factors[1], top)
    return as_dtype(_pulled(x, _grey(x), factors[2], top), images)


def _grey(x):
    if x.shape[1] == 1:
        return x
    return (x * torch.tensor(GREY, device=x.device)[:, None, None]).sum(dim=1, keepdim=True)


def _pulled(x, towards, factor, top):
    return (towards + factor * (x - towards)).clamp(0, top)
