"""Whole numbers and letters."""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": "c",
    "pretrained network": "b",
    "centred network": "b",
    "layout": "b",
    "row and column": "b",
    "four channels": "a",
    "audio": "b",
}
