"""Indexes with (x, y), and transposes so.

points: 4.5
says: The first index is the row
says: mirrored at its diagonal
"""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": "c",
    "pretrained network": "d",
    "centred network": "a",
    "layout": "d",
    "row and column": "a",
    "four channels": "a",
    "audio": "b",
}
