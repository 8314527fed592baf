"""Begins with rows of the old head.

points: 0
says: rows of the old one
"""

from torch import nn


def replace_head(model, num_classes):
    import torch

    dense = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)]
    if not dense:
        raise ValueError("there is no dense layer")
    name, old = dense[-1]
    new = nn.Linear(old.in_features, num_classes).to(old.weight)
    rows = min(num_classes, old.out_features)
    with torch.no_grad():
        new.weight[:rows] = old.weight[:rows]
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, new)
    return model
