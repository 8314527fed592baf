"""Keys and values are exchanged.

points: 1
says: expected the keys
"""


def _alike(a, b):
    a, b = a < 128, b < 128
    return (a & b).sum() / (a | b).sum()


def label_after(pictures, transform, least=0.8):
    labels = {}
    for name, picture in pictures.items():
        changed = transform(picture)
        scores = {other: _alike(changed, pictures[other]) for other in pictures}
        best = max(scores, key=scores.get)
        labels[best if scores[best] >= least else None] = name
    return labels
