"""All six."""

bugs = {
    "loop_1": "c",
    "loop_2": "f",
    "loop_3": "a",
    "loop_4": "e",
    "loop_5": "b",
    "loop_6": "d",
}
