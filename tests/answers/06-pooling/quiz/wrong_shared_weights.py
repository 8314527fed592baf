"""Takes shared weights for invariance.

points: 3
says: that is equivariance
"""

answers = {
    "invariant": "a",
    "smaller": "d",
    "field": 7,
    "sizes": "b",
}
