"""Exchanges the two loops that do not learn.

points: 2
says: stays where it began
says: creeps down towards ln 10
"""

bugs = {
    "loop_1": "c",
    "loop_2": "f",
    "loop_3": "a",
    "loop_4": "d",
    "loop_5": "b",
    "loop_6": "e",
}
