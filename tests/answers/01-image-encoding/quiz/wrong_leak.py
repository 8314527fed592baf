"""Takes statistics from everything, and new ones for a trained network.

points: 5
says: That is a leak
says: first layer was trained on another scale
"""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": "b",
    "pretrained network": "a",
    "centred network": "a",
    "layout": "b",
    "row and column": "c",
    "four channels": "a",
    "audio": "b",
}
