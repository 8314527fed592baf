"""Handwritten digits at the left or at the right of a canvas: what lesson 02 experiments on.

Also `shift_experiment`, the measurement that the lesson asks for: what a model that was trained
at the left can read at the left, and at the right.
"""

import functools

import numpy as np

from cnnlib import datasets

HEIGHT, WIDTH, DIGIT = 12, 26, 8  # pixels: the canvas, and the side of a digit
HALF = WIDTH // 2
SIDES = {"left": 0, "right": HALF}


@functools.cache
def digits():
    """The digits of `cnnlib.datasets.digits`, read once; nobody can write into them.

    Returns
    -------
    cnnlib.datasets.Arrays

    Examples
    --------
    >>> digits().train_images.shape, digits().test_images.shape
    ((1438, 1, 8, 8), (359, 1, 8, 8))
    """
    data = datasets.digits()
    for array in (data.train_images, data.train_labels, data.test_images, data.test_labels):
        array.setflags(write=False)
    return data


def place(images, side, seed):
    """Put each digit on an empty canvas of its own, at a random place in one half.

    The seed alone decides the places within a half: with the same seed, the two sides differ by
    a move of 13 columns and by nothing else.

    Parameters
    ----------
    images : (N, 1, 8, 8) array_like
        Digits, 0 (background) to 16 (ink).
    side : {"left", "right"}
        Which half of the canvas.
    seed : int

    Returns
    -------
    (N, 1, 12, 26) float32 ndarray
        0 (background) to 1 (ink).

    Raises
    ------
    ValueError
        If the images are not such digits, or there is no such side.

    Examples
    --------
    >>> canvases = place(digits().test_images, "right", seed=0)
    >>> canvases.shape, bool(canvases[..., :13].any())
    ((359, 1, 12, 26), False)
    """
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[1:] != (1, DIGIT, DIGIT):
        raise ValueError(f"place needs digits of shape (N, 1, 8, 8), not {images.shape}")
    if side not in SIDES:
        raise ValueError(f"side must be 'left' or 'right', not {side!r}")
    dice = np.random.default_rng(seed)
    rows = dice.integers(0, HEIGHT - DIGIT + 1, len(images))
    columns = SIDES[side] + dice.integers(0, HALF - DIGIT + 1, len(images))
    canvases = np.zeros((len(images), 1, HEIGHT, WIDTH), np.float32)
    for canvas, image, i, j in zip(canvases, images, rows, columns, strict=True):
        canvas[:, i : i + DIGIT, j : j + DIGIT] = image / 16
    return canvases


def shift_experiment(model_fn, seed):
    """Train a model on digits at the left; measure what it reads at the left and at the right.

    Parameters
    ----------
    model_fn : callable
        ``model_fn(seed)`` builds an untrained model, with ``fit(canvases, labels)`` and
        ``predict(canvases)``, which returns (N,) labels.
    seed : int
        Of the model and of the places.

    Returns
    -------
    (float, float)
        Accuracy at the side of the training, and at the other: fractions in [0, 1].

    Examples
    --------
    >>> class SaysSeven:
    ...     def __init__(self, seed): ...
    ...     def fit(self, canvases, labels): ...
    ...     def predict(self, canvases): return np.full(len(canvases), 7)
    >>> same, other = shift_experiment(SaysSeven, seed=0)
    >>> bool(same == other == np.mean(digits().test_labels == 7))
    True
    """
    data = digits()
    model = model_fn(seed)
    model.fit(place(data.train_images, "left", seed), data.train_labels)
    same, other = (
        float(np.mean(model.predict(place(data.test_images, side, seed + 1)) == data.test_labels))
        for side in ("left", "right")
    )
    return same, other
