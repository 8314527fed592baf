"""Every grader is proved on named wrong answers, and on right answers written differently."""

from collections import Counter

import pytest
from answers import ROOT, all_answers, grade, graded_cells, notebook, run_cell

from cnnlib.grading.notebooks import lesson_names

pytestmark = pytest.mark.answers

LESSONS = lesson_names(ROOT / "solutions")
EXERCISES = [(lesson, exercise) for lesson in LESSONS for exercise in graded_cells(lesson)]


@pytest.mark.parametrize("answer", all_answers(), ids=str)
def test_answer_when_graded_then_earns_its_points_and_hears_its_message(answer):
    message, points = grade(answer.lesson, answer.exercise, answer.source, str(answer.path))
    full = graded_cells(answer.lesson)[answer.exercise].metadata.nbgrader.points
    if answer.is_right:
        assert points == full, message
    else:
        assert points == answer.points, message
        assert points < full
        for words in answer.says:
            assert words.lower() in " ".join(message.lower().split())


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES)
def test_exercise_has_two_right_answers_and_two_wrong_ones(lesson, exercise):
    kinds = Counter(
        answer.is_right
        for answer in all_answers()
        if (answer.lesson, answer.exercise) == (lesson, exercise)
    )
    assert kinds[True] >= 2
    assert kinds[False] >= 2


def test_answers_when_listed_then_each_belongs_to_an_exercise():
    strangers = [
        str(answer) for answer in all_answers() if (answer.lesson, answer.exercise) not in EXERCISES
    ]
    assert not strangers


def _student_namespace(lesson, folder):
    """What a kernel holds after the imports and the answer cells of a lesson, as they stand."""
    namespace = {"__name__": "student"}
    for cell in notebook(folder, lesson).cells:
        if cell.id == "imports" or cell.metadata.get("nbgrader", {}).get("solution"):
            run_cell(cell.source, namespace)
    return namespace


@pytest.mark.parametrize("lesson", LESSONS)
def test_solution_when_graded_then_earns_all_points(lesson):
    namespace = _student_namespace(lesson, "solutions")
    cells = graded_cells(lesson)
    earned = {name: run_cell(cell.source, namespace)[1] for name, cell in cells.items()}
    assert earned == {name: cell.metadata.nbgrader.points for name, cell in cells.items()}
    assert sum(earned.values()) == 25


@pytest.mark.parametrize("tests_from", ["lessons", "solutions"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_lesson_when_untouched_then_earns_nothing_and_says_so(lesson, tests_from):
    namespace = _student_namespace(lesson, "lessons")
    for name, cell in graded_cells(lesson, tests_from).items():
        message, points = run_cell(cell.source, namespace)
        assert points == 0, f"{name}: {message}"
        assert "not attempted" in message or "not answered" in message
