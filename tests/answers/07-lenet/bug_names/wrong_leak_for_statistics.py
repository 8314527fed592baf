"""Takes the leak for leaked statistics.

points: 2.5
says: a little too good
"""

bugs = {
    "loop_1": "c",
    "loop_2": "j",
    "loop_3": "a",
    "loop_4": "e",
    "loop_5": "b",
    "loop_6": "d",
}
