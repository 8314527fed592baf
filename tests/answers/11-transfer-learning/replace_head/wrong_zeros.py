"""Begins with zeros.

points: 2
says: begins with zeros
"""

from torch import nn


def replace_head(model, num_classes):
    dense = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)]
    if not dense:
        raise ValueError("no dense layer")
    name, old = dense[-1]
    new = nn.Linear(old.in_features, num_classes).to(old.weight)
    nn.init.zeros_(new.weight)
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, new)
    return model
