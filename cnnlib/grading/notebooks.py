"""Notebooks as files: their one normal form, read and written."""

import json
import os
import re
import tempfile
from pathlib import Path

import nbformat

__all__ = [
    "KERNELSPEC",
    "NotebookError",
    "lesson_names",
    "normalise",
    "read_notebook",
    "to_bytes",
    "write_atomically",
]

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LESSON_NAME = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*")


class NotebookError(ValueError):
    """A notebook of the course that is not as the course needs it."""


def lesson_names(folder):
    """Names of the lessons in ``solutions/`` or ``lessons/``, in order.

    Parameters
    ----------
    folder : path-like

    Returns
    -------
    list of str
        Each a folder ``NN-topic`` with a notebook of the same name in it.
    """
    return sorted(
        path.stem
        for path in Path(folder).glob("*/*.ipynb")
        if path.stem == path.parent.name and LESSON_NAME.fullmatch(path.stem)
    )


def read_notebook(path):
    """Read a notebook, and refuse one that would have to be repaired.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    NotebookError
        Where it is no notebook, is older than format 4.5 (no cell ids), or repeats an id.
    """
    try:
        raw = json.loads(Path(path).read_bytes())
        version = (raw["nbformat"], raw["nbformat_minor"])
        ids = [cell.get("id") for cell in raw["cells"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotebookError(f"{path} is no notebook: {error!r}") from error
    if version < (4, 5):
        raise NotebookError(
            f"{path}: format {version[0]}.{version[1]} has no cell ids: open the notebook in "
            "JupyterLab and save it (4.5)"
        )
    wrong = sorted({str(name) for name in ids if not name or ids.count(name) > 1})
    if wrong:  # nbformat would mend it with random ids, which differ on the next run
        raise NotebookError(f"{path}: each cell needs an id of its own, but see {wrong}")
    return nbformat.reads(json.dumps(raw), as_version=4)


def normalise(notebook):
    """Leave in a notebook nothing that depends on who saved it, when and where.

    Kept are the cells with their ids, sources and outputs, nbgrader's metadata and tags, the
    front matter ``cnnlib``, and one kernelspec; format 4.5. Gone are timestamps, Colab's and
    JupyterLab's additions, the Python version, widget states, and nbgrader's checksums (which
    the release computes anew).

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.

    Returns
    -------
    nbformat.NotebookNode
        The same.
    """
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    front_matter = notebook.metadata.get("cnnlib")
    notebook.metadata.clear()
    notebook.metadata.update(kernelspec=dict(KERNELSPEC), language_info={"name": "python"})
    if front_matter is not None:
        notebook.metadata["cnnlib"] = front_matter
    for cell in notebook.cells:
        _normalise_cell(cell)
    return notebook


def _normalise_cell(cell):
    kept = {name: cell.metadata[name] for name in ("nbgrader", "tags") if cell.metadata.get(name)}
    cell.metadata.clear()
    cell.metadata.update(kept)
    for derived in ("checksum", "cell_type"):
        kept.get("nbgrader", {}).pop(derived, None)
    if not cell.get("attachments"):
        cell.pop("attachments", None)


def to_bytes(notebook):
    """The file of a notebook: sorted keys, one space of indentation, a newline at the end.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    bytes
        The same as nbgrader writes.
    """
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()


def write_atomically(path, content):
    """Write a file whole or not at all, so that a failure leaves the old one.

    Parameters
    ----------
    path : path-like
        Its folder is made where there is none.
    content : bytes

    Returns
    -------
    bool
        Whether the file changed; one with the same content is not touched.
    """
    path = Path(path)
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)  # mkstemp's file is private
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True
