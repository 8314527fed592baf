"""An exercise: what is asked, how it is judged, and what the student hears."""

import inspect
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from cnnlib.check.case import Law, Mistake, Part
from cnnlib.check.compare import Difference
from cnnlib.check.diagnose import Diagnosis, constant_answer, match_mistake, relation
from cnnlib.check.display import show_in_notebook
from cnnlib.check.report import ALL, VISIBLE, PartResult, Report, Score, has_both_sides
from cnnlib.check.trial import Settings, Trial, problem_with, run_check, run_trial

_latest = {}  # the last visible report of each exercise, for `progress`

MODEL_SECONDS = 3.0  # for the model of a mistake: it is quick, but the machine may be busy


@dataclass(frozen=True)
class Exercise:
    """A graded exercise.

    Attributes
    ----------
    id : str
        Where it is: "lesson03.cross_correlate2d" is ``cross_correlate2d`` in
        ``cnnlib.exercises.lesson03``.
    functions : mapping of str to callable
        What the student writes, each with its oracle: a right implementation.
    parts : tuple of Part
        The properties that carry points.
    mistakes : tuple of Mistake
        Known mistakes, the most specific first.
    hints : tuple of str
        Shown one after the other, on request.
    ready_made : tuple of str
        Functions that would do the exercise: see `cnnlib.check.guard`.
    rtol, atol : float
        Tolerances, as in `numpy.isclose`.
    seconds : float
        Time limit of one call.
    """

    id: str
    functions: Mapping[str, Callable]
    parts: tuple[Part, ...]
    mistakes: tuple[Mistake, ...] = ()
    hints: tuple[str, ...] = ()
    ready_made: tuple[str, ...] = ()
    rtol: float = 1e-9
    atol: float = 1e-12
    seconds: float = 5.0
    _hints_shown: list[int] = field(default_factory=lambda: [0], repr=False, compare=False)

    @property
    def name(self):
        return self.id.rpartition(".")[2]

    @property
    def points(self):
        return sum(part.points for part in self.parts)

    def check(self, *functions):
        """Run the visible checks, show what came of them, and return the points.

        Parameters
        ----------
        *functions : callable
            The student's, in the order of ``self.functions``.

        Returns
        -------
        Score
        """
        report = self.run(*functions)
        remember(self.id, report)
        show_in_notebook(report)
        return report.score

    def grade(self, *functions, hidden):
        """Run the visible checks and the hidden ones, show the outcome, and return the points.

        Parameters
        ----------
        *functions : callable
            The student's.
        hidden : mapping of str to sequence of Case or Law
            For some of the parts, by name, what is tried beyond the visible checks.

        Returns
        -------
        Score
            Between 0 and ``points``; a part counts when all its checks pass.
        """
        unknown = set(hidden) - {part.name for part in self.parts}
        if unknown:
            raise ValueError(
                f"{self.name} has no part {sorted(unknown)}; it has "
                f"{[part.name for part in self.parts]}"
            )
        parts = tuple(
            replace(part, checks=(*part.checks, *hidden.get(part.name, ()))) for part in self.parts
        )
        report = replace(self, parts=parts)._run(functions, load=True, of=ALL)
        show_in_notebook(report)
        return report.score

    def run(self, *functions) -> Report:
        """The report of the visible checks, without showing it."""
        return self._run(functions, load=False, of=VISIBLE)

    def hint(self):
        """Show the next hint."""
        if not self.hints:
            print(f"There is no hint for {self.name}.")
            return
        number = min(self._hints_shown[0], len(self.hints) - 1)
        again = " again, which is the last" if self._hints_shown[0] == len(self.hints) else ""
        self._hints_shown[0] = number + 1
        print(f"Hint {number + 1} of {len(self.hints)}{again}: {self.hints[number]}")

    def _run(self, functions, load, of):
        complaint = self._wrong_call(functions)
        if complaint:
            results = [PartResult(part.name, part.points, "wrong") for part in self.parts]
            return Report(self.name, results, footer=complaint, of=of)
        with warnings.catch_warnings():  # one line on stderr, and nbgrader gives no points
            warnings.simplefilter("ignore")
            return self._report(functions, load, of)

    def _report(self, functions, load, of):
        settings = Settings(self.rtol, self.atol, self.seconds, self.ready_made, load)
        student = dict(zip(self.functions, functions, strict=True))
        trials = self._trials(student, settings)
        failing = [trial for trial in trials if trial.problem is not None]
        results = _judge(self.parts, failing)
        shown = _most_telling(self.parts, failing)
        return Report(
            self.name,
            results,
            shown=shown,
            diagnosis=self._diagnose(shown, trials) if shown else None,
            footer=self._offer_of_hints(),
            of=of,
        )

    def _offer_of_hints(self):
        count = len(self.hints)
        several = "" if count == 1 else "s"
        return f"Stuck? Run {self.id}.hint() ({count} hint{several})." if count else ""

    def _wrong_call(self, functions):
        if len(functions) != len(self.functions):
            return f"check needs {', '.join(self.functions)}; it got {len(functions)} values."
        for name, function in zip(self.functions, functions, strict=True):
            if function is not Ellipsis and not callable(function):
                return (
                    f"Pass the function {name} itself, without calling it; "
                    f"check got something of type {type(function).__name__}."
                )
        return ""

    def _trials(self, student, settings):
        """Run every check; after one that never ends, the others are not tried."""
        student = {
            name: _not_attempted if function is Ellipsis else function
            for name, function in student.items()
        }
        names = {name: _argument_names(oracle) for name, oracle in self.functions.items()}
        trials = []
        for part in self.parts:
            for check in part.checks:
                trial = run_trial(part, check, student, self.functions, names, settings)
                trials.append(trial)
                if trial.outcome.kind == "too slow":
                    return trials + _never_run(self.parts, trials)
        return trials

    def _diagnose(self, shown, trials) -> Diagnosis | None:
        if shown.problem.kind in ("too slow", "ready-made", "changed", "no message"):
            return None
        settings = Settings(self.rtol, self.atol)
        matched = match_mistake(
            self.mistakes,
            trials,
            shown,
            self._run_model,
            lambda outcome, trial: problem_with(trial, outcome, settings) is not None,
        )
        if matched or shown.problem.kind in ("nan", "dtype") or not has_both_sides(shown):
            return matched
        return constant_answer(shown, trials) or relation(shown.expected, shown.outcome.value)

    def _run_model(self, mistake, trial):
        models = mistake.model
        if not isinstance(models, Mapping):
            models = {next(iter(self.functions)): models}
        outcome = run_check(
            trial.check, {**self.functions, **models}, Settings(seconds=MODEL_SECONDS)
        )
        if isinstance(trial.check, Law) and outcome.kind == "returned":
            outcome = replace(outcome, value=outcome.value[0])
        return outcome


def remember(id, report):
    """Keep the latest report of an exercise for `progress`."""
    _latest[id] = report


def progress(*exercises):
    """Show how the visible checks of some exercises stand, and return the points.

    Parameters
    ----------
    *exercises : Exercise or Quiz

    Returns
    -------
    Score
    """
    reports = [_latest.get(exercise.id) for exercise in exercises]
    parts = [
        PartResult(
            exercise.name,
            exercise.points,
            report.status if report else "not attempted",
            f"{report.score:g} of them in the visible checks" if report else "not checked yet",
        )
        for exercise, report in zip(exercises, reports, strict=True)
    ]
    total = sum(report.score for report in reports if report)
    show_in_notebook(Report("exercises of this lesson", parts))
    return Score(total, sum(exercise.points for exercise in exercises), VISIBLE)


def _not_attempted(*args):
    raise NotImplementedError


def _argument_names(function):
    return list(inspect.signature(function).parameters)


def _never_run(parts, trials):
    """Trials for the checks that a time limit kept from running: all failed with it."""
    stuck = trials[-1]
    done = {id(trial.check) for trial in trials}
    return [
        Trial(part, check, {}, None, stuck.outcome, Difference("too slow", stuck.problem.text))
        for part in parts
        for check in part.checks
        if id(check) not in done
    ]


def _judge(parts, failing):
    """A part is right when none of its checks failed and the parts that it needs are right."""
    results = []
    not_right = set()
    for part in parts:
        kinds = {trial.problem.kind for trial in failing if trial.part.name == part.name}
        missing = [name for name in part.needs if name in not_right]
        if kinds == {"not attempted"}:
            status, remark = "not attempted", ""
        elif missing:
            verb = "is" if len(missing) == 1 else "are"
            status, remark = "waits", f"counts when {' and '.join(missing)} {verb} right"
        elif kinds:
            status, remark = "wrong", ""
        else:
            status, remark = "right", ""
        if status != "right":
            not_right.add(part.name)
        results.append(PartResult(part.name, part.points, status, remark))
    return results


def _most_telling(parts, failing):
    """The failing trial with the smallest input, of the first part that fails."""
    attempted = [trial for trial in failing if trial.problem.kind != "not attempted"]
    for part in parts:
        mine = [trial for trial in attempted if trial.part.name == part.name and trial.inputs]
        if mine:
            return min(mine, key=lambda trial: trial.size)
    return next(iter(attempted), None)
