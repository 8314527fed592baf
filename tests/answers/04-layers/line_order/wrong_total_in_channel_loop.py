"""Sets the total back for each channel.

points: 1
says: set back for each channel
"""

line_order = ["P", "D", "I", "N", "F", "O", "L", "B", "K", "C", "G", "A", "J"]
