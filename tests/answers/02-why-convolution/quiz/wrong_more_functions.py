"""Believes that a convolution layer can do more.

points: 1
says: There are none
says: takes functions away
"""

answers = {
    "inductive bias": "d",
    "universal approximation": "d",
    "the table": "c",
}
