"""The faded steps on the way to `cross_correlate2d`, without points."""

import inspect
from dataclasses import replace

from cnnlib.exercises.lesson03.cross_correlate2d import cross_correlate2d

GAPS = {"four_loops": 2, "two_loops": 1}  # places where the released function has a stub


def practise(function):
    """Check a step on the way to `cross_correlate2d`: the same cases, but no points."""
    if 0 < _stubs(function) < GAPS[function.__name__]:
        print(f"○ {function.__name__}: one of the two lines is filled in; the other is still to do")
        return
    parts = tuple(replace(part, points=0) for part in cross_correlate2d.parts[:2])
    name = f"lesson03.{function.__name__}"
    replace(cross_correlate2d, id=name, parts=parts, hints=()).check(function)


def _stubs(function):
    """How many lines of a function still raise NotImplementedError; 0 where that is not known."""
    try:
        lines = inspect.getsource(function).splitlines()
    except (OSError, TypeError):
        return 0
    return sum(line.strip().startswith("raise NotImplementedError") for line in lines)
