"""Reshapes a batch.

points: 5
says: reshape moves no number
"""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": "c",
    "pretrained network": "d",
    "centred network": "a",
    "layout": "c",
    "row and column": "c",
    "four channels": "a",
    "audio": "b",
}
