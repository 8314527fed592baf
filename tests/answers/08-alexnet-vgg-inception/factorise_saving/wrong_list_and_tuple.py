"""Compares a list with a tuple.

points: 0
says: Every stack that was tried is refused
"""


def factorise_saving(whole, parts):
    seen_h = 1 + sum(h - 1 for h, _ in parts)
    seen_w = 1 + sum(w - 1 for _, w in parts)
    if [seen_h, seen_w] != whole:
        raise ValueError("another receptive field")
    before = whole[0] * whole[1]
    after = sum(h * w for h, w in parts)
    return (before - after) / before
