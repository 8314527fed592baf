"""Height for width.

points: 1
says: Height and width are exchanged
"""


def factorise_saving(whole, parts):
    seen_h = 1 + sum(h - 1 for h, _ in parts)
    seen_w = 1 + sum(w - 1 for _, w in parts)
    if seen_h != whole[1] or seen_w != whole[0]:
        raise ValueError("another receptive field")
    before = whole[0] * whole[1]
    after = sum(h * w for h, w in parts)
    return (before - after) / before
