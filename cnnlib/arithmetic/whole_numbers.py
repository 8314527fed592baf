"""Whole numbers, and pairs of them: what the arithmetic of layers is done with."""


def require_whole(least, **numbers):
    """The numbers as plain ints.

    Raises a ValueError unless each is whole and, where `least` is not None, >= least.
    """
    for name, number in numbers.items():
        # __index__ is what whole numbers have, NumPy's among them, and floats have not.
        if not hasattr(number, "__index__") or (least is not None and number < least):
            at_least = "" if least is None else f" of at least {least}"
            raise ValueError(f"{name} must be a whole number{at_least}, not {number!r}")
    return [number.__index__() for number in numbers.values()]


def pair(name, value):
    """``(rows, columns)`` of what torch takes as one number for both, or as two."""
    if not isinstance(value, (tuple, list)):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} must be one number or (rows, columns), not {value!r}")
    return tuple(value)


def one_or_pair(rows, columns):
    """The short form of a pair: one number where both are equal."""
    return rows if rows == columns else (rows, columns)


def product(numbers):
    result = 1
    for number in numbers:
        result *= number
    return result
