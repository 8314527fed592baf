"""Sets the total once for each row.

points: 0
says: set back for each row only
"""

line_order = ["P", "D", "I", "N", "F", "O", "K", "L", "B", "C", "G", "A", "J"]
