"""Submissions to the sample course: solved, and then damaged in every way."""

import nbformat
from course_fixture import LESSON, cell_named, make_course, read

from cnnlib.grading.release import release

ANSWERS = {
    "double": 'def double(x):\n    """Twice x."""\n    return 2 * x',
    "quiz": 'answers = {"one": 1, "pair": [1, 2]}',
}


def released_course(root, *lessons):
    """A course with its lessons released."""
    course = make_course(root, *lessons)
    release(course)
    return course


def unsolved(course, lesson=LESSON):
    """The released lesson."""
    return read(course / "lessons" / lesson / f"{lesson}.ipynb")


def solved(course, lesson=LESSON, **answers):
    """The released lesson with all points; another answer, or cell, by its name."""
    notebook = unsolved(course, lesson)
    for name, source in {**ANSWERS, **answers}.items():
        cell_named(notebook, name).source = source
    return notebook


def without_cell(notebook, name):
    """The notebook, one cell the fewer."""
    notebook.cells = [cell for cell in notebook.cells if cell.id != name]
    return notebook


def stripped(notebook, *names):
    """The notebook without metadata and ids, in all cells or in those named."""
    for cell in notebook.cells:
        if not names or cell.id in names:
            cell.metadata.clear()
            cell["id"] = f"x{abs(hash(cell.source)) % 10**8}" if names else cell.id
    if not names:
        for cell in notebook.cells:
            del cell["id"]
        notebook.nbformat_minor = 0
        notebook.metadata.clear()
    return notebook


def with_copy(notebook, name, source=None, execution_count=None, at=None):
    """The notebook with a second cell of one grade_id, behind the first or at an index."""
    first = cell_named(notebook, name)
    copy = nbformat.from_dict({**first, "id": f"{name}-copy"})
    if source is not None:
        copy.source = source
    copy.execution_count = execution_count
    notebook.cells.insert(notebook.cells.index(first) + 1 if at is None else at, copy)
    return notebook


def hand_in(course, student, content, lesson=LESSON, name=None):
    """Put a notebook, or any text or bytes, into ``submitted/``."""
    path = course / "submitted" / student / lesson / (name or f"{lesson}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    return save(path, content)


def save(path, content):
    """Write a notebook, text or bytes."""
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else nbformat.writes(content)
        path.write_text(text, encoding="utf-8", newline="\n")
    return path
