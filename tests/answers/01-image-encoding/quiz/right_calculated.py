"""Calculates the numbers, and answers in capitals."""

answers = {
    "bytes": 300 * 300 * 3,
    "batch bytes": 32 * 3 * 224 * 224 * 4.0,
    "own network": "C",
    "pretrained network": "B",
    "centred network": "B",
    "layout": "B",
    "row and column": "B",
    "four channels": "A",
    "audio": "B",
}
