from torch import nn


def replace_head(model, num_classes):
    found = None
    for parent in model.modules():
        for own, child in parent.named_children():
            if isinstance(child, nn.Linear):
                found = parent, own, child
    if found is None:
        raise ValueError("nothing to replace")
    parent, own, old = found
    new = nn.Linear(old.in_features, num_classes, device=old.weight.device, dtype=old.weight.dtype)
    parent.add_module(own, new)
    return model
