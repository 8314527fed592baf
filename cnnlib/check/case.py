"""What an exercise is made of: cases, laws, mistakes and the parts that carry points."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class Case:
    """One call of the student's function, compared with the oracle's answer.

    Where the oracle raises, the student's function must raise the same type of error.

    Parameters
    ----------
    *args
        The arguments: plain data. The student's function gets a copy.
    note : str
        What is special about this input, in a few words: "an even kernel".
    function : str, optional
        Which of the exercise's functions is called; the first one unless told.
    """

    def __init__(self, *args, note="", function=None):
        self.args = args
        self.note = note
        self.function = function

    def __repr__(self):
        return f"Case({self.note or ', '.join(type(arg).__name__ for arg in self.args)})"


class Law:
    """Two ways to compute the same thing with the student's functions: they must agree.

    Parameters
    ----------
    says : str
        The law in one sentence: "join undoes split".
    left, right : callable
        Called with the student's functions, then the arguments. The first argument ``f`` can be
        called itself where the exercise has one function, and has every function as an attribute:
        ``lambda f, image: f.join(f.split(image, (2, 2)))``. Left is what is tested, right is
        what must come out.
    *args
        Plain data. In a report they are called what ``left`` calls them.
    note : str
        What is special about this input.
    """

    def __init__(self, says, left, right, *args, note=""):
        self.says = says
        self.left = left
        self.right = right
        self.args = args
        self.note = note

    def __repr__(self):
        return f"Law({self.says})"

    @property
    def argument_names(self):
        return list(inspect.signature(self.left).parameters)[1:]


@dataclass(frozen=True)
class Mistake:
    """A known mistake, with a model that makes it.

    Attributes
    ----------
    name : str
        The mistake in the words of curriculum.md: "flipped kernel".
    model : callable or mapping of str to callable
        Does what a student's function with this mistake does. A mapping names the functions
        that differ from the oracle, for exercises with several.
    says : str
        What the student is told: what the result is, and why. Whole sentences.
    next_step : str
        What to look at or change next.
    """

    name: str
    model: Callable | Mapping[str, Callable]
    says: str
    next_step: str = ""


@dataclass(frozen=True)
class Part:
    """A property of an exercise that carries points; all its checks must pass.

    Attributes
    ----------
    name : str
    points : float
    checks : tuple of Case or Law
        The visible ones. Hidden tests add more.
    needs : tuple of str
        Names of earlier parts without which this one does not count (so that a law that
        "return 0" fulfils earns nothing).
    untouched : bool
        Whether a changed argument fails this part.
    dtype : {None, "floating", "integer", "same"}
        What the result's dtype must be: anything, of that kind, or exactly the oracle's.
    """

    name: str
    points: float
    checks: tuple[Any, ...] = ()
    needs: tuple[str, ...] = ()
    untouched: bool = False
    dtype: str | None = None
