"""Counts bits.

points: 4
says: These are bits
"""

answers = {
    "bytes": 2160000,
    "batch bytes": 154140672,
    "own network": "c",
    "pretrained network": "b",
    "centred network": "b",
    "layout": "b",
    "row and column": "b",
    "four channels": "a",
    "audio": "b",
}
