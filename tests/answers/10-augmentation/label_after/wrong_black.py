"""Only 0 is ink.

points: 2
says: only 0 is ink
"""

import numpy as np


def _alike(a, b):
    a, b = a < 128, b < 128
    return (a & b).sum() / (a | b).sum()


def label_after(pictures, transform, least=0.8):
    labels = {}
    for name, picture in pictures.items():
        changed = transform(picture)
        scores = {
            other: _alike(np.where(changed == 0, 0, 255), np.where(pictures[other] == 0, 0, 255))
            for other in pictures
        }
        best = max(scores, key=scores.get)
        labels[name] = best if scores[best] >= least else None
    return labels
