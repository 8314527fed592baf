"""Column by column, as a text in small letters."""

line_order = "pdinlofkbcgaj"
