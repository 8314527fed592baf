"""Takes the kernel for the field.

points: 3
says: first layer only
"""

answers = {
    "invariant": "c",
    "smaller": "d",
    "field": 3,
    "sizes": "b",
}
