"""Takes a larger window.

points: 3
says: depend on the image
"""

answers = {
    "invariant": "c",
    "smaller": "d",
    "field": 7,
    "sizes": "d",
}
