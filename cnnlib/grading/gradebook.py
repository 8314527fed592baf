"""What the gradebook is asked and told, apart from nbgrader's own commands."""

import warnings
from contextlib import contextmanager

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SAWarning

__all__ = ["exercises", "points_of", "reset"]


@contextmanager
def _open(url):
    with Gradebook(url) as gradebook:
        yield gradebook


def exercises(url, lesson):
    """The exercises of a registered lesson with their points, in the lesson's order.

    Parameters
    ----------
    url : str
        The gradebook's.
    lesson : str

    Returns
    -------
    dict of str to float
        From the test cell's grade_id.
    """
    with _open(url) as gradebook:
        notebook = gradebook.find_notebook(lesson, lesson)
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        order = [cell.name for cell in notebook.source_cells]
        return {name: points[name] for name in sorted(points, key=order.index)}


def reset(url, lesson, student):
    """Enter a student's submission with 0 points for every test, as far as tests gave them.

    So that a submission which cannot be run has 0, and not what an earlier one had. Points that
    an instructor gave by hand stay.
    """
    with _open(url) as gradebook, warnings.catch_warnings():
        # nbgrader's way of making a submission; harmless, and nothing to an instructor.
        warnings.filterwarnings("ignore", r"Object of type <Submitted", SAWarning)
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(lesson, student)
        submission = gradebook.find_submission_notebook(lesson, lesson, student)
        for grade in submission.grades:
            grade.auto_score = 0
            grade.needs_manual_grade = False
        gradebook.db.commit()


def points_of(url, lesson, student):
    """A student's points for each exercise of a lesson.

    Returns
    -------
    dict of str to float
        From the test cell's grade_id; empty where the gradebook has no submission.
    """
    with _open(url) as gradebook:
        try:
            submission = gradebook.find_submission_notebook(lesson, lesson, student)
        except MissingEntry:
            return {}
        return {grade.name: float(grade.score or 0) for grade in submission.grades}
