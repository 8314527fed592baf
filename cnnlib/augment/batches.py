"""What all changes of a batch share: what they refuse, how they draw, and where masks come in."""

import torch


def require_images(images):
    """Refuse what is no batch of images.

    Raises
    ------
    TypeError
        If it is no tensor.
    ValueError
        If its shape is not (N, C, H, W).
    """
    if not isinstance(images, torch.Tensor):
        raise TypeError(f"images are a tensor, not of type {type(images).__name__}")
    if images.ndim != 4:
        hint = " (for one image: image[None])" if images.ndim == 3 else ""
        raise ValueError(f"images are (N, C, H, W), and not {tuple(images.shape)}{hint}")


def require_masks(images, masks):
    """Refuse masks that are not (N, H, W), one for each image and of its size."""
    expected = (len(images), *images.shape[2:])
    if tuple(masks.shape) != expected:
        raise ValueError(
            f"masks of these images are (N, H, W) = {expected}, and not {tuple(masks.shape)}"
        )


def require_pair(name, pair, least=None):
    """Refuse what is no pair of numbers, the lower one first.

    >>> require_pair("scale", (2, 1))
    Traceback (most recent call last):
        ...
    ValueError: scale is a pair (lowest, highest), and not (2, 1)
    """
    low, high = pair if isinstance(pair, (tuple, list)) and len(pair) == 2 else (1, 0)
    if not low <= high or (least is not None and low <= least):
        above = f" above {least}" if least is not None else ""
        raise ValueError(f"{name} is a pair (lowest, highest){above}, and not {pair!r}")
    return float(low), float(high)


def draw_whole(images, low, high, generator):
    """For each image a whole number from `low` to `high`, both included: (N,) int64."""
    drawn = torch.randint(low, high + 1, (len(images),), generator=generator)
    return drawn.to(images.device)


def draw_uniform(images, low, high, generator):
    """For each image a number from `low` to `high`: (N,) float32."""
    drawn = torch.rand(len(images), generator=generator)
    return (low + (high - low) * drawn).to(images.device)


def both(change, images, masks):
    """Change images, and masks in the same way where there are some.

    Parameters
    ----------
    change : callable
        From a batch (N, C, H, W), and whether it is of masks, to the new batch.
    images : (N, C, H, W) tensor
    masks : (N, H, W) tensor, optional

    Returns
    -------
    tensor, or a pair of tensors where there are masks
    """
    if masks is None:
        return change(images, False)
    require_masks(images, masks)
    return change(images, False), change(masks[:, None], True)[:, 0]


def as_dtype(values, like):
    """Float values in the dtype of other ones; whole numbers are rounded and kept in range."""
    if like.dtype.is_floating_point:
        return values.to(like.dtype)
    if like.dtype == torch.bool:
        return values > 0.5
    limits = torch.iinfo(like.dtype)
    return values.round().clamp(limits.min, limits.max).to(like.dtype)
