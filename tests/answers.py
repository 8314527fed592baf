"""Named wrong answers and right answers, and how one of them is graded.

An answer is a file ``tests/answers/<lesson>/<exercise>/{right,wrong}_<name>.py``. The docstring of
a wrong one says what it earns and the words that its message must contain:

    '''Flips the kernel.

    points: 1
    says: kernel is flipped
    '''
"""

import ast
import contextlib
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "answers"


@dataclass(frozen=True)
class Answer:
    """One answer file."""

    path: Path

    @property
    def lesson(self):
        return self.path.parts[-3]

    @property
    def exercise(self):
        return self.path.parts[-2]

    @property
    def is_right(self):
        return self.path.name.startswith("right_")

    @property
    def source(self):
        return self.path.read_text(encoding="utf-8")

    @property
    def points(self):
        return float(self._field("points")[0])

    @property
    def says(self):
        return self._field("says")

    def _field(self, name):
        doc = ast.get_docstring(ast.parse(self.source)) or ""
        rows = [row.strip() for row in doc.splitlines()]
        found = [row.partition(":")[2].strip() for row in rows if row.startswith(f"{name}:")]
        if not found:
            raise ValueError(f"{self.path} says nothing of its {name}")
        return found

    def __str__(self):
        return f"{self.lesson}-{self.exercise}-{self.path.stem}"


@lru_cache
def all_answers():
    """All of them, to be read only."""
    return [
        Answer(path)
        for path in sorted(FOLDER.glob("*/*/*.py"))
        if path.name.startswith(("right_", "wrong_"))
    ]


def notebook(folder, lesson):
    return nbformat.read(ROOT / folder / lesson / f"{lesson}.ipynb", as_version=4)


@lru_cache
def graded_cells(lesson, folder="solutions"):
    """The graded cells of a lesson, to be read only: exercise name -> cell."""
    return {
        cell.metadata.nbgrader.grade_id.removeprefix("test-").replace("-", "_"): cell
        for cell in notebook(folder, lesson).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def run_cell(source, namespace):
    """Run a cell as IPython does: what it prints, and the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<test cell>", "exec"), namespace)
        value = None
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "<test cell>", "eval"), namespace)
    return printed.getvalue(), value


def grade(lesson, exercise, source, filename="<answer>"):
    """Grade some code as the lesson's test cell does, hidden tests and all.

    Returns
    -------
    (str, float)
        The messages, and the points.
    """
    namespace = {"__name__": "student"}
    exec(compile(source, filename, "exec"), namespace)
    return run_cell(graded_cells(lesson)[exercise].source, namespace)
