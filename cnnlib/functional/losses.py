"""Softmax, and the cross-entropy of its probabilities with the right classes."""

import numpy as np

from cnnlib.functional._arguments import float_array

REDUCTIONS = ("mean", "sum", "none")


def softmax(x, axis):
    """Probabilities from logits: ``exp(x)``, divided by its sum along an axis.

    The largest logit is subtracted first. That changes nothing but keeps `exp` from overflowing.

    Parameters
    ----------
    x : array_like
        float32 or float64.
    axis : int
        Along which the probabilities sum to 1.

    Returns
    -------
    ndarray
        Of the shape and dtype of x.

    Raises
    ------
    ValueError
        If x is empty, is neither float32 nor float64, or has no such axis.

    Examples
    --------
    >>> softmax(np.log([[1.0, 3.0]]), axis=1)
    array([[0.25, 0.75]])
    >>> softmax(np.array([1000.0, 1000.0]), axis=0)
    array([0.5, 0.5])
    """
    powers = np.exp(_below_zero(x, axis))
    return powers / powers.sum(axis=axis, keepdims=True)


def log_softmax(x, axis):
    """Logarithm of `softmax`, computed without its tiny probabilities, which would become 0.

    Parameters
    ----------
    x : array_like
        float32 or float64.
    axis : int
        Along which the probabilities sum to 1.

    Returns
    -------
    ndarray
        Of the shape and dtype of x.

    Raises
    ------
    ValueError
        If x is empty, is neither float32 nor float64, or has no such axis.

    Examples
    --------
    >>> log_softmax(np.array([0.0, 1000.0]), axis=0)
    array([-1000.,     0.])
    """
    x = _below_zero(x, axis)
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


def cross_entropy(logits, target, reduction="mean"):
    """How surprised the softmax of the logits is by the right classes, in nats.

    ``-log_softmax(logits)[target]`` of each example.

    Parameters
    ----------
    logits : (N, K) or (N, K, ...) array_like
        float32 or float64; K classes.
    target : (N,) or (N, ...) array_like of int
        The right classes, from 0 to K - 1.
    reduction : {"mean", "sum", "none"}
        What is made of the losses of the examples.

    Returns
    -------
    float32 or float64, or ndarray of the shape of target if the reduction is "none"
        Of the dtype of logits.

    Raises
    ------
    ValueError
        If logits is empty, has no axis of classes or is neither float32 nor float64; if target
        does not hold integers from 0 to K - 1 or is not of the right shape; if the reduction is
        unknown.

    Examples
    --------
    Undecided between two classes, the loss is log 2:

    >>> round(float(cross_entropy(np.zeros((1, 2)), np.array([1]))), 4)
    0.6931
    """
    logits, target = _checked(logits, target, reduction)
    of_target = np.take_along_axis(log_softmax(logits, axis=1), target, axis=1)
    losses = -of_target.squeeze(axis=1)
    return {"mean": np.mean, "sum": np.sum, "none": np.asarray}[reduction](losses)


def cross_entropy_backward(logits, target, reduction="mean"):
    """Gradient of `cross_entropy` with respect to the logits: what the softmax has too much.

    ``softmax(logits) - one_hot(target)`` for each example.

    Parameters
    ----------
    logits, target, reduction
        What `cross_entropy` was given. "mean" divides by the number of examples; "none" gives
        each loss's gradient with respect to its own logits, which is the gradient of the "sum".

    Returns
    -------
    ndarray
        Of the shape and dtype of logits.

    Raises
    ------
    ValueError
        As `cross_entropy`.

    Examples
    --------
    >>> cross_entropy_backward(np.zeros((1, 2)), np.array([1]))
    array([[ 0.5, -0.5]])
    """
    logits, target = _checked(logits, target, reduction)
    grad = softmax(logits, axis=1)
    of_target = np.take_along_axis(grad, target, axis=1)
    np.put_along_axis(grad, target, of_target - 1, axis=1)
    return grad / target.size if reduction == "mean" else grad


def _below_zero(x, axis):
    x = float_array("x", x)
    if not hasattr(axis, "__index__") or not -x.ndim <= axis < x.ndim:
        raise ValueError(f"axis must be one of the {x.ndim} axes of x, not {axis!r}")
    return x - x.max(axis=axis, keepdims=True)


def _checked(logits, target, reduction):
    """logits and target as arrays with the same axes; ValueError where they do not fit."""
    logits, target = float_array("logits", logits), np.asarray(target)
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction must be 'mean', 'sum' or 'none', not {reduction!r}")
    if logits.ndim < 2:
        raise ValueError(f"logits must have the axes (N, K), but its shape is {logits.shape}")
    shape = (logits.shape[0], *logits.shape[2:])
    if target.shape != shape:
        raise ValueError(
            f"target must have a class for each example, shape {shape}, but its shape is "
            f"{target.shape}"
        )
    if target.dtype.kind not in "iu":
        raise ValueError(f"target must hold class numbers, but its dtype is {target.dtype}")
    outside = target[(target < 0) | (target >= logits.shape[1])]
    if outside.size:
        raise ValueError(
            f"target holds {outside[0]}, but the classes are numbered from 0 to "
            f"{logits.shape[1] - 1}"
        )
    return logits, np.expand_dims(target, axis=1)
