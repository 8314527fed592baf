"""Returns before anything is computed.

points: 0
says: never reached
"""

line_order = ["P", "D", "I", "N", "J", "F", "O", "L", "K", "B", "C", "G", "A"]
