"""Forgets the channels, and the bytes of a float.

points: 4
says: one plane
says: float32 takes four bytes
"""

answers = {
    "bytes": 90000,
    "batch bytes": 4816896,
    "own network": "c",
    "pretrained network": "d",
    "centred network": "a",
    "layout": "b",
    "row and column": "c",
    "four channels": "a",
    "audio": "b",
}
