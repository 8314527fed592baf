"""Answers two of four.

points: 2
says: not answered yet
"""

answers = {"invariant": "c", "smaller": "d", "field": ..., "sizes": ...}
