"""One direction.

points: 2
says: one direction only
"""


def factorise_saving(whole, parts):
    seen_h = 1 + sum(h - 1 for h, _ in parts)
    if seen_h != whole[0]:
        raise ValueError("another receptive field")
    before = whole[0] * whole[1]
    after = sum(h * w for h, w in parts)
    return (before - after) / before
