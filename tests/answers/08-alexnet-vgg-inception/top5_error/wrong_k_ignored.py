"""k is 1, always.

points: 0
says: top-1 error
"""


def top5_error(logits, y, k=5):
    if len(logits) != len(y) or len(y) == 0 or k < 1:
        raise ValueError("no images, or labels that do not fit, or k below 1")
    true = logits.gather(1, y[:, None])
    before = (logits >= true).sum(dim=1) - 1
    return (before >= 1).double().mean().item()
