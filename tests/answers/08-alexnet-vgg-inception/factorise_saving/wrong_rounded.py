"""Rounded.

points: 0
says: rounded
"""


def factorise_saving(whole, parts):
    seen_h = 1 + sum(h - 1 for h, _ in parts)
    seen_w = 1 + sum(w - 1 for _, w in parts)
    if seen_h != whole[0] or seen_w != whole[1]:
        raise ValueError("another receptive field")
    before = whole[0] * whole[1]
    after = sum(h * w for h, w in parts)
    return round((before - after) / before, 2)
