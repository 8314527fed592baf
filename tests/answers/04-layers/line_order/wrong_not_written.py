"""Never writes the total into y.

points: 0
says: No line writes the totals
"""

line_order = ["P", "D", "I", "N", "F", "O", "L", "K", "B", "C", "G", "J"]
