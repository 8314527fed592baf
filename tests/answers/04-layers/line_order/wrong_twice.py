"""Uses a line twice.

points: 0
says: Line P is there twice
"""

line_order = ["P", "P", "D", "I", "N", "F", "O", "L", "K", "B", "C", "G", "A", "J"]
