"""Gives the skip weights.

points: 2.5
says: x is added as it is
"""

answers = {
    "dead": "b",
    "degraded": "d",
    "skip": "a",
    "paper": "c",
    "alone": "c",
    "thousand": "d",
}
