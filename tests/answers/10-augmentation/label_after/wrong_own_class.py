"""Compares with its own class alone.

points: 0
says: its own class alone
says: at 'left': expected 'right', got None
"""


def _alike(a, b):
    a, b = a < 128, b < 128
    return (a & b).sum() / (a | b).sum()


def label_after(pictures, transform, least=0.8):
    labels = {}
    for name, picture in pictures.items():
        changed = transform(picture)
        scores = {other: _alike(changed, pictures[other]) for other in [name]}
        best = max(scores, key=scores.get)
        labels[name] = best if scores[best] >= least else None
    return labels
