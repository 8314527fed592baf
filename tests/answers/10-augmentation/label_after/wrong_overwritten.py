"""Writes the changed picture into the dict.

points: 0
says: write the changed one into pictures
"""


def _alike(a, b):
    a, b = a < 128, b < 128
    return (a & b).sum() / (a | b).sum()


def label_after(pictures, transform, least=0.8):
    labels = {}
    for name, picture in pictures.items():
        changed = transform(picture)
        pictures[name] = changed
        scores = {other: _alike(changed, pictures[other]) for other in pictures}
        best = max(scores, key=scores.get)
        labels[name] = best if scores[best] >= least else None
    return labels
