"""All six, as capitals."""

bugs = {
    "loop_1": "C",
    "loop_2": "F",
    "loop_3": "A",
    "loop_4": "E",
    "loop_5": "B",
    "loop_6": "D",
}
