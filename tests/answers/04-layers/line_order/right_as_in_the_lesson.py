"""The filter, the row, the column."""

line_order = ["P", "D", "I", "N", "F", "O", "L", "K", "B", "C", "G", "A", "J"]
