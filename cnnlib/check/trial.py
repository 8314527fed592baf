"""One check, run: what went in, what was expected, what came back, what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from cnnlib.check.call import Outcome, call, copy_plain
from cnnlib.check.case import Case, Law, Part
from cnnlib.check.compare import Difference, describe, difference, plain


@dataclass(frozen=True)
class Settings:
    """How the functions of an exercise are called and compared."""

    rtol: float = 1e-9
    atol: float = 1e-12
    seconds: float = 5.0
    ready_made: tuple[str, ...] = ()
    load: bool = False


@dataclass(frozen=True)
class Trial:
    """What came of one check of one part.

    ``problem`` is None where the check passed; else what is wrong, with a kind: those of
    `compare.Difference`, and "not attempted", "raised", "accepted" (no error where one is due),
    "no message", "too slow", "ready-made", "changed".
    """

    part: Part
    check: Case | Law
    inputs: Mapping[str, Any]
    expected: Any
    outcome: Outcome
    problem: Difference | None
    who: str = "Your function"  # what the report calls the function at fault

    @property
    def size(self):
        """How large the input is: the smallest failing one is shown."""
        return sum(_size(value) for value in self.inputs.values())


def run_trial(
    part: Part,
    check: Case | Law,
    student: Mapping[str, Callable],
    oracle: Mapping[str, Callable],
    names: Mapping[str, list[str]],
    settings: Settings,
) -> Trial:
    """Run one check on the student's functions, named as the oracle's are."""
    right = run_check(check, oracle, Settings(seconds=60.0))
    if right.kind not in ("returned", "raised"):
        raise RuntimeError(f"the oracle did not answer {check!r}: {right.kind}")
    outcome = run_check(check, student, settings)
    if isinstance(check, Law):
        argument_names = check.argument_names
        if right.kind == "raised":
            raise right.error
        if difference(*reversed(right.value), rtol=settings.rtol, atol=settings.atol):
            raise RuntimeError(f"the oracle breaks the law {check.says!r}")
        if outcome.kind == "returned":  # a law's two sides both come from the student
            outcome, expected = _two_sides(outcome)
        else:
            expected = right.value[1]
    else:
        argument_names = names[check.function or next(iter(names))]
        expected = right.error if right.kind == "raised" else right.value
    inputs = dict(zip(argument_names, check.args, strict=False))
    who = "Your function"
    if len(oracle) > 1 and isinstance(check, Case):
        who += f" {check.function or next(iter(oracle))}"
    trial = Trial(part, check, inputs, expected, outcome, None, who)
    return replace(trial, problem=problem_with(trial, outcome, settings))


def run_check(check, functions, settings):
    """The outcome of a check with some functions: a case's value, or both sides of a law."""
    guarded = partial(
        call, seconds=settings.seconds, ready_made=settings.ready_made, load=settings.load
    )
    if isinstance(check, Case):
        name = check.function or next(iter(functions))
        return guarded(functions[name], check.args)
    return _run_law(check, functions, guarded)


class _Stopped(Exception):
    """A student's function did not return in the middle of a law."""

    def __init__(self, outcome):
        super().__init__(outcome.kind)
        self.outcome = outcome


class _Functions(SimpleNamespace):
    """What a law sees as ``f``."""

    def __call__(self, *args):
        return next(iter(vars(self).values()))(*args)


def _run_law(law, functions, guarded):
    def caller(function):
        def guarded_function(*args):
            outcome = guarded(function, args)
            if outcome.kind != "returned":
                raise _Stopped(outcome)
            return outcome.value

        return guarded_function

    f = _Functions(**{name: caller(function) for name, function in functions.items()})
    try:
        left = law.left(f, *map(copy_plain, law.args))
        right = law.right(f, *map(copy_plain, law.args))
    except _Stopped as stopped:
        return stopped.outcome
    except Exception as error:  # what a student's function returned is of no use to the law
        return Outcome("misfit", error=error)
    return Outcome("returned", value=(left, right))


def _two_sides(outcome):
    left, right = outcome.value
    return Outcome("returned", value=left), right


def problem_with(trial, outcome, settings):
    """What is wrong with an outcome of the trial's check: a `Difference`, or None."""
    who = trial.who
    if outcome.kind == "not attempted":
        return Difference("not attempted", "Not attempted yet.")
    if outcome.kind == "too slow":
        return Difference(
            "too slow",
            f"{who} had not finished after {settings.seconds:g} seconds. "
            "Does every loop come to an end?",
        )
    if outcome.kind == "ready-made":
        return Difference(
            "ready-made",
            f"{who} calls {outcome.used}, which does the exercise for you. "
            "Write the calculation yourself.",
        )
    if outcome.kind == "misfit":
        return Difference(
            "type",
            f"What {who[0].lower()}{who[1:]} returned is of no use here "
            f"({type(outcome.error).__name__}: {outcome.error}). Look at its type and shape.",
        )
    if isinstance(trial.expected, BaseException):
        return _error_problem(who, trial.expected, outcome)
    if outcome.kind == "raised":
        return Difference("raised", _raised(who, outcome))
    if trial.part.untouched and outcome.changed:
        changed = " and ".join(list(trial.inputs)[i] for i in outcome.changed)
        return Difference(
            "changed",
            f"{who} changes its argument {changed} in place{_what_changed(trial)}. "
            "Work on a copy: the caller still needs the original.",
        )
    return difference(
        trial.expected,
        outcome.value,
        rtol=settings.rtol,
        atol=settings.atol,
        dtype=trial.part.dtype,
    )


def _what_changed(trial):
    """What is compared of a network, for a reader who has put back all that came to mind."""
    networks = any(hasattr(value, "state_dict") for value in trial.inputs.values())
    return " (weights, buffers, or training and evaluation mode)" if networks else ""


def _raised(who, outcome):
    error = outcome.error
    message = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    place = f" ({outcome.line})" if outcome.line else ""
    return f"{who} raised {message}{place}."


def _error_problem(who, expected, outcome):
    wanted = type(expected).__name__
    senseless = f"This input makes no sense: {who[0].lower()}{who[1:]} must raise a {wanted}."
    if outcome.kind == "returned":
        return Difference("accepted", f"{senseless} It returned {describe(outcome.value)}.")
    if not isinstance(outcome.error, type(expected)):
        return Difference("raised", f"{senseless} {_raised(who, outcome)}")
    if not str(outcome.error).strip():
        say = f"raise {wanted}('...')"
        return Difference("no message", f"Right to refuse this input. Now say why: {say}.")
    return None


def _size(value):
    value = plain(value)
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, (list, tuple)):
        return sum(map(_size, value))
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return len(value) if isinstance(value, str) else 1
