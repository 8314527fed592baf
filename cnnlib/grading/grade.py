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
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from cnnlib.grading import gradebook, intake, one
from cnnlib.grading.limits import Limits
from cnnlib.grading.notebooks import NotebookError, lesson_names
from cnnlib.grading.release import register
from cnnlib.grading.table import as_table, write_csv
from cnnlib.submission import lessons

__all__ = ["GradingError", "grade_class", "main"]


class GradingError(ValueError):
    """Nothing can be graded; the message says why."""


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
        grade_one = partial(one.grade_one, job=job, collected=remarks)
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
    return one.Job(course, lesson, released[lesson], _stamp(course, lesson), limits, force)


def _stamp(course, lesson):
    """Changes with the lesson's solution and tests, and with what grades them."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    sources = [course / "nbgrader_config.py", *sorted((course / "solutions" / lesson).iterdir())]
    for part in ("check", "exercises", "grading", "submission"):
        sources += sorted((package / part).rglob("*.py"))
    others = re.compile(rf"lesson(?!{lesson[:2]})\d\d\.py")  # another lesson's exercises
    sources = [path for path in sources if not others.fullmatch(path.name)]
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
    console.print(as_table(options.lesson, exercises, rows, console.width))
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
