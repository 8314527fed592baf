"""Gives it a bias where the old one had.

points: 1
says: only where the old one had
"""

from torch import nn


def replace_head(model, num_classes):
    dense = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)]
    if not dense:
        raise ValueError("there is no dense layer")
    name, old = dense[-1]
    has_bias = old.bias is not None
    new = nn.Linear(old.in_features, num_classes, bias=has_bias).to(old.weight)
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, new)
    return model
