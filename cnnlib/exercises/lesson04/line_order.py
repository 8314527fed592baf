"""The exercise `line_order`: the lines of a multi-channel convolution, to be put in order.

Judged by what the program computes: the letters choose lines, the lines make a function, and the
function is checked like any other.
"""

import ast
from dataclasses import replace

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.check.display import show_in_notebook
from cnnlib.check.exercise import remember
from cnnlib.check.report import ALL, VISIBLE, PartResult, Report
from cnnlib.exercises.lesson04.conv2d_models import conv

LINES = {
    "A": "y[f, i, j] = total",
    "B": "for c in range(c_in):",
    "C": "window = x[c, i : i + kh, j : j + kw]",
    "D": "rows = x.shape[1] - kh + 1",
    "E": "total = np.sum(window * weight[f, c])",
    "F": "for f in range(c_out):",
    "G": "total += np.sum(window * weight[f, c])",
    "H": "window = x[f, i : i + kh, j : j + kw]",
    "I": "columns = x.shape[2] - kw + 1",
    "J": "return y",
    "K": "total = bias[f]",
    "L": "for j in range(columns):",
    "M": "y = np.zeros((c_in, rows, columns))",
    "N": "y = np.zeros((c_out, rows, columns))",
    "O": "for i in range(rows):",
    "P": "c_out, c_in, kh, kw = weight.shape",
    "Q": "c_in, c_out, kh, kw = weight.shape",
}
NEEDED = 13  # lines of a shortest right program
GIVEN = {"x", "weight", "bias", "np", "range"}
HEAD = "def layer(x, weight, bias):"
NO_LETTERS = 'Write the letters as a list or as one text: ["X", "Y", ...] or "XY...".'


def _letters(order):
    """The answer as a list of capital letters, or None where it is no answer."""
    if not isinstance(order, (list, tuple, str)) or len(order) == 0:
        return None
    return [str(letter).strip().upper() for letter in order]


def program(order):
    """The lines in this order, indented, below their ``def``.

    A line after a loop stands in that loop. Two lines step out: A of the loop over the channels,
    J of all loops.

    Parameters
    ----------
    order : iterable of str
        Letters.

    Returns
    -------
    str

    Examples
    --------
    >>> print(program("FKJ"))
    def layer(x, weight, bias):
        for f in range(c_out):
            total = bias[f]
        return y
    """
    rows, open_loops = [HEAD], []
    for letter in order:
        if letter == "A" and "B" in open_loops:
            del open_loops[open_loops.index("B") :]
        if letter == "J":
            open_loops.clear()
        rows.append("    " * (len(open_loops) + 1) + LINES[letter])
        if LINES[letter].endswith(":"):
            open_loops.append(letter)
    return "\n".join(rows)


def assembled(order):
    """The function that the lines in this order make."""
    namespace = {"np": np}
    exec(compile(program(order), "<your lines>", "exec"), namespace)
    return namespace["layer"]


def complaint(order):
    """Why an order is no program, or an empty string."""
    letters = list(order)
    unknown = [letter for letter in letters if letter not in LINES]
    if unknown:
        return f"There is no line {unknown[0]!r:.20}: the lines are A to {max(LINES)}."
    twice = [letter for letter in LINES if letters.count(letter) > 1]
    if twice:
        return f"Line {twice[0]} is there twice; each line can be used once."
    if "J" in letters and letters[-1] != "J":
        return "What comes after line J (return y) is never reached: J is the last line."
    return _empty_loop(letters) or _not_yet_known(letters)


def _empty_loop(letters):
    rows = program(letters).split("\n")[1:]
    depths = [len(row) - len(row.lstrip()) for row in rows] + [0]
    for letter, depth, following in zip(letters, depths, depths[1:], strict=False):
        if LINES[letter].endswith(":") and following <= depth:
            return f"The loop of line {letter} has nothing inside."
    return ""


def _not_yet_known(letters):
    """The first line that uses a name to which no line above gives a value."""
    known = set(GIVEN)
    for letter in letters:
        text = LINES[letter]
        tree = ast.parse(f"{text} pass" if text.endswith(":") else text.replace("return ", ""))
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        used = {node.id for node in names if isinstance(node.ctx, ast.Load)}
        if "+=" in text:
            used |= stored
        missing = [node.id for node in names if node.id in used - known]
        if missing:
            return (
                f"Line {letter} uses {missing[0]}, but no line above it gives {missing[0]} a value."
            )
        known |= stored
    return ""


def _layer(x, weight, bias):
    return conv(x[np.newaxis], weight, bias)[0]


def _wrong(order, name, says, next_step="", uses=""):
    """A wrong order as the model of a mistake, which can be made only with certain lines."""
    return uses, Mistake(name, assembled(order), says, next_step)


ONE_TO_NINE = np.arange(1.0, 10.0).reshape(1, 3, 3)
LOPSIDED = np.array([[1.0, 2], [0, 3]]).reshape(1, 1, 2, 2)
TWO_CHANNELS = np.array([[[1.0, 2, 0], [0, 1, 3]], [[5, 0, 1], [2, 2, 4]]])
FILTERS = np.array([1.0, 0, 2, 1, 3, -1, 0, 1, 0, 2, 1, 1]).reshape(3, 2, 2, 1)

_EXERCISE = Exercise(
    "lesson04.line_order",
    functions={"line_order": _layer},
    parts=(
        Part(
            "one channel",
            1,
            (
                Case(ONE_TO_NINE, LOPSIDED, np.zeros(1), note="one channel, one filter, no bias"),
                Case(ONE_TO_NINE[:, :, :2], LOPSIDED, np.array([100.0]), note="with a bias"),
            ),
        ),
        Part(
            "several channels",
            1,
            (Case(TWO_CHANNELS, FILTERS[:1], np.array([10.0]), note="two channels, one filter"),),
            needs=("one channel",),
        ),
        Part(
            "several filters",
            1,
            (
                Case(TWO_CHANNELS, FILTERS, np.array([10.0, 20, 30]), note="three filters"),
                Case(TWO_CHANNELS, FILTERS[:2], np.array([10.0, 20]), note="two filters"),
            ),
            needs=("one channel",),
        ),
    ),
    hints=(
        "Work backwards: line J is the last. What must be there before a number can be written "
        "into y? And before that?",
        "First the four sizes, then the places, then the empty result. Three loops choose one "
        "number of the result: filter, row, column. For this number the total begins with the "
        "bias.",
        "Inside the loops over f, i and j: K, then the loop B with C and G in it, then A.",
    ),
)


# The lines without which a mistake cannot be made, and the mistake.
_MISTAKES = (
    _wrong(
        "PDINFOLBKCGAJ",
        "total set back for each channel",
        "Line K (total = bias[f]) stands inside the loop over the channels: the total is set back "
        "for each channel, and only the last channel is left.",
        "Set the total once for each place, before the loop over the channels.",
    ),
    _wrong(
        "PDINFOLKBCEAJ",
        "= for +=",
        "Line E (total = ...) overwrites the total: only the last channel is left, and the bias "
        "is lost.",
        "Take line G: += adds up.",
        uses="E",
    ),
    _wrong(
        "PDINFKOLBCGAJ",
        "total never set back",
        "The total is never set back between two places: each number carries all earlier ones "
        "along.",
        "Set it inside all three loops, over the filters and over the places.",
    ),
    _wrong(
        "PDINFOKLBCGAJ",
        "total set back for each row",
        "The total is set back for each row only: within a row, each number carries the ones "
        "before it along.",
        "Set it for each place (i, j).",
    ),
    _wrong(
        "PDINFLKOBCGAJ",
        "total set back for each column",
        "The total is set back for each column only: within a column, each number carries the "
        "ones above it along.",
        "Set it for each place (i, j).",
    ),
    _wrong(
        "PDINFOLKBHGAJ",
        "filter number for channel number",
        "Line H cuts the window out of channel f, but f counts the filters. Each filter looks at "
        "all channels.",
        "Take line C: x[c, ...].",
        uses="H",
    ),
    _wrong(
        "PDIMFOLKBCGAJ",
        "a map for each input channel",
        "Line M makes a map for each input channel. There is one for each filter.",
        "Take line N.",
        uses="M",
    ),
    _wrong(
        "QDINFOLKBCGAJ",
        "filters and channels exchanged",
        "Line Q reads the shape of weight the wrong way round: the filters (C_out) come first.",
        "Take line P.",
        uses="Q",
    ),
    _wrong(
        "PDINFOLKABCGJ",
        "written before the channels are added",
        "Line A writes the total into y before the loop over the channels: only the bias arrives.",
        "Write it after that loop.",
    ),
    _wrong(
        "PDINFOLKBCGJ",
        "nothing written",
        "No line writes the totals into y: it stays as it was made, all zeros.",
        "Line A does it.",
    ),
    _wrong(
        "PDINFOLKBCGA",
        "nothing returned",
        "The program ends without a return: line J is missing.",
    ),
)


class LineOrder:
    """An exercise whose answer is a list of letters: lines of a program in their order.

    It behaves like an `Exercise`; the program that the letters make is checked in place of a
    student's function.
    """

    id = _EXERCISE.id
    name = _EXERCISE.name
    points = _EXERCISE.points
    parts = _EXERCISE.parts
    hint = _EXERCISE.hint

    def show(self, order):
        """Print the program that the letters make, as far as they make one."""
        if order is Ellipsis:
            print("Write the letters first: replace the ... and run again.")
            return
        letters = _letters(order)
        if letters is None:
            print(NO_LETTERS)
            return
        print(program([letter for letter in letters if letter in LINES]))
        unknown = [letter for letter in letters if letter not in LINES]
        if unknown:
            print(f"\nThere is no line {unknown[0]!r:.20}: the lines are A to {max(LINES)}.")

    def check(self, order):
        """Run the visible checks, show what came of them, and return the points."""
        report = self.run(order)
        remember(self.id, report)
        show_in_notebook(report)
        return report.score

    def grade(self, order, hidden):
        """Run the visible checks and the hidden ones, show the outcome, and return the points."""
        parts = tuple(
            replace(part, checks=(*part.checks, *hidden.get(part.name, ()))) for part in self.parts
        )
        report = self._report(order, replace(_EXERCISE, parts=parts), ALL)
        show_in_notebook(report)
        return report.score

    def run(self, order) -> Report:
        """The report of the visible checks, without showing it."""
        return self._report(order, _EXERCISE, VISIBLE)

    def _report(self, order, exercise, of):
        if order is Ellipsis or order is None:
            return self._nothing_ran("not attempted", "", of)
        letters = _letters(order)
        told = NO_LETTERS if letters is None else complaint(letters)
        if told:
            return self._nothing_ran("wrong", told, of)
        possible = tuple(mistake for uses, mistake in _MISTAKES if set(uses) <= set(letters))
        exercise = replace(exercise, mistakes=possible)
        report = exercise._run((assembled(letters),), load=False, of=of)
        if report.status == "right" and len(letters) > NEEDED:
            return self._too_many(letters, report)
        return report

    def _nothing_ran(self, status, told, of):
        parts = [PartResult(part.name, part.points, status) for part in self.parts]
        return Report(self.name, parts, footer=told, of=of)

    def _too_many(self, letters, report):
        """Right numbers, but with lines that do nothing: the last part does not count."""
        idle = [
            letter
            for letter in letters
            if not complaint(rest := [one for one in letters if one != letter])
            and _EXERCISE.run(assembled(rest)).status == "right"
        ]
        last = report.parts[-1]
        told = (
            f"The program computes the right numbers, but it does so without line {idle[0]}, too: "
            "leave that line out."
        )
        parts = [*report.parts[:-1], replace(last, status="wrong", remark="a line too many")]
        return replace(report, parts=parts, footer=told)


line_order = LineOrder()
