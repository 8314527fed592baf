"""Takes the default stride.

points: 3
says: default stride
"""

answers = {
    "invariant": "c",
    "smaller": "b",
    "field": 7,
    "sizes": "b",
}
