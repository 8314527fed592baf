"""Calculates the numbers, and answers in capitals."""

answers = {
    "bytes": 300 * 300 * 3,
    "batch bytes": 32 * 3 * 224 * 224 * 4.0,
    "own network": "C",
    "pretrained network": "D",
    "centred network": "A",
    "layout": "B",
    "row and column": "C",
    "four channels": "A",
    "audio": "B",
}
