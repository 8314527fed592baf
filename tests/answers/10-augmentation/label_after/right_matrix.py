"""All likenesses as a matrix."""

import numpy as np


def label_after(pictures, transform, least=0.8):
    names = list(pictures)
    ink = np.stack([pictures[name] < 128 for name in names]).reshape(len(names), -1)
    new = np.stack([transform(pictures[name]) < 128 for name in names]).reshape(len(names), -1)
    both = new.astype(int) @ ink.T.astype(int)
    any_ = new.sum(axis=1)[:, None] + ink.sum(axis=1) - both
    alike = both / any_
    best = alike.argmax(axis=1)
    return {
        name: names[b] if row[b] >= least else None
        for name, row, b in zip(names, alike, best, strict=True)
    }
