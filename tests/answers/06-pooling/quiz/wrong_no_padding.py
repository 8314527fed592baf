"""Forgets the padding.

points: 3
says: without padding it would be so
"""

answers = {
    "invariant": "c",
    "smaller": "c",
    "field": 7,
    "sizes": "b",
}
