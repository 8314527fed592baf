"""Leaves the loop over the channels empty.

points: 0
says: has nothing inside
"""

line_order = ["P", "D", "I", "N", "F", "O", "L", "K", "B", "A", "J"]
