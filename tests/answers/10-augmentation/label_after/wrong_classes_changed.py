"""Changes the classes.

points: 1
says: the way back
"""


def _alike(a, b):
    a, b = a < 128, b < 128
    return (a & b).sum() / (a | b).sum()


def label_after(pictures, transform, least=0.8):
    labels = {}
    for name, picture in pictures.items():
        changed = picture
        scores = {other: _alike(changed, transform(pictures[other])) for other in pictures}
        best = max(scores, key=scores.get)
        labels[name] = best if scores[best] >= least else None
    return labels
