from torch import nn


def replace_head(model, num_classes):
    last = None
    for part in model.modules():
        if isinstance(part, nn.Linear):
            last = part
    if last is None:
        raise ValueError("a model without a dense layer")
    fresh = nn.Linear(last.in_features, num_classes).to(last.weight)
    last.weight, last.bias = fresh.weight, fresh.bias
    last.out_features = num_classes
    return model
