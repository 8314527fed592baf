"""Gives setattr a dotted name.

points: 1
says: a dot in it
"""

from torch import nn


def replace_head(model, num_classes):
    dense = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)]
    if not dense:
        raise ValueError("there is no dense layer")
    name, old = dense[-1]
    new = nn.Linear(old.in_features, num_classes).to(old.weight)
    setattr(model, name, new)
    return model
