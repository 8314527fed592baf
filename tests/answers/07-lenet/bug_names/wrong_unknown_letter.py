"""A letter that is none.

points: 2.5
says: answer with one of
"""

bugs = {
    "loop_1": "c",
    "loop_2": "f",
    "loop_3": "z",
    "loop_4": "e",
    "loop_5": "b",
    "loop_6": "d",
}
