"""A small course in a temporary folder, laid out as the real one, for tests of the pipeline."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from cnnlib.grading.notebooks import write_atomically

ROOT = Path(__file__).resolve().parents[1]
LESSON = "01-doubling"

PYPROJECT = """\
[project]
name = "sample"
version = "1.2.3"

[project.urls]
Repository = "https://github.com/someone/sample-course"
"""

README = """\
# Sample

<!-- lessons:begin -->
<!-- lessons:end -->

The end.
"""

SOLUTION = """\
def double(x):
    \"\"\"Twice x.\"\"\"
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION"""

TEST = """\
points = 0
points += double(1) == 2
### BEGIN HIDDEN TESTS
points += double(-3) == -6
### END HIDDEN TESTS
points"""

QUIZ = """\
# Write a number in place of each `...`.
### BEGIN SOLUTION
answers = {
    "one": 1,  # the first
    "pair": [1, 2],
}
### END SOLUTION"""

QUIZ_TEST = """\
### BEGIN HIDDEN TESTS
score = (answers["one"] == 1) + 2 * (answers["pair"] == [1, 2])
### END HIDDEN TESTS
score if "score" in globals() else 0"""


def markdown(name, source):
    """Markdown cell with an id."""
    return new_markdown_cell(source, id=name)


def code(name, source, **metadata):
    """Code cell with an id."""
    return new_code_cell(source, id=name, metadata=metadata)


def solution_cell(name, source):
    """Cell that a student fills in."""
    return code(name, source, nbgrader=_nbgrader(name, solution=True, locked=False))


def graded_cell(name, source, points):
    """Cell that is graded."""
    graded = _nbgrader(name, grade=True, locked=True) | {"points": points}
    return code(name, source, nbgrader=graded)


def _nbgrader(name, **roles):
    default = {"grade": False, "locked": False, "solution": False, "task": False}
    return {**default, **roles, "grade_id": name, "schema_version": 3}


def sample_cells():
    """Cells of a lesson with two exercises, of 2 and 3 points."""
    return [
        markdown("title", "# 01 Doubling\n\nHow to double a number."),
        code("set-up", "pass"),
        code("imports", "import math"),
        solution_cell("double", SOLUTION),
        graded_cell("test-double", TEST, 2),
        code("show", "print(f'{math.pi:.4f}')"),
        solution_cell("quiz", QUIZ),
        graded_cell("test-quiz", QUIZ_TEST, 3),
    ]


def front_matter(lesson=LESSON, **changes):
    """Complete front matter of a lesson."""
    front = {"lesson": lesson, "title": "Doubling", "summary": "Twice a number."}
    return front | {"minutes": 5, "points": 5} | changes


def write_notebook(path, cells, **front):
    """Write a notebook as an author would leave it."""
    metadata = {"cnnlib": front} if front else {}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(notebook, indent=1)  # as it is: nbformat.write would mend what is wrong
    write_atomically(path, text.encode())
    return Path(path)


def write_solution(root, lesson=LESSON, cells=None, **changes):
    """Write a solution into the course at ``root``; the path of its notebook."""
    path = Path(root, "solutions", lesson, f"{lesson}.ipynb")
    cells = sample_cells() if cells is None else cells
    return write_notebook(path, cells, **front_matter(lesson, **changes))


def make_course(root, *lessons):
    """A course with the real ``nbgrader_config.py`` and a solution for each name."""
    root = Path(root)
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8", newline="\n")
    (root / "README.md").write_text(README, encoding="utf-8", newline="\n")
    for lesson in lessons or (LESSON,):
        write_solution(root, lesson)
    return root


def read(path):
    """Read a notebook."""
    return nbformat.read(path, as_version=4)


def cell_named(notebook, name):
    """The cell with an id."""
    return next(cell for cell in notebook.cells if cell.id == name)


def tree(folder):
    """Content of every file under a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file()
    }


def nbgrader(root, *arguments):
    """Run a stock nbgrader command in the course; its whole output, or an AssertionError."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    run = subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=300, check=False
    )
    assert run.returncode == 0, f"{' '.join(arguments)}\n{run.stdout}\n{run.stderr}"
    return run.stdout + run.stderr
