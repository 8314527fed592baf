"""Changes a number that nobody reads.

points: 0
says: the head that it had
"""

from torch import nn


def replace_head(model, num_classes):
    dense = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)]
    if not dense:
        raise ValueError("there is no dense layer")
    name, old = dense[-1]
    old.out_features = num_classes
    return model
