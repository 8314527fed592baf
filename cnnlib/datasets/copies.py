"""Near copies: what must not be in the training and in the test images at once."""

import itertools
import math

import torch
import torch.nn.functional as F

from cnnlib.arithmetic.whole_numbers import require_whole

# Measured. The most alike of images that were made apart: 0.9901 among the digits, across their
# split; 0.9915 between all of MNIST's test and training images (two upright strokes, both a 1).
# Copies: 1 if moved by a pixel; from 0.996 if darker by a third (0.9997 where there are 256
# levels and not 17); from 0.9967 for photographs compressed again (JPEG, quality 90) and then
# reduced to a quarter. Compressed at the size compared, they go down to 0.98: not all are found.
LIKENESS = 0.995

_CELLS = 6  # of the coarse grid, in each direction
_AT_ONCE = 512  # images compared with their neighbourhoods at a time


def near_copies(first, second, *, likeness=LIKENESS, shift=1):
    """Pairs of images, one of each split, that are the same or nearly the same.

    A test image with a near copy among the training images tells nothing about new images: the
    net may know it by heart. This finds such leaks.

    Two images are near copies if their correlation coefficient over all pixels and channels is at
    least `likeness` when one is moved by up to `shift` pixels. The correlation does not change
    with brightness and contrast, so the list has copies that were moved by a pixel, and copies
    that are brighter or darker (as long as no pixel is cut off at full brightness). Of small
    pictures that were compressed again it has some. It has no mirror images, and none that were
    turned, scaled or moved further.

    Parameters
    ----------
    first, second : Split, or (N, C, H, W) array_like
        The same C, H and W in both; H and W greater than twice the shift.
    likeness : float
        From above 0 to 1. The default, 0.995, lies above what different images reach (measured:
        0.9915, two of MNIST's digits 1) and below what moved and darker copies have (0.996).
    shift : int
        Pixels, in each direction. The border of this width is not compared.

    Returns
    -------
    list of (int, int)
        Indices into the first and the second, sorted.

    Raises
    ------
    ValueError
        If shapes differ or are too small, or `likeness` or `shift` are out of range.

    Notes
    -----
    With u and v the images less their means, scaled to length 1, a correlation of at least t is a
    squared distance of at most 2 - 2t. No projection enlarges a distance. So pairs that are too
    far apart on a coarse grid, or along one axis already, are out, and only the few others are
    compared in full: nothing is missed.

    Examples
    --------
    >>> images = torch.randint(0, 200, (3, 1, 8, 8), generator=torch.Generator().manual_seed(0))
    >>> moved = images[1:2].roll(1, dims=3)
    >>> near_copies(images, moved), near_copies(images, moved + 20), near_copies(images, 0 * moved)
    ([(1, 0)], [(1, 0)], [])
    """
    first, second = _images(first), _images(second)
    [shift] = require_whole(0, shift=shift)
    _require_comparable(first, second, shift, likeness)
    centre = _window(first, shift, shift, shift)
    coarse = _coarse(centre)
    pairs = set()
    for down, right in itertools.product(range(2 * shift + 1), repeat=2):
        moved = _window(second, down, right, shift)
        for i, j in _candidates(coarse, _coarse(moved), 2 - 2 * likeness):
            close = _alike(centre[i], moved[j], likeness)
            pairs.update(zip(i[close].tolist(), j[close].tolist(), strict=True))
    return sorted(pairs)


def _images(given):
    return torch.as_tensor(getattr(given, "images", given)).cpu()


def _require_comparable(first, second, shift, likeness):
    if first.ndim != 4 or first.shape[1:] != second.shape[1:]:
        raise ValueError(
            "images to compare are (N, C, H, W), with the same C, H and W; the shapes are "
            f"{tuple(first.shape)} and {tuple(second.shape)}"
        )
    if min(first.shape[2:]) <= 2 * shift:
        size = " x ".join(map(str, first.shape[2:]))
        raise ValueError(f"images of {size} pixels are too small to be moved by {shift}")
    if not 0 < likeness <= 1:
        raise ValueError(f"likeness goes from above 0 to 1, and is not {likeness!r}")


def _window(images, top, left, shift):
    height, width = images.shape[2] - 2 * shift, images.shape[3] - 2 * shift
    return images[:, :, top : top + height, left : left + width]


def _unit(images):
    """Each image less its mean, of length 1; of length 0 where it has one value only."""
    images = images.to(torch.float32)
    images = images - images.mean(dim=(1, 2, 3), keepdim=True)
    return F.normalize(images.flatten(1), eps=1e-3).reshape(images.shape)


def _alike(first, second, likeness):
    """Of two rows of images, which neighbours are near copies."""
    first, second = _unit(first).flatten(1), _unit(second).flatten(1)
    both_flat = (first.square().sum(dim=1) < 0.5) & (second.square().sum(dim=1) < 0.5)
    return ((first * second).sum(dim=1) >= likeness - 1e-6) | both_flat


def _coarse(images):
    """Unit images on a coarse grid, as (N, K): a projection, so no two come further apart.

    A cell of k x k pixels holds k times their mean, which is their product with a unit vector.
    """
    cell = max(1, min(images.shape[2:]) // _CELLS)
    parts = images.split(_AT_ONCE)  # whole sets, as floats, would fill the memory
    return torch.cat([F.avg_pool2d(_unit(part), cell).flatten(1) * cell for part in parts])


def _candidates(first, second, distance):
    """Index pairs whose squared distance is at most that, with something added for rounding.

    Along one axis, too, no two are further apart than that. Sorted along it, each needs to be
    compared with its neighbourhood only.
    """
    distance, axis = distance + 1e-4, _longest_axis(torch.cat([first, second]))
    (first, at, i), (second, places, j) = _sorted_along(axis, first), _sorted_along(axis, second)
    for start in range(0, len(first), _AT_ONCE):
        some, near = slice(start, start + _AT_ONCE), at[start : start + _AT_ONCE]
        low, high = near[0] - math.sqrt(distance), near[-1] + math.sqrt(distance)
        low, high = torch.searchsorted(places, torch.stack([low, high])).tolist()
        squares = torch.cdist(first[some], second[low:high]).square_()
        row, column = (squares <= distance).nonzero(as_tuple=True)
        for part in zip(row.split(_AT_ONCE), column.split(_AT_ONCE), strict=True):
            yield i[some][part[0]], j[low:high][part[1]]


def _longest_axis(points):
    """The direction in which points (N, K) differ most."""
    return torch.linalg.eigh(points.T @ points).eigenvectors[:, -1]


def _sorted_along(axis, points):
    """Points in their order along an axis, their places on it, and their numbers."""
    places, numbers = (points @ axis).sort()
    return points[numbers], places, numbers
