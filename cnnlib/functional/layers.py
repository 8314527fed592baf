"""ReLU and the fully connected layer."""

import numpy as np

from cnnlib.functional._arguments import (
    float_array,
    grad_of,
    require_same_dtype,
    require_shape,
)


def relu(x):
    """The positive part of each value, ``max(x, 0)``.

    Parameters
    ----------
    x : array_like
        float32 or float64, of any shape.

    Returns
    -------
    ndarray
        Of the shape and dtype of x.

    Raises
    ------
    ValueError
        If x is empty or is neither float32 nor float64.

    Examples
    --------
    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    return np.maximum(float_array("x", x), 0)


def relu_backward(grad_out, x):
    """Gradient with respect to the input of `relu`: that of the output where x was positive.

    At 0 there is a kink and no derivative; 0 is taken, as everywhere.

    Parameters
    ----------
    grad_out : ndarray
        Gradient with respect to the output, of the shape and dtype of x.
    x : array_like
        What `relu` was given.

    Returns
    -------
    ndarray
        Of the shape and dtype of x.

    Raises
    ------
    ValueError
        If an array is empty or is neither float32 nor float64, or if shapes or dtypes differ.

    Examples
    --------
    >>> relu_backward(np.array([5.0, 6.0, 7.0]), np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 7.])
    """
    x = float_array("x", x)
    return np.where(x <= 0, 0, grad_of(x.shape, grad_out, x=x))


def linear(x, weight, bias=None):
    """The fully connected layer, ``x @ weight.T + bias``.

    Parameters
    ----------
    x : (..., in_features) array_like
        float32 or float64.
    weight : (out_features, in_features) array_like
        Of the dtype of x.
    bias : (out_features,) array_like, optional
        Of the dtype of x.

    Returns
    -------
    (..., out_features) ndarray
        Of the dtype of x.

    Raises
    ------
    ValueError
        If an array is empty, has no axis of features or is neither float32 nor float64, or if
        dtypes or numbers of features differ.

    Examples
    --------
    >>> linear(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, 6.0]]), np.array([0.5, 0.0]))
    array([[11.5, 17. ]])
    """
    x, weight = _checked(x, weight)
    out = x @ weight.T
    if bias is None:
        return out
    bias = float_array("bias", bias)
    require_same_dtype(x=x, bias=bias)
    require_shape("bias", bias, (len(weight),), "a number for each output")
    return out + bias


def linear_backward(grad_out, x, weight):
    """Gradients of a loss with respect to what went into `linear`.

    Parameters
    ----------
    grad_out : (..., out_features) array_like
        Gradient with respect to the output, of the dtype of x.
    x : (..., in_features) array_like
    weight : (out_features, in_features) array_like
        What `linear` was given.

    Returns
    -------
    grad_x : (..., in_features) ndarray
    grad_weight : (out_features, in_features) ndarray
        Summed over all rows of x.
    grad_bias : (out_features,) ndarray
        Likewise. All three are of the dtype of x.

    Raises
    ------
    ValueError
        As `linear`, and if grad_out is not of the shape of the output or the dtype of x.

    Examples
    --------
    >>> x, weight = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0]])
    >>> grad_x, grad_weight, grad_bias = linear_backward(np.array([[1.0], [10.0]]), x, weight)
    >>> grad_x
    array([[ 5.,  6.],
           [50., 60.]])
    >>> grad_weight
    array([[31., 42.]])
    >>> grad_bias
    array([11.])
    """
    x, weight = _checked(x, weight)
    out_features, in_features = weight.shape
    grad_out = grad_of((*x.shape[:-1], out_features), grad_out, x=x, weight=weight)
    grad_rows = grad_out.reshape(-1, out_features)
    grad_weight = grad_rows.T @ x.reshape(-1, in_features)
    return grad_out @ weight, grad_weight, grad_rows.sum(axis=0)


def _checked(x, weight):
    x = float_array("x", x)
    weight = float_array("weight", weight, "out_features, in_features")
    require_same_dtype(x=x, weight=weight)
    if x.ndim == 0 or x.shape[-1] != weight.shape[1]:
        raise ValueError(
            f"the last axis of x must be the {weight.shape[1]} features that weight "
            f"{weight.shape} takes, but the shape of x is {x.shape}"
        )
    return x, weight
