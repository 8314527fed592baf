"""Counts two paths.

points: 2.5
says: one of the two paths has no layer
"""

answers = {
    "dead": "b",
    "degraded": "d",
    "skip": "c",
    "paper": "c",
    "alone": "c",
    "thousand": "d",
}
