"""Looks for fc.

points: 0
says: attribute called fc
"""

from torch import nn


def replace_head(model, num_classes):
    model.fc = nn.Linear(model.fc.in_features, num_classes).to(model.fc.weight)
    return model
