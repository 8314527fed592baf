"""Put a damaged submission right, in a copy."""

import copy
import re

import nbformat

from cnnlib.submission.examine import LARGEST_OUTPUTS, output_size
from cnnlib.submission.lessons import grade_id, is_solution
from cnnlib.submission.match import match, plain

# Outputs of one cell beyond this are cleared, largest first, until all fit.
_SMALL = 100_000
_CELL_ID = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")


def mended(notebook, lesson):
    """A mended copy of a student's notebook, and what was done to it.

    Test cells and metadata become the released ones, copies of a graded cell go (the newest
    answer stays), giant outputs go. A student's answer is never changed.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Stays as it is.
    lesson : Lesson

    Returns
    -------
    nbformat.NotebookNode, list of str
        The list is empty where nothing had to be done.
    """
    result = nbformat.v4.new_notebook(metadata=copy.deepcopy(notebook.metadata))
    result.cells = [copy.deepcopy(cell) for cell in notebook.cells]
    matches = match(lesson, result)
    done = _restore_cells(result, matches)
    done += _remove_copies(result, matches)
    done += _insert_missing(result, matches)
    done += _clear_outputs(result)
    done += _restore_front_matter(result, lesson)
    _give_ids(result, lesson)
    return result, done


def _restore_cells(notebook, matches):
    """Metadata, kind and (except in an answer) the source of each graded cell that is there."""
    done = []
    for name, found in matches.items():
        if found.index is None:
            continue
        cell, reference = notebook.cells[found.index], found.reference
        if cell.metadata.get("nbgrader") != reference.metadata["nbgrader"]:
            cell.metadata["nbgrader"] = copy.deepcopy(reference.metadata["nbgrader"])
            done.append(f"metadata of {name} restored")
        for lock in ("deletable", "editable"):  # what keeps Jupyter from losing the cell
            if lock in reference.metadata:
                cell.metadata[lock] = reference.metadata[lock]
        cell.source = cell.source.replace("\r\n", "\n")
        if not is_solution(reference) and plain(cell.source) != plain(reference.source):
            cell.source = reference.source
            done.append(f"cell {name} restored")
        if cell.cell_type != reference.cell_type:
            notebook.cells[found.index] = _as_type(cell, reference.cell_type)
            done.append(f"cell {name} made a {reference.cell_type} cell again")
    return done


def _as_type(cell, cell_type):
    make = {
        "code": nbformat.v4.new_code_cell,
        "markdown": nbformat.v4.new_markdown_cell,
        "raw": nbformat.v4.new_raw_cell,
    }[cell_type]
    return make(cell.source, metadata=cell.metadata)


def _remove_copies(notebook, matches):
    """Every cell but one of each grade_id, and grade_ids that the lesson does not have."""
    surplus = {i for found in matches.values() for i in found.claims if i != found.index}
    done = [
        f"{len(found.claims) - 1} surplus of {name} removed"
        for name, found in matches.items()
        if len(found.claims) > 1
    ]
    kept = [cell for index, cell in enumerate(notebook.cells) if index not in surplus]
    for cell in kept:
        if "nbgrader" in cell.metadata and grade_id(cell) not in matches:
            del cell.metadata["nbgrader"]
            done.append("grading metadata removed from a cell that the lesson does not have")
    notebook.cells = kept
    return done


def _insert_missing(notebook, matches):
    """Each missing cell after the graded cell that stands before it in the lesson."""
    done = []
    place = 0
    for name, found in matches.items():
        at = [i for i, cell in enumerate(notebook.cells) if grade_id(cell) == name]
        if at:
            place = at[0] + 1
            continue
        notebook.cells.insert(place, copy.deepcopy(found.reference))
        place += 1
        done.append(f"missing cell {name} put back")
    return done


def _clear_outputs(notebook):
    if sum(output_size(cell) for cell in notebook.cells) <= LARGEST_OUTPUTS:
        return []
    cleared = 0
    for cell in notebook.cells:
        if output_size(cell) > _SMALL:
            cell.outputs = []
            cleared += 1
    if sum(output_size(cell) for cell in notebook.cells) > LARGEST_OUTPUTS:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = []
        return ["all outputs cleared"]
    return [f"large outputs of {cleared} cell(s) cleared"]


def _restore_front_matter(notebook, lesson):
    done = []
    reference = lesson.notebook.metadata
    spec = notebook.metadata.get("kernelspec") or {}
    language = spec.get("language") or (notebook.metadata.get("language_info") or {}).get("name")
    if (language or "python") != "python" or not spec:
        for key in ("kernelspec", "language_info"):
            notebook.metadata.pop(key, None)
            if key in reference:
                notebook.metadata[key] = copy.deepcopy(reference[key])
        done.append("kernel set to Python")
    if "cnnlib" in reference and notebook.metadata.get("cnnlib") != reference["cnnlib"]:
        notebook.metadata["cnnlib"] = copy.deepcopy(reference["cnnlib"])
        done.append("front matter restored")
    return done


def _give_ids(notebook, lesson):
    """Valid, unique cell ids: the lesson's for its graded cells, the student's elsewhere."""
    reference = {grade_id(cell): cell.get("id") for cell in lesson.notebook.cells if grade_id(cell)}
    taken = {cell_id for cell_id in reference.values() if cell_id}
    for number, cell in enumerate(notebook.cells, start=1):
        wanted = reference.get(grade_id(cell))
        if wanted:
            cell["id"] = wanted
            continue
        own = cell.get("id")
        if not isinstance(own, str) or not _CELL_ID.match(own) or own in taken:
            own = next(n for n in _numbered(f"cell-{number}") if n not in taken)
        taken.add(own)
        cell["id"] = own


def _numbered(name):
    yield name
    count = 1
    while True:
        count += 1
        yield f"{name}-{count}"
