"""Thinks that a shift of 0.5 does nothing.

points: 5.5
says: what was 0 in training is 0.5 now
"""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": "c",
    "pretrained network": "d",
    "centred network": "b",
    "layout": "b",
    "row and column": "c",
    "four channels": "a",
    "audio": "b",
}
