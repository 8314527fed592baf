"""Leaves the options open.

points: 2
says: not answered yet
"""

answers = {
    "bytes": 270000,
    "batch bytes": 19267584,
    "own network": ...,
    "pretrained network": ...,
    "centred network": ...,
    "layout": ...,
    "row and column": ...,
    "four channels": ...,
    "audio": ...,
}
