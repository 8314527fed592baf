"""Grade one submission: look at it, mend a copy, run it apart, bring home what came of it."""

import hashlib
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

from cnnlib.grading import gradebook, worker
from cnnlib.grading.feedback import REMARKS, render
from cnnlib.grading.limits import Limits, run_within
from cnnlib.grading.table import Row
from cnnlib.submission import UnreadableNotebook, lessons, match, mended, read_notebook
from cnnlib.submission.examine import lesson_findings

__all__ = ["RECORD", "Job", "grade_one"]

RECORD = "graded.json"
_MOST_REMARKS = 4


@dataclass(frozen=True)
class Job:
    """What grading one submission needs to know.

    Parameters
    ----------
    course : pathlib.Path
    lesson : str
    reference : cnnlib.submission.lessons.Lesson
        The released lesson.
    stamp : str
        Changes when the lesson or the grading does.
    limits : Limits
    force : bool
        Grade even what has not changed.
    """

    course: Path
    lesson: str
    reference: object
    stamp: str
    limits: Limits
    force: bool

    @property
    def url(self):
        """The gradebook's address."""
        return worker.course_config(self.course, self.course).CourseDirectory.db_url

    def folder(self, step, student):
        """``submitted/``, ``autograded/`` or ``feedback/`` of a student."""
        return self.course / step / student / self.lesson


def grade_one(student, job, collected):
    """A student's row, whatever happens to the submission.

    Parameters
    ----------
    student : str
    job : Job
    collected : dict of str to list of str
        Remarks by student, from the intake.

    Returns
    -------
    Row
    """
    remarks = list(collected.get(student, []))
    try:
        return _graded(student, job, remarks)
    except Exception as error:  # the class goes on; the reason is in the table
        failure = f"could not be graded: {type(error).__name__}: {error}"[:300]
        return Row(student, {}, [*remarks, failure], failed=True)


def _graded(student, job, remarks):
    path, remarks = _submission(job.folder("submitted", student), job.lesson, remarks)
    record = job.folder("autograded", student) / RECORD
    stamp = hashlib.sha256((path.read_bytes() if path else b"") + job.stamp.encode()).hexdigest()
    before = _read_record(record)
    has_page = (job.folder("feedback", student) / f"{job.lesson}.html").is_file()
    if before.get("stamp") == stamp and has_page and not job.force:
        remarks = list(dict.fromkeys([*remarks, *before["remarks"]]))
        points = gradebook.points_of(job.url, job.lesson, student)
        return Row(student, points, remarks, before["failed"])
    gradebook.reset(job.url, job.lesson, student)
    with tempfile.TemporaryDirectory(prefix="grade-", ignore_cleanup_errors=True) as scratch:
        failure, told = _grade_in(Path(scratch).resolve(), path, student, job)
    remarks = [*remarks, *told, *([failure] if failure else [])]
    record.parent.mkdir(parents=True, exist_ok=True)
    entry = {"stamp": stamp, "remarks": remarks, "failed": failure is not None}
    record.write_text(json.dumps(entry), encoding="utf-8")
    points = gradebook.points_of(job.url, job.lesson, student)
    return Row(student, points, remarks, failure is not None)


def _read_record(path):
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return record if {"stamp", "remarks", "failed"} <= set(record) else {}
    except (OSError, ValueError):
        return {}


def _submission(folder, lesson, remarks):
    """The notebook in a folder of ``submitted/`` that counts: by its name, else the newest."""
    right = folder / f"{lesson}.ipynb"
    found = [p for p in folder.glob("*.[iI][pP][yY][nN][bB]") if p.is_file() and not p.is_symlink()]
    if right in found:
        return right, remarks
    if not found:
        return None, remarks
    newest = max(found, key=lambda path: (path.stat().st_mtime, path.name))
    return newest, [*remarks, f"called {newest.name}"]


def _grade_in(scratch, path, student, job):
    """Grade in a scratch folder; the reason where that failed, and remarks."""
    if path is None:
        others = ", ".join(sorted(p.name for p in job.folder("submitted", student).iterdir())[:3])
        failure = f"no notebook was handed in{f', but {others}' if others else ''}"
        return _without_run(failure, None, student, job), []
    try:
        notebook, told = _prepared(path, job)
    except UnreadableNotebook as error:
        return _without_run(error.what, None, student, job), []
    notebook.metadata[REMARKS] = told
    place = scratch / "submitted" / student / job.lesson
    place.mkdir(parents=True)
    nbformat.write(notebook, place / f"{job.lesson}.ipynb")
    _copy_assets(scratch, job)
    ended = _run_worker(scratch, student, job)
    outcome = _outcome(scratch)
    failure = _failure(ended, outcome, scratch)
    if failure:
        return _without_run(failure, notebook, student, job), told
    told += _stopped_cells(scratch, student, job)
    _bring_home(scratch, "autograded", student, job)
    if outcome["feedback"] or ended:
        told.append(f"graded, but without feedback: {outcome['feedback'] or ended}")
        _without_run(told[-1], notebook, student, job)
    else:
        _bring_home(scratch, "feedback", student, job)
    return None, told


def _prepared(path, job):
    """The notebook to be graded, mended and without outputs, and what was done to it."""
    document = read_notebook(path)
    known = lessons.released(job.course / "lessons")
    told_by = lessons.evidence(document.path, document.notebook, known)
    wrong = lesson_findings(told_by, job.lesson)
    if wrong and not _answers(document.notebook, job):
        raise UnreadableNotebook(wrong[0].what, wrong[0].mend)
    notebook, done = mended(document.notebook, job.reference)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    done = [what for what in done if not what.startswith(("large", "all outputs", "front"))]
    done += [finding.what for finding in document.findings]
    shown = done[:_MOST_REMARKS] + [f"{len(done) - _MOST_REMARKS} more"] * (
        len(done) > _MOST_REMARKS
    )
    return notebook, [f"mended: {', '.join(shown)}"] if shown else []


def _answers(notebook, job):
    """Whether any answer to this lesson is in the notebook."""
    return any(found.index is not None for found in match.match(job.reference, notebook).values())


def _copy_assets(scratch, job):
    """The lesson's own files beside its notebook; the solution itself stays where it is."""
    source = job.course / "lessons" / job.lesson
    target = scratch / "solutions" / job.lesson
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.ipynb", ".*"))


def _run_worker(scratch, student, job):
    task = {
        "course": str(job.course),
        "scratch": str(scratch),
        "lesson": job.lesson,
        "student": student,
    }
    # Start-up files that an earlier submission may have left in the home folder are not read.
    own = {"IPYTHONDIR": str(scratch / "ipython"), "JUPYTER_RUNTIME_DIR": str(scratch / "runtime")}
    command = [sys.executable, "-m", "cnnlib.grading.worker"]
    return run_within(command, json.dumps(task), job.limits, scratch, own)


def _outcome(scratch):
    try:
        return json.loads((scratch / worker.OUTCOME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _failure(ended, outcome, scratch):
    """Why a submission has no grade, or None."""
    if outcome and outcome["autograde"] is None:
        return None
    try:
        at = f" (in cell {(scratch / worker.PROGRESS).read_text(encoding='utf-8')[:80]})"
    except OSError:
        at = ""
    if ended:
        return ended + at
    reason = outcome["autograde"] if outcome else "the grading process ended by itself"
    if "DeadKernel" in reason or "Kernel died" in reason:
        return f"it ended Python while it ran, as os._exit, exit() or a crash does{at}"
    if "Timeout" in reason:
        return f"a cell did not stop when it was interrupted, or put out without end{at}"
    return f"{reason[:200]}{at}"


def _stopped_cells(scratch, student, job):
    """Cells that ran out of time."""
    path = scratch / "autograded" / student / job.lesson / f"{job.lesson}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    names = [
        lessons.grade_id(cell) or cell.get("id", "?")
        for cell in notebook.cells
        if any(o.get("ename") == "CellTimeoutError" for o in cell.get("outputs", []))
    ]
    return [f"stopped for running too long: {', '.join(names)}"] if names else []


def _bring_home(scratch, step, student, job):
    source, target = scratch / step / student / job.lesson, job.folder(step, student)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    name = f"{job.lesson}{'.html' if step == 'feedback' else '.ipynb'}"
    shutil.copyfile(source / name, target / name)


def _without_run(failure, notebook, student, job):
    """A feedback page that says what happened, and no autograded notebook; the reason again."""
    shutil.rmtree(job.folder("autograded", student), ignore_errors=True)
    page = nbformat.v4.new_notebook() if notebook is None else notebook
    page.metadata[REMARKS] = [f"Your notebook could not be graded: {failure}."]
    most = gradebook.exercises(job.url, job.lesson)
    graded = {"notebook": job.lesson, "student": student, "max_score": sum(most.values())}
    for cell in page.cells:
        if lessons.grade_id(cell) in most:
            cell.metadata["nbgrader"]["score"] = 0
    folder = job.folder("feedback", student)
    folder.mkdir(parents=True, exist_ok=True)
    html = render(page, graded)
    (folder / f"{job.lesson}.html").write_text(html, encoding="utf-8", newline="\n")
    return failure
