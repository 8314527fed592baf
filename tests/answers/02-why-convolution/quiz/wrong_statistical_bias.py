"""Takes the inductive bias for that of an estimate.

points: 2
says: bias as statistics knows it
"""

answers = {
    "inductive bias": "c",
    "universal approximation": "c",
    "the table": "c",
}
