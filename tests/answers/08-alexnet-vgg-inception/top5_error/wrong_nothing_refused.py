"""Refuses nothing.

points: 2
says: is not refused
"""


def top5_error(logits, y, k=5):
    logits, y = logits[: len(y)], y[: len(logits)]
    true = logits.gather(1, y[:, None])
    before = (logits >= true).sum(dim=1) - 1
    return (before >= k).double().mean().item()
