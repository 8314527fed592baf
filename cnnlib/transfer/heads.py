"""The last layer of a classifier, which belongs to its task, and what stands before it."""

from torch import nn

from cnnlib.arithmetic.whole_numbers import require_whole


def head_of(model):
    """Name and layer of a classifier's head: its last dense layer.

    Parameters
    ----------
    model : nn.Module

    Returns
    -------
    (str, nn.Linear)

    Raises
    ------
    ValueError
        If there is no dense layer.

    Examples
    --------
    >>> from cnnlib import models
    >>> head_of(models.CifarResNet())
    ('head.2', Linear(in_features=64, out_features=10, bias=True))
    """
    dense = [(name, part) for name, part in model.named_modules() if isinstance(part, nn.Linear)]
    if not dense:
        raise ValueError(
            f"{type(model).__name__} has no dense layer (nn.Linear), so which layer is its head "
            "is not clear: replace it yourself"
        )
    return dense[-1]


def replace_head(model, num_classes):
    """Give a classifier a new, untrained head for another task.

    Parameters
    ----------
    model : nn.Module
        Changed in place, unless it is a dense layer itself.
    num_classes : int

    Returns
    -------
    nn.Module
        The same. Its last dense layer takes as many inputs as before, has a bias, and learns,
        whatever was frozen.

    Raises
    ------
    ValueError
        If there is no dense layer, or num_classes is no whole number from 1.

    Examples
    --------
    >>> from cnnlib import models
    >>> net = replace_head(models.CifarResNet(), 4)
    >>> net.head[-1]
    Linear(in_features=64, out_features=4, bias=True)
    """
    [num_classes] = require_whole(1, num_classes=num_classes)
    name, old = head_of(model)
    new = nn.Linear(
        *(old.in_features, num_classes),
        device=old.weight.device,
        dtype=old.weight.dtype,
    )
    if not name:
        return new
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, new)
    return model
