"""Takes the vanishing signal for degradation.

points: 2.5
says: look at the norms
"""

answers = {
    "dead": "d",
    "degraded": "d",
    "skip": "b",
    "paper": "c",
    "alone": "c",
    "thousand": "d",
}
