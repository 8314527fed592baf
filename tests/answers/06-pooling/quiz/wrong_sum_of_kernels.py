"""Adds the kernels.

points: 3
says: do not add up
"""

answers = {
    "invariant": "c",
    "smaller": "d",
    "field": 9,
    "sizes": "b",
}
