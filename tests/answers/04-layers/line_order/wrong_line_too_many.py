"""Makes y twice: right, but a line too many.

points: 2
says: without line M
"""

line_order = ["P", "D", "I", "M", "N", "F", "O", "L", "K", "B", "C", "G", "A", "J"]
