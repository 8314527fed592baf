"""Expects one dot in every name.

points: 0
says: as many parts as the name has
"""

from torch import nn


def replace_head(model, num_classes):
    dense = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)]
    if not dense:
        raise ValueError("no dense layer")
    name, old = dense[-1]
    parent, own = name.split(".")
    new = nn.Linear(old.in_features, num_classes).to(old.weight)
    setattr(model.get_submodule(parent), own, new)
    return model
