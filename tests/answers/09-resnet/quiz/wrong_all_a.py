"""Answers a everywhere.

points: 0
says: training loss itself
"""

answers = {
    "dead": "a",
    "degraded": "a",
    "skip": "a",
    "paper": "a",
    "alone": "a",
    "thousand": "a",
}
