"""Explains the table by the convolution layers.

points: 2
says: So has the network with the flatten head
"""

answers = {
    "inductive bias": "b",
    "universal approximation": "c",
    "the table": "b",
}
