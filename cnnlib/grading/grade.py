"""Grade a class: ``make grade LESSON=03-convolution-by-hand [FROM=folder-or-zip]``.

The same as ``python -m cnnlib.grading.grade LESSON [FROM] [--force] [--jobs N]``, from the
course's folder. Takes what is in ``submitted/NAME/LESSON/``, after it has put there what FROM
holds (``intake`` says what is understood), and makes

- the gradebook's entries, ``autograded/`` and ``feedback/``, all by nbgrader itself;
- ``grades/LESSON.csv`` and a table on the screen.

A damaged submission is graded in a mended copy, and the remark says so; what was handed in is
never changed. A submission that cannot be graded has 0 points and the reason as its remark, and
the next one follows. A second run grades only what has changed.

What isolation there is: every submission runs in a process of its own, in a temporary folder
that is deleted afterwards, with little of the instructor's environment (no keys, no tokens),
with a limit of time, memory and output, and nothing that it started is left running.

What isolation there is not: nbgrader runs a submission and its tests in one Python, with the
rights of whoever runs ``make grade``. A submission can read that user's files (``solutions/``
among them), use the network, read the hidden tests and forge its points. Grade on an account or
in a container that has nothing to lose, and read the code of answers that surprise you.

Exit codes: 0 every submission was graded, 1 some could not be, 2 nothing could be graded.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import nbformat

from cnnlib.grading import gradebook, intake, worker
from cnnlib.grading.feedback import REMARKS, render
from cnnlib.grading.limits import Limits, run_within
from cnnlib.grading.notebooks import NotebookError, lesson_names
from cnnlib.grading.release import register
from cnnlib.grading.table import Row, as_table, write_csv
from cnnlib.submission import UnreadableNotebook, lessons, match, mended, read_notebook
from cnnlib.submission.examine import lesson_findings

__all__ = ["GradingError", "grade_class", "main"]

RECORD = "graded.json"
_MOST_REMARKS = 4


class GradingError(ValueError):
    """Nothing can be graded; the message says why."""


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
        return _config(self.course).CourseDirectory.db_url

    def folder(self, step, student):
        """``submitted/``, ``autograded/`` or ``feedback/`` of a student."""
        return self.course / step / student / self.lesson


def grade_class(lesson, source=None, course=".", force=False, jobs=1, limits=None, tell=None):
    """Grade every submission to a lesson.

    Parameters
    ----------
    lesson : str
        Such as ``"03-convolution-by-hand"``.
    source : str or pathlib.Path, optional
        Downloads to collect first: a folder or a zip.
    course : str or pathlib.Path
    force : bool
        Grade again what has not changed since.
    jobs : int
        How many submissions at once.
    limits : cnnlib.grading.limits.Limits, optional
        For each submission.
    tell : callable, optional
        Called with (done, all, student) as the work goes on.

    Returns
    -------
    exercises : dict of str to float
        Points that each exercise is worth.
    rows : list of Row
        One a student, by name.
    refused : list of (str, str)
        Files of ``source`` that were not taken, with the reason.

    Raises
    ------
    GradingError
        Where there is no such lesson, or no submission to it.
    """
    course = Path(course).resolve()
    job = _job(course, lesson, force, limits or Limits())
    remarks, refused = _collect(source, job) if source else ({}, [])
    students = _students(job)
    if not students and not refused:
        raise GradingError(
            f"submitted/ has nothing for {lesson}: put notebooks into "
            f"submitted/NAME/{lesson}/, or name a folder or zip with FROM="
        )
    rows = []
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        grade_one = partial(_grade_one, job=job, collected=remarks)
        for done, row in enumerate(pool.map(grade_one, students), start=1):
            rows.append(row)
            if tell:
                tell(done, len(students), row.student)
    return gradebook.exercises(job.url, lesson), rows, refused


def _job(course, lesson, force, limits):
    known = lesson_names(course / "solutions")
    if lesson not in known:
        raise GradingError(f"no lesson {lesson!r} in {course}; there are: {', '.join(known)}")
    released = lessons.released(course / "lessons")
    if lesson not in released:
        raise GradingError(f"lessons/{lesson} is missing: run `make lessons` first")
    try:
        register(lesson, course)
    except NotebookError as error:
        raise GradingError(f"the gradebook refuses the lesson: {error}") from error
    return Job(course, lesson, released[lesson], _stamp(course, lesson), limits, force)


def _config(course):
    return worker.course_config(course, course)


def _stamp(course, lesson):
    """Changes with the lesson's solution and tests, and with what grades them."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    sources = [course / "nbgrader_config.py", *sorted((course / "solutions" / lesson).iterdir())]
    for part in ("check", "exercises", "grading", "submission"):
        sources += sorted((package / part).rglob("*.py"))
    for path in sources:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _collect(source, job):
    """Put the newest notebook of each student into ``submitted/``."""
    try:
        delivery = intake.collect(source, job.lesson)
    except intake.IntakeError as error:
        raise GradingError(str(error)) from error
    remarks = {}
    for handin in delivery.handins:
        remarks[handin.student] = list(handin.remarks)
        folder = job.folder("submitted", handin.student)
        path = folder / f"{job.lesson}.ipynb"
        if path.is_file() and path.read_bytes() == handin.content:
            continue
        seconds = handin.when.timestamp()
        if path.is_file() and path.stat().st_mtime > seconds:
            remarks[handin.student].append("submitted/ has a newer one, which counts")
            continue
        if path.is_file():
            remarks[handin.student].append("replaces the one that was in submitted/")
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(handin.content)
        os.utime(path, (seconds, seconds))
    return remarks, delivery.refused


def _students(job):
    folders = sorted(
        (job.course / "submitted").glob(f"*/{job.lesson}"), key=lambda p: str(p).lower()
    )
    return [folder.parent.name for folder in folders if folder.is_dir()]


def _grade_one(student, job, collected):
    """A student's row, whatever happens to the submission."""
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


def main(arguments=None):
    """The command; returns its exit code."""
    options = _parser().parse_args(arguments)
    from rich.console import Console
    from rich.text import Text
    from tqdm import tqdm

    console = Console()
    try:
        with tqdm(unit="submission", desc=options.lesson, disable=None) as bar:

            def tell(done, total, student):
                bar.total, bar.n = total, done
                bar.set_postfix_str(student[:30])

            limits = Limits(options.seconds, options.megabytes)
            exercises, rows, refused = grade_class(
                options.lesson, options.source, ".", options.force, options.jobs, limits, tell
            )
    except GradingError as error:
        console.print(Text(f"Nothing was graded: {error}", style="bold red"))
        return 2
    console.print(as_table(options.lesson, exercises, rows))
    for name, reason in refused:
        console.print(Text(f"not taken: {name}: {reason}", style="bold red"))
    path = Path("grades") / f"{options.lesson}.csv"
    write_csv(path, exercises, rows)
    console.print(Text(f"Written: {path.as_posix()}, feedback/*/{options.lesson}/"))
    return 1 if refused or any(row.failed for row in rows) else 0


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m cnnlib.grading.grade",
        description="Grade every submission to a lesson, from the course's folder.",
        epilog="Exit codes: 0 all were graded, 1 some could not be, 2 nothing was graded.",
    )
    parser.add_argument("lesson", help="such as 03-convolution-by-hand")
    parser.add_argument("source", nargs="?", help="folder or zip of downloads to collect first")
    parser.add_argument("--force", action="store_true", help="grade also what has not changed")
    parser.add_argument("--jobs", type=int, default=1, help="how many at once (default 1)")
    parser.add_argument(
        "--seconds", type=float, default=Limits.seconds, help="limit of time for a submission"
    )
    parser.add_argument(
        "--megabytes", type=float, default=Limits.megabytes, help="limit of memory for a submission"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
