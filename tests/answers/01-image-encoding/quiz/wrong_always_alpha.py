"""Takes every fourth channel for alpha.

points: 5.5
says: black ink, K
"""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": "c",
    "pretrained network": "d",
    "centred network": "a",
    "layout": "b",
    "row and column": "c",
    "four channels": "b",
    "audio": "b",
}
