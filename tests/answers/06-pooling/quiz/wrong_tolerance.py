"""Takes tolerance for a guarantee.

points: 3
says: no guarantee
"""

answers = {
    "invariant": "b",
    "smaller": "d",
    "field": 7,
    "sizes": "b",
}
