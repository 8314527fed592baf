"""Layers with a sliding window, written as the matrices that fully connected layers are."""

import math

import numpy as np

from cnnlib.functional import cross_correlate2d


def matrix_of(layer, *shape):
    """The matrix of a linear layer, found by asking it: what does it make of a lone pixel?

    Parameters
    ----------
    layer : callable
        Linear: takes an array of the given shape and returns an array.
    *shape : int
        Of the layer's input.

    Returns
    -------
    (outputs, inputs) ndarray
        Inputs and outputs are counted along the rows, as ``ravel`` does.

    Examples
    --------
    >>> matrix_of(lambda x: x[:2] - x[1:], 3)
    array([[ 1., -1.,  0.],
           [ 0.,  1., -1.]])
    """
    lone_pixels = np.eye(math.prod(shape)).reshape(-1, *shape)
    return np.stack([np.ravel(layer(pixel)) for pixel in lone_pixels], axis=1)


def conv1d_as_dense(kernel, n):
    """The matrix of a window that slides along n inputs, at the places where it fits.

    Parameters
    ----------
    kernel : (k,) array_like
    n : int
        Number of inputs, at least k.

    Returns
    -------
    (n - k + 1, n) float64 ndarray

    Examples
    --------
    >>> conv1d_as_dense([1, 2], 3)
    array([[1., 2., 0.],
           [0., 1., 2.]])
    """
    row = np.asarray(kernel)[np.newaxis]
    return matrix_of(lambda x: cross_correlate2d(x[np.newaxis], row), n)


def conv_as_dense(kernel, n):
    """The matrix of a kernel that slides over an n x n image, at the places where it fits.

    Parameters
    ----------
    kernel : (kh, kw) array_like
    n : int
        Height and width of the image, in pixels.

    Returns
    -------
    ((n - kh + 1) * (n - kw + 1), n * n) float64 ndarray

    Raises
    ------
    ValueError
        If the kernel is larger than the image.

    Examples
    --------
    >>> conv_as_dense([[1, 2]], 2)
    array([[1., 2., 0., 0.],
           [0., 0., 1., 2.]])
    """
    return matrix_of(lambda image: cross_correlate2d(image, kernel), n, n)
