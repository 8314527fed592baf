"""Looks for head[-1].

points: 0
says: you look for model.head[-1]
"""

from torch import nn


def replace_head(model, num_classes):
    old = model.head[-1]
    model.head[-1] = nn.Linear(old.in_features, num_classes).to(old.weight)
    return model
