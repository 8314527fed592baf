"""Sets the total once for each filter.

points: 0
says: never set back
"""

line_order = ["P", "D", "I", "N", "F", "K", "O", "L", "B", "C", "G", "A", "J"]
