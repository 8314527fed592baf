"""A number.

points: 0
says: Write the letters as a list
"""

line_order = 13
