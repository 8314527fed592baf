"""Each set its own statistics; a trained network adapts.

points: 5
says: depend on the images beside it
says: weights are fixed
"""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": "a",
    "pretrained network": "c",
    "centred network": "a",
    "layout": "b",
    "row and column": "c",
    "four channels": "a",
    "audio": "b",
}
