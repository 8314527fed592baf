"""Takes overfitting for degradation.

points: 2.5
says: two nets had similar ones
"""

answers = {
    "dead": "b",
    "degraded": "d",
    "skip": "b",
    "paper": "c",
    "alone": "c",
    "thousand": "b",
}
