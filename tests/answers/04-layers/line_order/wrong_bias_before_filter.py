"""Uses f before its loop begins.

points: 0
says: Line K uses f
"""

line_order = ["P", "D", "I", "N", "K", "F", "O", "L", "B", "C", "G", "A", "J"]
