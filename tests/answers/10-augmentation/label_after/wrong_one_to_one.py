"""Gives each class out once.

points: 2
says: several pictures may show the same class
"""


def _alike(a, b):
    a, b = a < 128, b < 128
    return (a & b).sum() / (a | b).sum()


def label_after(pictures, transform, least=0.8):
    labels, left = {}, dict(pictures)
    for name, picture in pictures.items():
        changed = transform(picture)
        scores = {other: _alike(changed, one) for other, one in left.items()}
        best = max(scores, key=scores.get)
        labels[name] = best if scores[best] >= least else None
        if labels[name]:
            del left[best]
    return labels
