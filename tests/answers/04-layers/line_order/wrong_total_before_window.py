"""Adds the window before it is cut out.

points: 0
says: Line G uses window
"""

line_order = ["P", "D", "I", "N", "F", "O", "L", "K", "B", "G", "C", "A", "J"]
