"""torch.topk.

points: 1
says: position of the class
"""


def top5_error(logits, y, k=5):
    if len(logits) != len(y) or len(y) == 0 or k < 1:
        raise ValueError("no images, or labels that do not fit, or k below 1")
    best = logits.topk(k, dim=1).indices
    return (best != y[:, None]).all(dim=1).double().mean().item()
