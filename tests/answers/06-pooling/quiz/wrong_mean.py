"""Blames the maximum.

points: 3
says: comes from window and stride
"""

answers = {
    "invariant": "c",
    "smaller": "d",
    "field": 7,
    "sizes": "c",
}
