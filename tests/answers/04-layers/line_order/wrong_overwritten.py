"""= for +=: the total is overwritten.

points: 0
says: overwrites the total
"""

line_order = ["P", "D", "I", "N", "F", "O", "L", "K", "B", "C", "E", "A", "J"]
