"""Data sets as NumPy arrays, for the lessons that come before PyTorch."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Arrays:
    """Labelled images as NumPy arrays, for lessons that come before PyTorch.

    `Dataset` holds the same as tensors.

    Attributes
    ----------
    name : str
    train_images, test_images : (N, C, H, W) uint8 ndarray
        From 0 (background) to `max_value`.
    train_labels, test_labels : (N,) int64 ndarray
        Indices into `class_names`.
    class_names : tuple of str
    max_value : int
        Full brightness: divide by it to bring the images to [0, 1].
    origin, licence : str
        Who made them and where they come from; under which terms.
    """

    name: str
    train_images: np.ndarray = field(repr=False)
    train_labels: np.ndarray = field(repr=False)
    test_images: np.ndarray = field(repr=False)
    test_labels: np.ndarray = field(repr=False)
    class_names: tuple[str, ...] = field(repr=False)
    max_value: int
    origin: str = field(repr=False)
    licence: str


def digits():
    """Scikit-learn's 1797 handwritten digits of 8 x 8 pixels, with a fixed split.

    Of each class, the last fifth of the file is for testing, the rest for training. Neighbours
    in the file look alike (the file names no writers; the same hand is the likely reason), so a
    random split puts near copies on both sides. This one is harder: logistic regression reads
    90.3 % of the last fifth, and 96.6 % of every fifth image, held out instead.

    Returns
    -------
    Arrays
        1438 training and 359 test images of shape (1, 8, 8), values 0 to 16.

    References
    ----------
    E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
    Repository, 1998, doi:10.24432/C50P49.

    Examples
    --------
    >>> data = digits()
    >>> data.train_images.shape, int(data.train_images.max())
    ((1438, 1, 8, 8), 16)
    >>> data
    Arrays(name='digits', max_value=16, licence='CC BY 4.0')
    """
    from sklearn.datasets import load_digits

    bunch = load_digits()
    images = bunch.images.astype(np.uint8)[:, np.newaxis]
    labels = bunch.target.astype(np.int64)
    is_test = np.zeros(len(labels), dtype=bool)
    for label in range(10):
        places = np.flatnonzero(labels == label)
        is_test[places[round(0.8 * len(places)) :]] = True
    return Arrays(
        name="digits",
        train_images=images[~is_test],
        train_labels=labels[~is_test],
        test_images=images[is_test],
        test_labels=labels[is_test],
        class_names=tuple("0123456789"),
        max_value=16,
        origin=(
            "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine "
            "Learning Repository, 1998, doi:10.24432/C50P49; its test part, from scikit-learn"
        ),
        licence="CC BY 4.0",
    )
