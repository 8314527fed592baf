"""Patches of four photographs, and what a nearest neighbour makes of them: a leak to measure.

Neighbouring patches overlap by three quarters. Divided by patches, nearly each test patch has one
that overlaps with it in the training; divided by place, none has.
"""

import functools

import numpy as np

from cnnlib.datasets import photograph

NAMES = ("astronaut", "chelsea", "coffee", "rocket")
REDUCED = 4  # a pixel here is the mean of 4 x 4
SIDE, STEP = 8, 2  # pixels: of a patch, and from one patch to the next
PARTS = 4  # a quarter of each photograph, or of the patches, is for the test
BLOCKS = 8  # in each direction, for labels by the toss of a coin
MOST_TESTED = 400


@functools.cache
def photographs():
    """The four photographs in grey, reduced: a tuple of (H, W) float64 ndarrays, 0 to 255.

    Examples
    --------
    >>> [picture.shape for picture in photographs()]
    [(128, 128), (75, 112), (100, 150), (106, 160)]
    """
    return tuple(_reduced(photograph(name)) for name in NAMES)


def _reduced(picture):
    grey = picture.mean(axis=2)
    height, width = (side // REDUCED for side in grey.shape)
    cut = grey[: height * REDUCED, : width * REDUCED]
    return cut.reshape(height, REDUCED, width, REDUCED).mean(axis=(1, 3))


@functools.cache
def _cut():
    """All patches as rows, their photographs, and their corners as parts of height and width."""
    rows, labels, places = [], [], []
    for label, picture in enumerate(photographs()):
        windows = np.lib.stride_tricks.sliding_window_view(picture, (SIDE, SIDE))
        windows = windows[::STEP, ::STEP]
        height, width = picture.shape
        rows.append(windows.reshape(-1, SIDE * SIDE))
        labels.append(np.full(len(rows[-1]), label))
        i, j = np.mgrid[0 : windows.shape[0], 0 : windows.shape[1]] * STEP
        ends = (i / height, (i + SIDE - 1) / height, j / width, (j + SIDE - 1) / width)
        places.append(np.stack([end.ravel() for end in ends], axis=1))
    return np.concatenate(rows), np.concatenate(labels), np.concatenate(places)


def tossed(seed):
    """For each patch a label, 0 or 1, by the toss of a coin for the block that it begins in.

    Parameters
    ----------
    seed : int

    Returns
    -------
    (N,) int64 ndarray
    """
    _, pictures, places = _cut()
    coins = np.random.default_rng(seed).integers(0, 2, size=(len(NAMES), BLOCKS, BLOCKS))
    row, column = (BLOCKS * places[:, (0, 2)]).astype(int).T
    return coins[pictures, row, column]


def by_patch(seed, labels=None):
    """A quarter of the patches, drawn at random, for the test; all others to train.

    Parameters
    ----------
    seed : int
    labels : (N,) ndarray, optional
        The number of the photograph by default.

    Returns
    -------
    train, train_labels, test, test_labels : ndarray
        Patches as rows. At most 400 are tested.
    """
    rows, pictures, _ = _cut()
    order = np.random.default_rng(seed).permutation(len(rows))
    cut = len(rows) // PARTS
    return _parts(rows, pictures if labels is None else labels, order[cut:], order[:cut])


def by_place(seed, labels=None):
    """One quarter of the width of each photograph for the test; what reaches into it is left out.

    Parameters
    ----------
    seed : int
        The quarter is number seed % 4, from the left.
    labels : (N,) ndarray, optional

    Returns
    -------
    train, train_labels, test, test_labels : ndarray
        As `by_patch`.

    Examples
    --------
    >>> train, train_labels, test, test_labels = by_place(0)
    >>> train.shape[1], len(test)
    (64, 400)
    """
    rows, pictures, places = _cut()
    first, last = (PARTS * places[:, 2:]).astype(int).T
    part = seed % PARTS
    test = np.flatnonzero((first == part) & (last == part))
    train = np.flatnonzero((first != part) & (last != part))
    test = np.random.default_rng(seed).permutation(test)
    return _parts(rows, pictures if labels is None else labels, train, test)


def _parts(rows, labels, train, test):
    test = test[:MOST_TESTED]
    return rows[train], labels[train], rows[test], labels[test]


def nearest_neighbour(train, train_labels, test, test_labels):
    """The fraction of test rows whose nearest training row has the right label.

    Examples
    --------
    >>> train, test = np.array([[0.0], [10.0]]), np.array([[1.0], [4.0], [9.0]])
    >>> nearest_neighbour(train, np.array([0, 1]), test, np.array([0, 1, 1]))
    0.6666666666666666
    """
    squares = (train**2).sum(axis=1) - 2 * (test @ train.T)
    return float((train_labels[squares.argmin(axis=1)] == test_labels).mean())
