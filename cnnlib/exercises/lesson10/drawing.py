"""How a random transform is judged: by what becomes of two thousand copies of one picture.

A transform may draw its numbers in any order, so no single result is right. But all results that
are possible can be listed, and of two thousand each must come about as often as it should. What is
seen becomes words, which are compared with those of known mistakes.
"""

import torch

DRAWS = 2000
NOT_SEEN = "not looked at, because of the result"


def picture(height, width, channels=2, dtype=torch.uint8):
    """One image (C, H, W) whose values all differ, none of them 0.

    >>> picture(1, 3, 2)
    tensor([[[1, 2, 3]],
    <BLANKLINE>
            [[4, 5, 6]]], dtype=torch.uint8)
    """
    values = 1 + torch.arange(channels * height * width).reshape(channels, height, width)
    return values.to(dtype) if not dtype.is_floating_point else (values / 256).to(dtype)


def copies(image, count=DRAWS):
    """(count, ...): the same image again and again, in memory of its own."""
    return image.expand(count, *image.shape).clone()


def mask_of(image):
    """(H, W) int64: the values of the first channel, so a mask that follows its image is known."""
    top = 256 if image.dtype.is_floating_point else 1
    return (image[0] * top).round().to(torch.int64)


def dice(seed):
    return torch.Generator().manual_seed(seed)


def form(result, shape, dtype):
    """What a result is, in words: "a uint8 tensor (2000, 2, 5, 7)"; of something else, its type."""
    if isinstance(result, tuple):
        return f"a tuple of {len(result)}"
    if not isinstance(result, torch.Tensor):
        return "nothing (None)" if result is None else f"of type {type(result).__name__}"
    if result.dtype != dtype:
        return f"of dtype {str(result.dtype).removeprefix('torch.')}"
    return f"of shape {tuple(result.shape)}" if tuple(result.shape) != tuple(shape) else "as asked"


def which(result, possible):
    """(N,): for each image the index of the possible result that it is; -1 where it is none.

    Parameters
    ----------
    result : (N, ...) tensor
    possible : (K, ...) tensor
    """
    known = {one.numpy().tobytes(): k for k, one in enumerate(possible.contiguous())}
    found = [known.get(one.numpy().tobytes(), -1) for one in result.detach().contiguous()]
    return torch.tensor(found)


def is_one(result):
    """Whether all images of a result are the same."""
    return bool((result == result[:1]).all())


def how_many(known, of="images"):
    """A part of the images in words.

    >>> how_many(torch.tensor([True, False]))
    'some images'
    """
    if known.all():
        return f"all {of}"
    return f"some {of}" if known.any() else f"no {of}"


def how_even(counts):
    """Whether things that should come equally often do, in words.

    Chance alone calls equal things unequal in less than one of ten million draws.
    """
    counts = torch.as_tensor(counts).double()
    if (counts == 0).any():
        missing = int((counts == 0).sum())
        return f"{missing} of {len(counts)} never come"
    expected = counts.sum() / len(counts)
    squares = float(((counts - expected) ** 2 / expected).sum())
    free = len(counts) - 1
    limit = free + 9 * (2 * free) ** 0.5 + 20
    return "all about equally often" if squares < limit else "some far more often than others"


def how_often(share, p, count=DRAWS):
    """Whether a share agrees with a probability, in words."""
    limit = 5.5 * (p * (1 - p) / count) ** 0.5 + 1e-9
    if abs(share - p) <= limit:
        return f"with a probability of about {p}"
    return f"with a probability of about {share:.1f}, and not {p}"


def how_drawn(call):
    """What the draws depend on, in words.

    Parameters
    ----------
    call : callable
        From a generator to a result.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        first = call(dice(5))
        torch.manual_seed(12)
        again, other = call(dice(5)), call(dice(6))
        one = dice(7)
        twice = call(one), call(one)
    if not _same(first, again):
        return "draws that do not come from the generator"
    if _same(first, other):
        return "the same draws with every generator"
    if _same(*twice):
        return "the same draws in every call with one generator"
    return "the generator's draws"


FROM_THE_GENERATOR = "the generator's draws"


def _same(first, second):
    if isinstance(first, tuple) and isinstance(second, tuple):
        return all(map(_same, first, second))
    return (
        isinstance(first, torch.Tensor)
        and isinstance(second, torch.Tensor)
        and first.shape == second.shape
        and torch.equal(first, second)
    )


def pair_told(result):
    """The two parts of a result with masks; words where it has none."""
    if isinstance(result, (tuple, list)) and len(result) == 2:
        return tuple(result)
    return None


def masks_told(image, result, masks):
    """Whether masks went where their images went, in words.

    Parameters
    ----------
    image : (C, H, W) tensor
        From `picture`: its first channel is the mask.
    result : (N, C, H, W) tensor
    masks : (N, H, W) tensor
    """
    if not isinstance(masks, torch.Tensor) or not isinstance(result, torch.Tensor):
        return "no tensors"
    if masks.dtype != torch.int64:
        return f"of dtype {str(masks.dtype).removeprefix('torch.')}"
    expected = (len(result), *result.shape[2:])
    if tuple(masks.shape) != expected:
        return f"of shape {tuple(masks.shape)}, beside images of {tuple(result.shape)}"
    top = 256 if image.dtype.is_floating_point else 1
    follow = ((result[:, 0] * top).round() == masks).flatten(1).all(dim=1)
    told = f"with their images: {how_many(follow, 'masks')}"
    if follow.all() or expected[1:] != tuple(image.shape[1:]):
        return told
    stay = (masks == mask_of(image)).flatten(1).all(dim=1)
    return f"{told}; as they were: {how_many(stay, 'masks')}"
