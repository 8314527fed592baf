"""What is wrong with a submission, in words that a student can act on."""

import json

from cnnlib._report import FINE, NOTE, PROBLEM, Finding
from cnnlib.submission.lessons import (
    grade_id,
    is_solution,
    is_test,
)
from cnnlib.submission.match import defined_names, parse, plain
from cnnlib.submission.read import is_crlf, line_end_finding, megabytes

# Many learning management systems refuse more than this.
LARGEST_OUTPUTS = 10_000_000
# What nbgrader's metadata of a graded cell must say as the lesson says it.
PINNED = ("grade", "solution", "locked", "task", "points", "cell_type", "schema_version")


def file_findings(document, lesson_name):
    """Name, format, kernel and size of the file."""
    found = list(document.findings)
    found += _name_findings(document.path.name, lesson_name)
    found += _kernel_findings(document.notebook)
    found += _size_findings(document)
    if is_crlf(document.notebook):
        found.append(line_end_finding())
    return found


def _name_findings(name, lesson_name):
    right = f"{lesson_name}.ipynb"
    if name == right:
        return []
    if name.startswith(lesson_name) and ".mended" in name:
        return [Finding(NOTE, "file", f"is a mended copy: call it {right} when you hand it in")]
    mend = f"Rename it to {right}: grading looks for that name."
    return [Finding(PROBLEM, "file", f"is called {name}", mend)]


def _kernel_findings(notebook):
    spec = notebook.metadata.get("kernelspec") or {}
    info = notebook.metadata.get("language_info") or {}
    language = str(spec.get("language") or info.get("name") or "").lower()
    name = str(spec.get("name") or "")
    if language and language != "python":
        kernel = spec.get("display_name") or name or language
        return [
            Finding(
                PROBLEM,
                "kernel",
                f"is {kernel} ({language}), the lesson is in Python",
                "Choose Kernel > Change Kernel > Python 3, run all cells and save.",
            )
        ]
    if not language and not name:
        return [Finding(NOTE, "kernel", "is not named in the file; Python 3 will be used")]
    return []


def _size_findings(document):
    sizes = {
        index: output_size(cell) for index, cell in enumerate(document.notebook.cells, start=1)
    }
    total = sum(sizes.values())
    if total <= LARGEST_OUTPUTS:
        return []
    largest = max(sizes, key=sizes.get)
    cell = document.notebook.cells[largest - 1]
    where = grade_id(cell) or cell.get("id") or f"cell {largest}"
    return [
        Finding(
            PROBLEM,
            "outputs",
            f"take {megabytes(total)}; most of it is under {where} ({megabytes(sizes[largest])})",
            "Choose Edit > Clear Outputs of All Cells and save: grading runs every cell again "
            "and needs no outputs.",
        )
    ]


def output_size(cell):
    """How many characters the outputs of a cell take in the file, about."""
    return sum(len(json.dumps(output, ensure_ascii=False)) for output in cell.get("outputs", ()))


def cell_findings(notebook, matches):
    """Every graded cell of the lesson: there, once, and as it was released."""
    found = []
    if matches and not any(match.by == "grade_id" for match in matches.values()):
        found.append(
            Finding(
                PROBLEM,
                "all graded cells",
                "have lost the metadata by which they are graded (some editors strip it)",
                "Let --mend put it back, or copy your answers into a fresh copy of the lesson.",
            )
        )
    stripped_all = bool(found)
    for match in matches.values():
        found += _presence_findings(match, notebook, stripped_all)
        if match.index is None:
            continue
        cell = notebook.cells[match.index]
        if is_test(match.reference):
            found += _test_findings(match, cell)
        elif is_solution(match.reference):
            found += _solution_findings(match, cell, notebook)
    return found


def _presence_findings(match, notebook, stripped_all):
    if match.index is None:
        return [_missing(match)]
    found = []
    if len(match.claims) > 1:
        cells = ", ".join(str(index + 1) for index in match.claims)
        found.append(
            Finding(
                PROBLEM,
                match.name,
                f"is there {len(match.claims)} times (cells {cells}): one of them is graded only",
                "Delete the copies; --mend keeps your newest answer.",
            )
        )
    if match.by != "grade_id" and not stripped_all:
        found.append(
            Finding(
                PROBLEM,
                match.name,
                f"has lost the metadata by which it is graded (cell {match.index + 1})",
                "Let --mend put it back.",
            )
        )
    elif match.by == "grade_id":
        found += _changed_metadata(match, notebook.cells[match.index])
    return found


def _missing(match):
    if is_test(match.reference):
        points = match.reference.metadata["nbgrader"].get("points", 0)
        return Finding(
            PROBLEM,
            match.name,
            f"the test cell is missing: its {points:g} points would be lost",
            "Let --mend put it back, or copy it from the released lesson.",
        )
    return Finding(
        PROBLEM,
        match.name,
        "the cell for your answer is missing",
        "Copy it from the released lesson and put your answer in; --mend puts the unsolved "
        "cell back.",
    )


def _changed_metadata(match, cell):
    ours, theirs = match.reference.metadata["nbgrader"], cell.metadata["nbgrader"]
    changed = [key for key in PINNED if key in ours and theirs.get(key) != ours[key]]
    if cell.cell_type != match.reference.cell_type:
        changed.append("kind of cell")
    if not changed:
        return []
    return [
        Finding(
            PROBLEM,
            match.name,
            f"its grading metadata was changed ({', '.join(changed)})",
            "Let --mend put it back.",
        )
    ]


def _test_findings(match, cell):
    if plain(cell.source) == plain(match.reference.source):
        return []
    return [
        Finding(
            PROBLEM,
            match.name,
            "the test cell was changed",
            "Grading puts the released one in its place: use another cell for your own tests. "
            "--mend restores it.",
        )
    ]


def _solution_findings(match, cell, notebook):
    if plain(cell.source) == plain(match.reference.source):
        return [Finding(NOTE, match.name, "is not solved yet")]
    if cell.cell_type != "code":
        return []
    try:
        parse(cell.source)
    except SyntaxError as error:
        return [_does_not_parse(match.name, cell.source, error)]
    missing = sorted(defined_names(match.reference.source) - defined_names(cell.source))
    return [_not_defined(match.name, name, notebook) for name in missing]


def _does_not_parse(name, source, error):
    line = error.lineno or 1
    lines = source.splitlines()
    shown = lines[line - 1].strip() if line <= len(lines) else ""
    return Finding(
        PROBLEM,
        name,
        f"is not Python: line {line}: {error.msg}: {shown[:80]}",
        "Mend that line and run the cell.",
    )


def _not_defined(match_name, name, notebook):
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and name in defined_names(cell.source):
            what = f"{name} is defined in cell {number}, not in the cell for it"
            return Finding(NOTE, match_name, what, "Move it there, so that it is seen.")
    return Finding(
        PROBLEM,
        match_name,
        f"no longer defines {name}, which the test asks for",
        f"Call your function or variable {name} again.",
    )


def order_findings(notebook):
    """Whether the cells were run from top to bottom."""
    counts = [
        cell.execution_count
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.get("execution_count")
    ]
    if counts != sorted(counts) or len(set(counts)) != len(counts):
        what = "were not run from top to bottom; grading runs them in that order"
        mend = "Choose Kernel > Restart Kernel and Run All Cells, and look at the results."
        return [Finding(NOTE, "cells", what, mend)]
    return []


def lesson_findings(told, expected):
    """Whether the notebook is the lesson that it should be.

    Parameters
    ----------
    told : dict of str to str
        From ``lessons.evidence``.
    expected : str or None
        The lesson that was asked for.
    """
    inside = next((told[kind] for kind in told if kind != "file name"), None)
    if expected:
        claimed, source = expected, "it was asked for"
    else:
        claimed, source = told.get("file name"), "the file's name says"
    if claimed and inside and claimed != inside:
        return [
            Finding(
                PROBLEM,
                "lesson",
                f"the notebook holds {inside}, but {source} {claimed}",
                f"Hand in {claimed}.ipynb, or rename this file to {inside}.ipynb.",
            )
        ]
    return []


def all_well(matches):
    """A line for what was looked at and found in order."""
    tests = sum(is_test(match.reference) for match in matches.values())
    return Finding(FINE, "test cells", f"all {tests} are there and as released")
