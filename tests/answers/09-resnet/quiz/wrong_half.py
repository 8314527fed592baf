"""Answers three of six.

points: 1.5
says: not answered yet
"""

answers = {
    "dead": "b",
    "degraded": "d",
    "skip": "b",
    "paper": ...,
    "alone": ...,
    "thousand": ...,
}
