"""Finds that batch norm works so.

points: 2.5
says: only in training
"""

answers = {
    "dead": "b",
    "degraded": "d",
    "skip": "b",
    "paper": "c",
    "alone": "d",
    "thousand": "d",
}
