"""The places outside, the filters inside."""

line_order = ["P", "I", "D", "N", "O", "L", "F", "K", "B", "C", "G", "A", "J"]
