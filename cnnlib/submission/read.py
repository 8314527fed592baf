"""Read a file that ought to be a notebook, and say what it is where it is not one."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4.rwbase import rejoin_lines

from cnnlib._report import NOTE, PROBLEM, Finding

# Above this a notebook is not read at all: parsing takes several times its size in memory.
LARGEST_BYTES = 500_000_000
NEWEST_FORMAT = 4


class UnreadableNotebook(ValueError):
    """A file that holds no notebook; the message says what it holds, ``mend`` what to do."""

    def __init__(self, what, mend):
        super().__init__(f"{what}. {mend}")
        self.what = what
        self.mend = mend


@dataclass
class Document:
    """A notebook as it was found.

    Parameters
    ----------
    path : pathlib.Path
    size : int
        Bytes on disk.
    notebook : nbformat.NotebookNode
        In nbformat 4, whatever it was.
    findings : list of Finding
        What was wrong with the file itself.
    """

    path: Path
    size: int
    notebook: nbformat.NotebookNode
    findings: list = field(default_factory=list)


def read_notebook(path):
    """Read a notebook, forgiving what can be forgiven.

    Parameters
    ----------
    path : str or pathlib.Path

    Returns
    -------
    Document

    Raises
    ------
    UnreadableNotebook
        Where there is no notebook in it: a folder, nothing, a page, half a notebook.
    """
    path = Path(path)
    size = _size(path)
    findings = []
    text = _decode(path.read_bytes(), findings)
    content = _parse(text)
    del text
    notebook = _as_notebook(content, findings)
    return Document(path, size, notebook, findings)


def _size(path):
    if not path.exists():
        raise UnreadableNotebook(
            f"there is no file {path.name}", "Check the name, and the folder you are in."
        )
    if path.is_dir():
        raise UnreadableNotebook(
            f"{path.name} is a folder, not a notebook", "Name the .ipynb file inside it."
        )
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise UnreadableNotebook(
            f"the file has {megabytes(size)}, too much to be read (limit "
            f"{megabytes(LARGEST_BYTES)})",
            "Open it in JupyterLab, choose Edit > Clear Outputs of All Cells, and save it.",
        )
    return size


def megabytes(size):
    """A number of bytes in words.

    Examples
    --------
    >>> megabytes(12_340_000)
    '12.3 MB'
    """
    return f"{size / 1e6:,.1f} MB"


def _decode(data, findings):
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableNotebook(
            "the file is empty", "Save the notebook again in Jupyter and check that copy."
        )
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableNotebook("this is a zip archive", "Unpack it and hand in the .ipynb file.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        _note_encoding(findings, "UTF-16")
        return data.decode("utf-16", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        findings.append(
            Finding(
                PROBLEM,
                "file",
                "begins with a byte order mark, which Jupyter cannot read",
                "Save it as UTF-8 without BOM, or let --mend do it.",
            )
        )
        data = data[3:]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _note_encoding(findings, f"something else (byte {error.start})")
        return data.decode("cp1252", "replace")


def _note_encoding(findings, name):
    findings.append(
        Finding(
            PROBLEM,
            "file",
            f"is not written in UTF-8 but in {name}",
            "An editor changed it: save it as UTF-8, or let --mend do it. Look at accented "
            "letters afterwards.",
        )
    )


def _parse(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _explain_json(text, error) from None
    except RecursionError:
        raise UnreadableNotebook(
            "the file is nested deeper than any notebook",
            "Download or save the notebook again.",
        ) from None


def _explain_json(text, error):
    start = text.lstrip()[:200].lower()
    if "\n<<<<<<< " in text and "\n>>>>>>> " in text:
        return UnreadableNotebook(
            "the file holds the conflict markers of a git merge (<<<<<<<, >>>>>>>)",
            "Resolve the conflict, or take one of the two versions.",
        )
    if start.startswith(("<!doctype", "<html", "<?xml")):
        return UnreadableNotebook(
            "this is a web page, not a notebook",
            "Download the notebook itself (on GitHub: Download raw file).",
        )
    if not start.startswith("{"):
        return UnreadableNotebook(
            "this is not a notebook: a notebook is JSON and begins with {",
            "Hand in the .ipynb file, not an export such as .py or .html under another name.",
        )
    if not text.rstrip().endswith("}") or error.pos >= len(text.rstrip()) - 1:
        return UnreadableNotebook(
            f"the file is cut off: it ends after {len(text):,} characters, inside the notebook",
            "The download or upload was interrupted: save or download it again.",
        )
    return UnreadableNotebook(
        f"the file is not valid JSON: {error.msg}, line {error.lineno}, column {error.colno}",
        "It was changed outside Jupyter: undo that, or start from a copy that still opens.",
    )


def _as_notebook(content, findings):
    major = content.get("nbformat") if isinstance(content, dict) else None
    parts = content.get("worksheets" if major == 3 else "cells") if major else None
    if not isinstance(major, int) or not isinstance(parts, list):
        raise UnreadableNotebook(
            "this is JSON, but not a notebook: it has no list of cells",
            "Hand in the file that ends in .ipynb and opens in Jupyter.",
        )
    if major > NEWEST_FORMAT or major < 3:
        raise UnreadableNotebook(
            f"the notebook is in format {major}, this course reads format {NEWEST_FORMAT}",
            "Open it in JupyterLab and save it.",
        )
    if major == 3:
        findings.append(
            Finding(
                PROBLEM,
                "file",
                "is a notebook of the old format 3",
                "Open it in JupyterLab and save it, or let --mend do it.",
            )
        )
        return _converted(content)
    content["cells"] = _sound_cells(parts, findings)
    if not isinstance(content.get("metadata"), dict):
        content["metadata"] = {}
    return rejoin_lines(nbformat.from_dict(content))


def _converted(content):
    from nbformat.v3.rwbase import rejoin_lines as rejoin_lines_v3

    try:
        return nbformat.convert(rejoin_lines_v3(nbformat.from_dict(content)), NEWEST_FORMAT)
    except Exception as error:  # the old converter trusts its input wholly
        raise UnreadableNotebook(
            f"the notebook of format 3 is damaged ({type(error).__name__})",
            "Open it in JupyterLab; where that fails too, start from the released lesson.",
        ) from None


def _sound_cells(cells, findings):
    """The cells with every field that the rest relies on; what is no cell is named."""
    sound = []
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            findings.append(
                Finding(
                    PROBLEM,
                    f"cell {number}",
                    "is not a cell of a notebook",
                    "Delete it in Jupyter, or let --mend do it.",
                )
            )
            continue
        sound.append(_sound_cell(cell))
    return sound


def _sound_cell(cell):
    if not isinstance(cell.get("metadata"), dict):
        cell["metadata"] = {}
    if not isinstance(cell["metadata"].get("nbgrader", {}), dict):
        del cell["metadata"]["nbgrader"]
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    cell["source"] = "".join(line for line in lines if isinstance(line, str))
    if cell["cell_type"] == "code":
        outputs = cell.get("outputs")
        outputs = outputs if isinstance(outputs, list) else []
        cell["outputs"] = [output for output in outputs if _is_output(output)]
        if not isinstance(cell.get("execution_count"), int):
            cell["execution_count"] = None
    return cell


def _is_output(output):
    if not isinstance(output, dict):
        return False
    kind = output.get("output_type")
    if kind in ("display_data", "execute_result"):
        return isinstance(output.get("data"), dict)
    return kind in ("stream", "error")


def is_crlf(notebook):
    """Whether the sources of a notebook have the line ends of Windows."""
    return any("\r\n" in cell.source for cell in notebook.cells)


def line_end_finding():
    """What is said of Windows line ends inside cells."""
    return Finding(NOTE, "file", "has Windows line ends inside cells; they do no harm here")
