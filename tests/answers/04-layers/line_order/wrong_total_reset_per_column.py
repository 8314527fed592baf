"""Sets the total once for each column.

points: 0
says: set back for each column only
"""

line_order = ["P", "D", "I", "N", "F", "L", "K", "O", "B", "C", "G", "A", "J"]
