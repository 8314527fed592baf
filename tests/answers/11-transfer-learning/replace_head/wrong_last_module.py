"""Takes the last module, whatever it is.

points: 1
says: last of all modules
"""

from torch import nn


def replace_head(model, num_classes):
    name, old = list(model.named_modules())[-1]
    new = nn.Linear(old.in_features, num_classes).to(old.weight)
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, new)
    return model
