"""Takes degradation for vanishing gradients.

points: 2
says: with batch norm they do not
says: so many lectures say
"""

answers = {
    "dead": "b",
    "degraded": "a",
    "skip": "b",
    "paper": "a",
    "alone": "c",
    "thousand": "d",
}
