"""What a student reads: as text in a terminal, as HTML in a notebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from cnnlib.check import show
from cnnlib.check.diagnose import Diagnosis
from cnnlib.check.trial import Trial

VISIBLE, ALL = "visible checks", "all checks"  # what a report is of
RIGHT = {VISIBLE: "right in the visible checks", ALL: "right, in the hidden tests too"}
SIGNS = {"right": "✓", "wrong": "✗", "waits": "·", "not attempted": "○"}


class Score(float):
    """Points, as the last value of a test cell.

    Its plain text is a bare number, which nbgrader reads as partial credit.

    >>> Score(2, 6, "visible checks")
    2.0
    """

    def __new__(cls, points, maximum, of):
        score = super().__new__(cls, points)
        score.maximum = maximum
        score.of = of
        return score

    def _repr_html_(self):
        return f"<div>{escape(self.of)}: <b>{self:g} of {self.maximum:g}</b> points</div>"


@dataclass(frozen=True)
class PartResult:
    """How one part went: "right", "wrong", "waits" (for another part) or "not attempted"."""

    name: str
    points: float
    status: str
    remark: str = ""

    @property
    def earned(self):
        return self.points if self.status == "right" else 0.0


@dataclass(frozen=True)
class Report:
    """What came of checking an exercise.

    ``status`` is "right", "wrong" or "not attempted". ``shown`` is the failing trial with the
    smallest input, with its diagnosis.
    """

    name: str
    parts: Sequence[PartResult]
    shown: Trial | None = None
    diagnosis: Diagnosis | None = None
    footer: str = ""
    of: str = VISIBLE

    @property
    def status(self):
        statuses = {part.status for part in self.parts}
        if statuses == {"right"}:
            return "right"
        return "not attempted" if statuses == {"not attempted"} else "wrong"

    @property
    def score(self):
        return Score(
            sum(part.earned for part in self.parts),
            sum(part.points for part in self.parts),
            self.of,
        )

    @property
    def text(self):
        if self.status == "not attempted":
            return self._headline()
        rows = [self._headline(), "", *self._part_rows()]
        if self.shown is not None:
            rows += ["", *self._failure_rows()]
        if self.footer and self.status == "wrong":
            rows += ["", self.footer]
        return "\n".join(rows)

    def _headline(self):
        said = {
            "right": RIGHT.get(self.of, "right"),
            "wrong": "not right yet",
            "not attempted": "not attempted yet",
        }
        return f"{SIGNS[self.status]} {self.name}: {said[self.status]}"

    def _part_rows(self):
        width = max(len(part.name) for part in self.parts)
        return [
            f"  {SIGNS[part.status]} {part.name.ljust(width)}  {_points(part)}"
            + (f"  {part.remark}" if part.remark else "")
            for part in self.parts
        ]

    def _failure_rows(self):
        trial = self.shown
        if trial.problem.kind == "ready-made":  # whatever the input
            return self.sentences
        rows = [_failure_title(trial)]
        for name, value in trial.inputs.items():
            rows += _labelled(f"  {name} = ", show.lines(value))
        if has_both_sides(trial):
            expected, got = trial.expected, trial.outcome.value
            rows += _labelled("  expected: ", show.lines(expected, got))
            rows += _labelled("  got:      ", show.lines(got, expected))
        rows += [sentence for sentence in self.sentences if sentence]
        return rows

    @property
    def sentences(self):
        """What is said about the failure: what differs, the mistake it matches, the next step."""
        told = [self.shown.problem.text]
        if self.diagnosis is not None:
            told.append(self.diagnosis.says)
            if self.diagnosis.next_step:
                told.append(f"Next: {self.diagnosis.next_step}")
        if self.shown.outcome.printed:
            told.append(f"Your function printed: {self.shown.outcome.printed}")
        return told

    def __repr__(self):
        return self.text

    def _repr_html_(self):
        head = f"<b>{escape(self._headline())}</b>"
        if self.status == "not attempted":
            return _box(self.status, head)
        parts = "".join(_part_html(part) for part in self.parts)
        body = f'{head}<table style="margin: 0.4em 0">{parts}</table>'
        if self.shown is not None:
            body += self._failure_html()
        if self.footer and self.status == "wrong":
            body += f'<p style="margin: 0.5em 0 0">{escape(self.footer)}</p>'
        return _box(self.status, body)

    def _failure_html(self):
        trial = self.shown
        told = "".join(
            f'<p style="margin: 0.3em 0">{escape(sentence)}</p>'
            for sentence in self.sentences
            if sentence
        )
        if trial.problem.kind == "ready-made":
            return told
        blocks = [_value_html(f"{name} =", value) for name, value in trial.inputs.items()]
        if has_both_sides(trial):
            expected, got = trial.expected, trial.outcome.value
            differs = _differing(expected, got)
            blocks.append(_value_html("expected", expected, got, differs))
            blocks.append(_value_html("got", got, expected, differs))
        # Beside each other where there is room; what does not fit comes below.
        style = "display: inline-block; vertical-align: top; max-width: 100%; margin: 0 2em 0.5em 0"
        values = "".join(f'<div style="{style}">{block}</div>' for block in blocks)
        return (
            f'<p style="margin: 0.5em 0 0.3em">{escape(_failure_title(trial))}</p>'
            f"<div>{values}</div>{told}"
        )


def has_both_sides(trial):
    """Whether there is a value to show beside the expected one."""
    return (
        trial.problem.kind in ("value", "nan", "shape", "dtype", "type")
        and trial.outcome.kind == "returned"
        and not isinstance(trial.expected, BaseException)
    )


def _failure_title(trial):
    note = trial.check.note.rstrip(".?")
    law = getattr(trial.check, "says", "")
    title = f"Smallest input that fails{f': {note}' if note else ''}"
    return f"{title}. The rule is: {law}." if law else f"{title}."


def _points(part):
    if not part.points:
        return ""
    return f"{part.points:g} point{'' if part.points == 1 else 's'}"


def _labelled(label, value_lines):
    indent = " " * len(label)
    return [(indent if i else label) + line for i, line in enumerate(value_lines)]


COLOURS = {"right": "#0072B2", "wrong": "#D55E00", "not attempted": "#999999", "waits": "#999999"}

# JupyterLab breaks lines in the middle of words and numbers, where nobody tells it otherwise.
WHOLE_WORDS = "white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere"


def _box(status, body):
    return (
        f'<div style="border-left: 4px solid {COLOURS[status]}; padding: 0.3em 0.8em; '
        f'margin: 0.3em 0; overflow-x: auto">{body}</div>'
    )


def _part_html(part):
    style = "text-align: left; vertical-align: top; padding: 0 1em 0 0"
    short = f'style="{style}; white-space: nowrap"'
    return (
        f"<tr><td {short}>{SIGNS[part.status]} {escape(part.name)}</td>"
        f'<td {short}>{_points(part)}</td><td style="{style}">{escape(part.remark)}</td></tr>'
    )


def _value_html(label, value, beside=None, differs=None):
    if show.is_listed(value):
        body = _array_html(show.cells(value, beside), differs)
    else:
        text = escape("\n".join(show.lines(value, beside)))
        body = f'<pre style="{WHOLE_WORDS}; margin: 0; background: none">{text}</pre>'
    return f'<div style="white-space: nowrap"><i>{escape(label)}</i></div>{body}'


def _array_html(texts, differs):
    """An array as a table; one with more than two axes as a table for each leading index."""
    if texts.ndim <= 2:
        return _grid_html(texts, differs)
    return "".join(
        f'<div style="white-space: nowrap">{show.index(place)}</div>'
        + _grid_html(texts[place], None if differs is None else differs[place])
        for place in np.ndindex(texts.shape[:-2])
    )


def _grid_html(texts, differs):
    texts = np.atleast_2d(texts)
    marked = np.zeros(texts.shape, bool) if differs is None else np.atleast_2d(differs)
    rows = "".join(
        "<tr>" + "".join(map(_cell_html, row, marks)) + "</tr>"
        for row, marks in zip(texts, marked, strict=True)
    )
    return f'<table style="font-family: monospace; border-collapse: collapse">{rows}</table>'


def _cell_html(text, marked):
    emphasis = (
        "border: 2px solid #D55E00; font-weight: bold" if marked else "border: 1px solid #8886"
    )
    style = f"text-align: right; white-space: nowrap; padding: 0.1em 0.4em; {emphasis}"
    return f'<td style="{style}">{text.strip()}</td>'


def _differing(expected, got):
    """Which elements of two arrays of one shape differ; None where that cannot be marked."""
    expected, got = show.plain(expected), show.plain(got)
    if not (show.is_listed(expected) and show.is_listed(got) and expected.shape == got.shape):
        return None
    return ~np.isclose(expected.astype(float), got.astype(float), rtol=1e-9, equal_nan=True)
