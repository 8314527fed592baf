"""Names a line that does not exist.

points: 0
says: There is no line 'Z'
"""

line_order = ["P", "D", "I", "N", "F", "O", "L", "K", "B", "C", "G", "A", "Z"]
