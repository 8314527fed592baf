"""Lets pooling halve the map.

points: 3
says: the stride shrinks, not the pooling
"""

answers = {
    "invariant": "c",
    "smaller": "a",
    "field": 7,
    "sizes": "b",
}
