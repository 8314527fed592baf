"""Thinks of dead units.

points: 2.5
says: does not speak of that
"""

answers = {
    "dead": "b",
    "degraded": "d",
    "skip": "b",
    "paper": "d",
    "alone": "c",
    "thousand": "d",
}
