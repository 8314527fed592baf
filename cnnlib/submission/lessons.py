"""The released lessons, and which of them a notebook is."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat

from cnnlib._paths import course_file

_NAME = re.compile(r"\d\d-[a-z0-9]+(?:-[a-z0-9]+)*")
# Evidence in the order in which it is believed.
EVIDENCE = ("file name", "front matter", "graded cells", "cell sources")


@dataclass(frozen=True)
class Lesson:
    """A released lesson: its name and its notebook."""

    name: str
    notebook: nbformat.NotebookNode


def released(folder=None):
    """Every released lesson.

    Parameters
    ----------
    folder : str or pathlib.Path, optional
        Where ``NN-topic/NN-topic.ipynb`` are; the course's ``lessons/`` where it is not given.

    Returns
    -------
    dict of str to Lesson
    """
    folder = Path(folder) if folder is not None else _lessons_folder()
    paths = sorted(folder.glob("[0-9][0-9]-*/*.ipynb")) if folder else []
    return {path.stem: _load(path, path.stat().st_mtime_ns) for path in paths if _is_lesson(path)}


def _lessons_folder():
    try:
        return course_file("lessons")
    except FileNotFoundError:
        return None


def _is_lesson(path):
    return path.stem == path.parent.name


@lru_cache(maxsize=64)
def _load(path, _mtime):
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    return Lesson(path.stem, notebook)


def grade_id(cell):
    """The nbgrader id of a cell, or None.

    Examples
    --------
    >>> cell = nbformat.v4.new_code_cell(metadata={"nbgrader": {"grade_id": "test-luma"}})
    >>> grade_id(cell)
    'test-luma'
    """
    found = cell.metadata.get("nbgrader", {}).get("grade_id")
    return found if isinstance(found, str) and found else None


def is_test(cell):
    """Whether a cell of a released lesson is a test."""
    meta = cell.metadata.get("nbgrader", {})
    return bool(meta.get("grade")) and not meta.get("solution")


def is_solution(cell):
    """Whether a cell of a released lesson is the student's to fill in."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def graded_cells(lesson):
    """The cells of a released lesson that nbgrader knows, by their id, in order."""
    return {grade_id(cell): cell for cell in lesson.notebook.cells if grade_id(cell)}


def lines_of(source):
    """The lines of a source that carry meaning, each without its indentation."""
    return {line.strip() for line in source.splitlines() if len(line.strip()) > 3}


def evidence(path, notebook, lessons):
    """What each trace in a notebook says about which lesson it is.

    Parameters
    ----------
    path : pathlib.Path
    notebook : nbformat.NotebookNode
    lessons : dict of str to Lesson

    Returns
    -------
    dict of str to str
        From a kind of evidence (see ``EVIDENCE``) to a lesson's name, in the order in which it
        is believed; what says nothing is left out.
    """
    told = {
        "file name": _from_name(path, lessons),
        "front matter": _from_front_matter(notebook, lessons),
        "graded cells": _most_common(notebook, lessons, _ids, least=1),
        "cell sources": _most_common(notebook, lessons, _source_lines, least=5),
    }
    return {kind: told[kind] for kind in EVIDENCE if told[kind]}


def _from_name(path, lessons):
    stem = path.name.lower()
    found = [name for name in lessons if name in stem]
    if found:
        return max(found, key=len)
    numbered = _NAME.match(stem)
    # "03-convolution.ipynb": the name was shortened, the number still tells.
    same_number = [name for name in lessons if numbered and name[:3] == numbered[0][:3]]
    return same_number[0] if len(same_number) == 1 else None


def _from_front_matter(notebook, lessons):
    front = notebook.metadata.get("cnnlib")
    name = front.get("lesson") if isinstance(front, dict) else None
    return name if isinstance(name, str) and name in lessons else None


def _ids(notebook):
    return {grade_id(cell) for cell in notebook.cells} - {None}


def _source_lines(notebook):
    lines = set()
    for cell in notebook.cells:
        lines |= lines_of(cell.source[:20_000])
    return lines


def _most_common(notebook, lessons, traces_of, least):
    """The lesson that shares most traces with a notebook and is ahead of every other."""
    traces = traces_of(notebook)
    shared = {name: len(traces & traces_of(lesson.notebook)) for name, lesson in lessons.items()}
    ranked = sorted(shared, key=shared.get, reverse=True)
    if not ranked or shared[ranked[0]] < least:
        return None
    if len(ranked) > 1 and shared[ranked[0]] == shared[ranked[1]]:
        return None
    return ranked[0]
