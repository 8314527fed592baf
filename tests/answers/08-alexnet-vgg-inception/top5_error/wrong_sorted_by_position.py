"""The order of the classes breaks ties.

points: 2
says: position of the class
"""


def top5_error(logits, y, k=5):
    if len(logits) != len(y) or len(y) == 0 or k < 1:
        raise ValueError("no images, or labels that do not fit, or k below 1")
    order = logits.argsort(dim=1, descending=True, stable=True)[:, :k]
    return (order != y[:, None]).all(dim=1).double().mean().item()
