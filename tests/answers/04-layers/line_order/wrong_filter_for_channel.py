"""Cuts the window out of channel f.

points: 1
says: Line H cuts the window out of channel f
"""

line_order = ["P", "D", "I", "N", "F", "O", "L", "K", "B", "H", "G", "A", "J"]
