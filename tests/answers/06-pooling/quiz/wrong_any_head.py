"""Believes in any head.

points: 3
says: other weights for each place
"""

answers = {
    "invariant": "d",
    "smaller": "d",
    "field": 7,
    "sizes": "b",
}
