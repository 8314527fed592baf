"""The right answers."""

answers = {
    "dead": "b",
    "degraded": "d",
    "skip": "b",
    "paper": "c",
    "alone": "c",
    "thousand": "d",
}
