"""Makes a map for each input channel.

points: 1
says: a map for each input channel
"""

line_order = ["P", "D", "I", "M", "F", "O", "L", "K", "B", "C", "G", "A", "J"]
