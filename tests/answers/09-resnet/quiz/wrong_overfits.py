"""Takes both failures for overfitting.

points: 2
says: training loss itself does not move
says: training loss is large
"""

answers = {
    "dead": "a",
    "degraded": "b",
    "skip": "b",
    "paper": "c",
    "alone": "c",
    "thousand": "d",
}
