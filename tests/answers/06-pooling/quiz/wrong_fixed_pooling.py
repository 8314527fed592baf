"""Believes that any pooling takes any size.

points: 3
says: only adaptive
"""

answers = {
    "invariant": "c",
    "smaller": "d",
    "field": 7,
    "sizes": "a",
}
