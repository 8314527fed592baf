"""Counts bits.

points: 4
says: These are bits
"""

answers = {
    "bytes": 2160000,
    "batch bytes": 154140672,
    "own network": "c",
    "pretrained network": "d",
    "centred network": "a",
    "layout": "b",
    "row and column": "c",
    "four channels": "a",
    "audio": "b",
}
