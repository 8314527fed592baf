"""Returns nothing.

points: 0
says: line J is missing
"""

line_order = ["P", "D", "I", "N", "F", "O", "L", "K", "B", "C", "G", "A"]
