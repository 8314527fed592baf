"""Reads the shape of the weight the wrong way round.

points: 1
says: the wrong way round
"""

line_order = ["Q", "D", "I", "N", "F", "O", "L", "K", "B", "C", "G", "A", "J"]
