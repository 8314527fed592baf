"""Largest side.

points: 0
says: larger than that of its largest
"""


def factorise_saving(whole, parts):
    seen_h = max(h for h, _ in parts)
    seen_w = max(w for _, w in parts)
    if seen_h != whole[0] or seen_w != whole[1]:
        raise ValueError("another receptive field")
    before = whole[0] * whole[1]
    after = sum(h * w for h, w in parts)
    return (before - after) / before
