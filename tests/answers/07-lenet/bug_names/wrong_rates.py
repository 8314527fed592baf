"""Takes the slow loop for a falling learning rate.

points: 2.5
says: freezes well above 0
"""

bugs = {
    "loop_1": "h",
    "loop_2": "f",
    "loop_3": "a",
    "loop_4": "e",
    "loop_5": "b",
    "loop_6": "d",
}
