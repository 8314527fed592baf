"""Believes in longer training.

points: 2
says: longer training does not change that
"""

answers = {
    "inductive bias": "b",
    "universal approximation": "a",
    "the table": "c",
}
