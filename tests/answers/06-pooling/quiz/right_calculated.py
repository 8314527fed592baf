"""The field calculated, letters in capitals."""

size = 1
for kernel in (3, 3, 3):
    size += kernel - 1
answers = {"invariant": "C", "smaller": " d ", "field": float(size), "sizes": "B"}
