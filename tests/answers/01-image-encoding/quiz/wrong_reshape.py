"""Reshapes a batch.

points: 5
says: reshape moves no number
"""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": "c",
    "pretrained network": "b",
    "centred network": "b",
    "layout": "c",
    "row and column": "b",
    "four channels": "a",
    "audio": "b",
}
