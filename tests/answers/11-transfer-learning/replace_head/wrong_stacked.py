"""Puts a layer behind the old head.

points: 0
says: behind the old head
"""

from torch import nn


def replace_head(model, num_classes):
    dense = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)]
    if not dense:
        raise ValueError("there is no dense layer")
    name, old = dense[-1]
    new = nn.Linear(old.out_features, num_classes).to(old.weight)
    return nn.Sequential(model, new)
