"""One answer only.

points: 1
says: not answered yet
"""

answers = {"inductive bias": "b", "universal approximation": ..., "the table": ...}
