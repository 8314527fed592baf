"""Makes y before the number of columns is known.

points: 0
says: Line N uses columns
"""

line_order = ["P", "D", "N", "I", "F", "O", "L", "K", "B", "C", "G", "A", "J"]
