"""Capitals, and a space too many."""

answers = {
    "inductive bias": "B",
    "universal approximation": " C",
    "the table": "c ",
}
