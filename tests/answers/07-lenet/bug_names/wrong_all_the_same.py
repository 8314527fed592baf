"""The same letter everywhere.

points: 0.5
says: climbs later
"""

bugs = {
    "loop_1": "a",
    "loop_2": "a",
    "loop_3": "a",
    "loop_4": "a",
    "loop_5": "a",
    "loop_6": "a",
}
