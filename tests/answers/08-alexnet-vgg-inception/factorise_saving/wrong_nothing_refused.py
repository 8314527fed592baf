"""Accepts any stack.

points: 2
says: does not see
"""


def factorise_saving(whole, parts):
    before = whole[0] * whole[1]
    after = sum(h * w for h, w in parts)
    return (before - after) / before
