"""Takes the inductive bias for the bias parameter.

points: 2
says: bias parameter
"""

answers = {
    "inductive bias": "a",
    "universal approximation": "c",
    "the table": "c",
}
