"""Explains the table by the number of parameters.

points: 2
says: small MLP has fewer still
"""

answers = {
    "inductive bias": "b",
    "universal approximation": "c",
    "the table": "a",
}
