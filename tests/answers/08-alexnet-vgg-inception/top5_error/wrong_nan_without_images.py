"""nan for no images.

points: 2
says: no error rate of nothing
"""


def top5_error(logits, y, k=5):
    if len(logits) != len(y) or k < 1:
        raise ValueError("no images, or labels that do not fit, or k below 1")
    true = logits.gather(1, y[:, None])
    before = (logits >= true).sum(dim=1) - 1
    return (before >= k).double().mean().item()
