"""Writes the total before the channels are added.

points: 0
says: only the bias arrives
"""

line_order = ["P", "D", "I", "N", "F", "O", "L", "K", "A", "B", "C", "G", "J"]
