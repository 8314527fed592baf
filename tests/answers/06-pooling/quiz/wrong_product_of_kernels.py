"""Multiplies the kernels.

points: 3
says: do not multiply
"""

answers = {
    "invariant": "c",
    "smaller": "d",
    "field": 27,
    "sizes": "b",
}
