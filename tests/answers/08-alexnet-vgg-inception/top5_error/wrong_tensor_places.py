"""Averages over places.

points: 0
says: over all k places
"""


def top5_error(logits, y, k=5):
    if len(logits) != len(y) or len(y) == 0 or k < 1:
        raise ValueError("no images, or labels that do not fit, or k below 1")
    order = logits.argsort(dim=1, descending=True, stable=True)[:, :k]
    return (order != y[:, None]).double().mean().item()
