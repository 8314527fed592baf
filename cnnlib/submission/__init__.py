"""Look at a submission before it is handed in: what is wrong with it, and how to mend it.

``cnnlib check FILE.ipynb`` on the command line, ``cnnlib.submission.check()`` in a notebook.
Needs nbformat only, so it runs on Colab. Nothing is executed and nothing is changed;
``mend_copy`` (``--mend``) writes a mended copy beside the file.

Exit codes: 0 nothing is wrong, 1 there are problems, 2 the file could not be read.
"""

import os
import time
from pathlib import Path

import nbformat

from cnnlib._report import FINE, NOTE, PROBLEM, Finding, Report
from cnnlib.submission import examine, lessons
from cnnlib.submission.match import match
from cnnlib.submission.mend import mended
from cnnlib.submission.read import UnreadableNotebook, read_notebook

__all__ = ["Report", "UnreadableNotebook", "check", "mend_copy", "mended", "read_notebook"]

SOUND, PROBLEMS, UNREADABLE = 0, 1, 2


def check(path=None, lesson=None, lessons_folder=None):
    """Say what is wrong with a submission, before it is handed in.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        The notebook. Where it is not given, the lesson's notebook in the working folder, as it
        was last saved.
    lesson : str, optional
        The lesson that it should be; otherwise recognised by the file's name, its front
        matter, its graded cells or its sources, in that order.
    lessons_folder : str or pathlib.Path, optional
        Where the released lessons are; the course's own where it is not given.

    Returns
    -------
    Report
        Shows itself in a notebook and in a terminal; ``exit_code`` is 0, 1 or 2.

    Examples
    --------
    >>> report = check("no-such-file.ipynb")
    >>> report.exit_code
    2
    >>> print(report.findings[0].what)
    there is no file no-such-file.ipynb
    """
    known = lessons.released(lessons_folder)
    if path is None:
        path, reason = _own_notebook(known)
        if path is None:
            return _unreadable("check", Finding(PROBLEM, "folder", *reason))
    path = Path(path)
    try:
        document = read_notebook(path)
    except UnreadableNotebook as error:
        return _unreadable(path.name, Finding(PROBLEM, "file", error.what, error.mend))
    except OSError as error:
        reason = f"it cannot be read ({error.strerror or error})"
        return _unreadable(path.name, Finding(PROBLEM, "file", reason))
    return _examined(document, known, lesson)


def _unreadable(name, finding):
    return Report(f"Check of {name}", [finding], "The file could not be checked.", UNREADABLE)


def _examined(document, known, expected):
    told = lessons.evidence(document.path, document.notebook, known)
    name = _which(told, expected)
    title = f"Check of {document.path.name} ({name or 'lesson unknown'}), {_saved(document.path)}"
    if name not in known or (expected and expected not in known):
        finding = Finding(
            PROBLEM,
            "lesson",
            f"{expected} is not known" if expected else "it could not be told which it is",
            f"The lessons are: {', '.join(known) or 'none found'}.",
        )
        return _report(title, [*document.findings, finding])
    matches = match(known[name], document.notebook)
    found = examine.lesson_findings(told, expected)
    found += examine.file_findings(document, name)
    found += examine.cell_findings(document.notebook, matches)
    found += examine.order_findings(document.notebook)
    if not any(finding.level == PROBLEM for finding in found):
        found.insert(0, examine.all_well(matches))
    return _report(title, found)


def _which(told, expected):
    """The lesson to compare with: what is inside counts, then what the name says."""
    inside = [told[kind] for kind in told if kind != "file name"]
    return next(iter(inside), None) or expected or told.get("file name")


def _saved(path):
    return "saved " + time.strftime("%d %B %Y %H:%M", time.localtime(path.stat().st_mtime))


def _report(title, findings):
    rank = {PROBLEM: 0, NOTE: 1, FINE: 2}
    findings = sorted(findings, key=lambda finding: rank[finding.level])
    problems = sum(finding.level == PROBLEM for finding in findings)
    if problems:
        summary = f"{problems} problem{'s' if problems > 1 else ''} to mend before you hand it in."
    else:
        summary = "Nothing is wrong with the file."
    return Report(title, findings, summary, PROBLEMS if problems else SOUND)


def _own_notebook(known):
    """The notebook that this is called from, or the only lesson in the working folder."""
    session = os.environ.get("JPY_SESSION_NAME", "")  # set by Jupyter Server
    here = [Path(session).name] if session.endswith(".ipynb") else []
    found = sorted(path for path in Path.cwd().glob("*.ipynb") if ".mended" not in path.name)
    for path in found:
        if path.name in here:
            return path, None
    named = [path for path in found if lessons.evidence(path, nbformat.v4.new_notebook(), known)]
    candidates = named or found
    if len(candidates) == 1:
        return candidates[0], None
    if candidates:
        names = ", ".join(path.name for path in candidates)
        return None, (f"there are several notebooks here: {names}", 'Name one: check("FILE.ipynb")')
    what = "there is no notebook in this folder"
    mend = "On Colab: File > Download > Download .ipynb, upload it here, check('FILE.ipynb')."
    return None, (what, mend)


def mend_copy(path, lesson=None, lessons_folder=None):
    """Write a mended copy beside a submission; the submission stays as it is.

    Parameters
    ----------
    path : str or pathlib.Path
    lesson, lessons_folder
        As in ``check``.

    Returns
    -------
    pathlib.Path or None
        The copy, ``NAME.mended.ipynb`` (with a number where that name is taken); None where
        nothing had to be mended or nothing could be.
    Report
        Of the copy where there is one: what was done to it, and what is left to do.
    """
    path = Path(path)
    known = lessons.released(lessons_folder)
    before = check(path, lesson, lessons_folder)
    if before.exit_code != PROBLEMS:
        return None, before
    document = read_notebook(path)
    name = _which(lessons.evidence(path, document.notebook, known), lesson)
    if name not in known:
        return None, before
    notebook, done = mended(document.notebook, known[name])
    done += [f"file: {finding.what}: mended" for finding in document.findings]
    if not done:
        return None, before
    copy = _write_new(path, notebook)
    after = check(copy, name, lessons_folder)
    after.findings[:0] = [Finding(FINE, "mended", what) for what in done]
    return copy, after


def _write_new(path, notebook):
    """Write beside ``path`` under a name that nothing has yet."""
    text = nbformat.writes(notebook, version=4)
    count = 1
    while True:
        suffix = ".mended" if count == 1 else f".mended-{count}"
        copy = path.with_name(f"{path.stem}{suffix}.ipynb")
        try:
            with open(copy, "x", encoding="utf-8", newline="\n") as file:
                file.write(text if text.endswith("\n") else text + "\n")
            return copy
        except FileExistsError:
            count += 1
