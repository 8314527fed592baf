"""Letters of a text that was split."""

line_order = ("P", "I", "D", "N", "F", "L", "O", "K", "B", "C", "G", "A", "J")
