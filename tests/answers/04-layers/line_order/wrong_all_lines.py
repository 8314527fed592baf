"""All lines, in the order of the alphabet.

points: 0
says: J is the last line
"""

line_order = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q"]
