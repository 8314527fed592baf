"""Takes the last child.

points: 1
says: last child of the network
"""

from torch import nn


def replace_head(model, num_classes):
    name, old = list(model.named_children())[-1]
    new = nn.Linear(old.in_features, num_classes).to(old.weight)
    setattr(model, name, new)
    return model
