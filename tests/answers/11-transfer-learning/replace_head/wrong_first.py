"""Replaces the first dense layer.

points: 1
says: the first dense layer
"""

from torch import nn


def replace_head(model, num_classes):
    dense = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)]
    if not dense:
        raise ValueError("there is no dense layer")
    name, old = dense[0]
    new = nn.Linear(old.in_features, num_classes).to(old.weight)
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, new)
    return model
