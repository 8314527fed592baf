"""A constant.

points: 0
says: same answer
"""


def top5_error(logits, y, k=5):
    if len(logits) != len(y) or len(y) == 0 or k < 1:
        raise ValueError("no images, or labels that do not fit, or k below 1")
    return 0.5
