"""The right answers."""

answers = {
    "invariant": "c",
    "smaller": "d",
    "field": 7,
    "sizes": "b",
}
