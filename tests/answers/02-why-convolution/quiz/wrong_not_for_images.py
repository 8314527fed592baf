"""Believes that the theorem does not hold for images.

points: 2
says: an image is a vector
"""

answers = {
    "inductive bias": "b",
    "universal approximation": "b",
    "the table": "c",
}
