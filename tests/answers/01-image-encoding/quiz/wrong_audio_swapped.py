"""Takes the waveform for the image.

points: 5.5
says: a waveform has one axis
"""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": "c",
    "pretrained network": "d",
    "centred network": "a",
    "layout": "b",
    "row and column": "c",
    "four channels": "a",
    "audio": "a",
}
