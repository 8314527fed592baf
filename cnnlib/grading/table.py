"""A class's grades as a table on the screen and as a CSV file."""

import csv
import os
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Row", "as_table", "write_csv"]

_LEAST_FOR_REST = 52  # columns of the screen for student, total and remark
# A spreadsheet takes a cell that begins so for a formula and would run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Row:
    """One student's line.

    Parameters
    ----------
    student : str
    points : dict of str to float
        By exercise.
    remarks : list of str
    failed : bool
        Whether the submission could not be graded.
    """

    student: str
    points: dict
    remarks: list = field(default_factory=list)
    failed: bool = False

    @property
    def total(self):
        """Sum of the points."""
        return sum(self.points.values())


def as_table(lesson, exercises, rows, width=80):
    """The grades as a rich table.

    Parameters
    ----------
    lesson : str
    exercises : dict of str to float
        Points that each is worth.
    rows : list of Row
    width : int
        Of the screen; where the exercises' names are too long for it, they are numbered.

    Returns
    -------
    rich.table.Table
    """
    from rich.table import Table
    from rich.text import Text

    names = [short(name) for name in exercises]
    numbered = sum(len(name) + 3 for name in names) > width - _LEAST_FOR_REST
    heads = [str(number) for number in range(1, len(names) + 1)] if numbered else names
    legend = ", ".join(f"{head}: {name}" for head, name in zip(heads, names, strict=True))
    caption = Text(legend) if numbered else None
    table = Table(title=Text(lesson), title_justify="left", caption=caption, caption_justify="left")
    table.add_column("student", overflow="fold", min_width=10)
    for head, most in zip(heads, exercises.values(), strict=True):
        table.add_column(Text(f"{head}\n/{most:g}"), justify="right", no_wrap=True)
    total = Text(f"total\n/{sum(exercises.values()):g}")
    table.add_column(total, justify="right", no_wrap=True)
    table.add_column("remark", overflow="fold")
    for row in rows:
        remark = Text("; ".join(row.remarks), style="bold red" if row.failed else "")
        points = [Text(f"{row.points.get(name, 0):g}") for name in exercises]
        table.add_row(Text(row.student), *points, Text(f"{row.total:g}", style="bold"), remark)
    return table


def short(name):
    """An exercise's name from its test's grade_id.

    Examples
    --------
    >>> short("test-convolve2d")
    'convolve2d'
    """
    return name.removeprefix("test-")


def write_csv(path, exercises, rows):
    """Write the grades, whole or not at all.

    Parameters
    ----------
    path : str or pathlib.Path
    exercises : dict of str to float
    rows : list of Row
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".new")
    most = sum(exercises.values())
    # utf-8-sig: without the mark, Excel takes accented names for another encoding.
    with open(unfinished, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["student", *map(short, exercises), "total", "max", "remark"])
        for row in rows:
            points = [f"{row.points.get(name, 0):g}" for name in exercises]
            remark = no_formula("; ".join(row.remarks))
            student = no_formula(row.student)
            writer.writerow([student, *points, f"{row.total:g}", f"{most:g}", remark])
    os.replace(unfinished, path)


def no_formula(text):
    """A text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> no_formula("=1+1")
    "'=1+1"
    """
    text = text.replace("\n", " ").replace("\r", " ")
    return "'" + text if text.lstrip().startswith(_FORMULA) else text
