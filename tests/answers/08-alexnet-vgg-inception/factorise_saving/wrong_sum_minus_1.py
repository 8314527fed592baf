"""Sum of sides minus 1.

points: 0
says: right for two kernels only
"""


def factorise_saving(whole, parts):
    seen_h = sum(h for h, _ in parts) - 1
    seen_w = sum(w for _, w in parts) - 1
    if seen_h != whole[0] or seen_w != whole[1]:
        raise ValueError("another receptive field")
    before = whole[0] * whole[1]
    after = sum(h * w for h, w in parts)
    return (before - after) / before
