"""A class hands in each lesson, and nbgrader's own commands grade it.

What depends on the lesson is tried with each: right answers, in the whole lesson, and wrong ones,
with the experiments deleted (each whole one takes as long as the lesson). What does not, an empty
submission, half of one and a damaged one, is tried with one lesson.
"""

import ast
import copy
import csv
import shutil
import subprocess
import sys

import nbformat
import pytest
from answers import ROOT, all_answers, graded_cells, notebook

from cnnlib.grading.notebooks import lesson_names

LESSONS = lesson_names(ROOT / "solutions")
WHOLE_CLASS = LESSONS[0]


def solution_cell_of(cells, exercise):
    """The answer cell that a graded cell judges: the last one before it."""
    place = next(
        i
        for i, cell in enumerate(cells)
        if cell.metadata.get("nbgrader", {}).get("grade_id") == f"test-{exercise.replace('_', '-')}"
    )
    return next(
        cell
        for cell in reversed(cells[:place])
        if cell.metadata.get("nbgrader", {}).get("solution")
    )


def solved(lesson, exercises):
    """The released lesson with the solution's answers up to the last of some exercises."""
    released, source = notebook("lessons", lesson), notebook("solutions", lesson)
    answers = {cell.id: cell.source for cell in source.cells}
    last = max(
        i
        for i, cell in enumerate(released.cells)
        if cell.metadata.get("nbgrader", {}).get("grade")
        and cell.metadata.nbgrader.grade_id.removeprefix("test-").replace("-", "_") in exercises
    )
    for cell in released.cells[:last]:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = answers[cell.id]
    return released


def matters(cell):
    """Whether grading needs a cell: the imports, answers, and what judges them."""
    meta = cell.metadata.get("nbgrader", {})
    return cell.id == "imports" or meta.get("solution") or meta.get("grade")


def wrongly_answered(lesson):
    """The first named wrong answer to each exercise, without the experiments, and the points."""
    released, total = notebook("lessons", lesson), 0.0
    for exercise in graded_cells(lesson):
        answer = next(
            answer
            for answer in all_answers()
            if (answer.lesson, answer.exercise) == (lesson, exercise) and not answer.is_right
        )
        tree = ast.parse(answer.source)
        solution_cell_of(released.cells, exercise).source = ast.unparse(tree.body[1:])
        total += answer.points
    released.cells = [c for c in released.cells if c.cell_type != "code" or matters(c)]
    return released, total


def damaged(perfect):
    """A perfect submission whose first graded cell is gone and whose second has no metadata."""
    nb = copy.deepcopy(perfect)
    graded = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    lost = sum(cell.metadata.nbgrader.points for cell in graded[:2])
    graded[1].metadata = {}
    nb.cells.remove(graded[0])
    return nb, 25 - lost


def class_of(lesson):
    """Student -> what is handed in, and the points that it is worth."""
    cells = graded_cells(lesson)
    perfect = solved(lesson, list(cells))
    students = {"perfect": (perfect, 25), "wrong": wrongly_answered(lesson)}
    if lesson != WHOLE_CLASS:
        return students
    half = list(cells)[: len(cells) // 2]
    points = sum(cells[name].metadata.nbgrader.points for name in half)
    return students | {
        "empty": (notebook("lessons", lesson), 0),
        "half": (solved(lesson, half), points),
        "damaged": damaged(perfect),
    }


def nbgrader(course, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=course, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.class_run
@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_class_when_graded_by_nbgrader_then_points_and_feedback(lesson, tmp_path):
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "solutions" / lesson, tmp_path / "solutions" / lesson)
    students = class_of(lesson)
    for student, (nb, _) in students.items():
        folder = tmp_path / "submitted" / student / lesson
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{lesson}.ipynb")

    nbgrader(tmp_path, "generate_assignment", lesson)
    nbgrader(tmp_path, "autograde", lesson, "--create")
    nbgrader(tmp_path, "generate_feedback", lesson)
    nbgrader(tmp_path, "export")

    with open(tmp_path / "grades.csv", newline="", encoding="utf-8") as file:
        grades = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert grades == {student: points for student, (_, points) in students.items()}
    for student in students:
        page = tmp_path / "feedback" / student / lesson / f"{lesson}.html"
        text = page.read_text(encoding="utf-8")
        assert "HIDDEN TESTS" not in text
        assert "<script" not in text
