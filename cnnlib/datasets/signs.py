"""A generated data set: road signs of ten classes, whose meaning can hang on left and right.

Every image shows one sign at a random place, size, angle and tilt, before a cluttered background
and behind a few twigs, in whatever light, more or less in focus, with noise. What counts is the
pictogram alone: plates and colours are the same for all classes. Six of the ten classes become
another class in the mirror.
"""

import contextlib
import functools
import hashlib
import math
import os
import tempfile
from pathlib import Path

import numpy as np

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.datasets import _sign_scenes as scenes
from cnnlib.datasets import _sign_shapes as shapes
from cnnlib.datasets._names import listed

CLASS_NAMES = tuple(shapes.PICTOGRAMS)
MIRROR_PAIRS = (
    ("left", "right"),
    ("turn left", "turn right"),
    ("side road left", "side road right"),
)

_DRAWING = 1  # goes up when what is drawn changes: no cache of before is read again
_DIGEST_BYTES = 32
TRAIN, TEST = 0, 1  # the streams of random numbers


def make(seed=0, train=8000, test=2000):
    """Draw the data set, or read it from the cache of an earlier call.

    Image i of a part depends on the seed, the part and i alone, so a larger set begins with the
    smaller one. The pixels are the same on every platform. Classes take turns. Training and test
    images come from two streams of random numbers.

    Parameters
    ----------
    seed : int
        From 0 on. Another seed gives other images of the same classes.
    train, test : int
        Images in each part, at least one.

    Returns
    -------
    Dataset
        RGB images of shape (3, 32, 32).

    Raises
    ------
    ValueError
        If a number is too small, or not whole.

    Notes
    -----
    10,000 images take a few seconds; later calls read them from a file in the user's cache
    (30 MB a set). Where nothing can be written, they are drawn every time.

    Examples
    --------
    >>> data = make(train=60, test=20)
    >>> data
    Dataset('signs': 60 images to train, 20 to test, 3 x 32 x 32, 10 classes)
    >>> data.class_names[:3], data.train.labels[:12].tolist()
    (('left', 'right', 'ahead'), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    """
    import torch

    from cnnlib.datasets.dataset import Dataset, Split

    [seed] = require_whole(0, seed=seed)
    train, test = require_whole(1, train=train, test=test)
    images = _images(seed, train, test)
    parts = [
        Split(torch.from_numpy(some.copy()), torch.from_numpy(scenes.labels(0, len(some))))
        for some in (images[:train], images[train:])
    ]
    return Dataset(
        name="signs",
        train=parts[0],
        test=parts[1],
        class_names=CLASS_NAMES,
        max_value=255,
        origin=f"drawn for this course (cnnlib.datasets.signs, seed {seed})",
        licence="CC BY 4.0",
    )


def draw(start, stop, *, seed=0, part="train"):
    """Some images of a part alone, the same as in the whole set.

    Parameters
    ----------
    start, stop : int
        From image number `start` to before number `stop`.
    seed : int
    part : {"train", "test"}

    Returns
    -------
    images : (stop - start, 3, 32, 32) uint8 ndarray
    labels : (stop - start,) int64 ndarray

    Raises
    ------
    ValueError
        If there is no such part, or a number is too small or not whole.

    Examples
    --------
    >>> images, labels = draw(7000, 7003)
    >>> images.shape, labels.tolist()
    ((3, 3, 32, 32), [0, 1, 2])
    """
    if part not in ("train", "test"):
        raise ValueError(f"the parts are 'train' and 'test', not {part!r}")
    seed, start = require_whole(0, seed=seed, start=start)
    [stop] = require_whole(start, stop=stop)
    images = scenes.draw(seed, {"train": TRAIN, "test": TEST}[part], start, stop)
    return images, scenes.labels(start, stop)


def pictogram(name, size=128):
    """What a class shows, without a plate, in black on white.

    Parameters
    ----------
    name : str
        One of `CLASS_NAMES`.
    size : int
        Height and width, in pixels.

    Returns
    -------
    (size, size) uint8 ndarray

    Raises
    ------
    ValueError
        If there is no class of that name; the message lists the names.

    Examples
    --------
    >>> left, right = pictogram("left"), pictogram("right")
    >>> bool((left[:, ::-1] == right).all())
    True
    """
    if name not in CLASS_NAMES:
        raise ValueError(f"no sign is named {name!r}; the names are {listed(CLASS_NAMES)}")
    depth = shapes.depth(shapes.PICTOGRAMS[name], size) * (size / (2 * shapes.REACH))
    return np.rint(255 * np.clip(0.5 - depth, 0, 1)).astype(np.uint8)


@functools.lru_cache(maxsize=1)
def _images(seed, train, test):
    """Of both parts, one after the other; read-only, so whoever hands them out copies."""
    file = _cache_file(seed, train, test)
    images = _read(file, train + test)
    if images is None:
        parts = scenes.draw(seed, TRAIN, 0, train), scenes.draw(seed, TEST, 0, test)
        images = np.concatenate(parts)
        _write(file, images)
    images.flags.writeable = False
    return images


def _cache_file(seed, train, test):
    from platformdirs import user_cache_path

    folder = user_cache_path("cnnlib", appauthor=False) / "signs"
    return folder / f"drawing-{_DRAWING}-seed-{seed}-{train}-{test}.bin"


def _read(file, count):
    """Images from a cache file; None if there is no such file, or not what was written there."""
    shape = (count, scenes.CHANNELS, scenes.SIZE, scenes.SIZE)
    try:
        content = memoryview(file.read_bytes())
    except OSError:
        return None
    digest, pixels = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
    if len(pixels) != math.prod(shape) or hashlib.sha256(pixels).digest() != digest:
        return None
    return np.frombuffer(pixels, np.uint8).reshape(shape)


def _write(file, images):
    """Put images into a cache file, whole or not at all; where that cannot be, go on without."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=file.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(images).digest())
                stream.write(images)
            os.replace(unfinished, file)
        finally:
            Path(unfinished).unlink(missing_ok=True)
