"""From ``solutions/`` to ``lessons/``: ``python -m cnnlib.grading.release``, or ``make lessons``.

What is derived, each time from ``solutions/``, ``pyproject.toml`` and ``nbgrader_config.py`` alone:

- in the solutions, the Colab badge of the cell ``title`` and the whole cell ``set-up``;
- ``lessons/``: what nbgrader's ``generate_assignment`` makes of the stamped solutions;
- the table of lessons in ``README.md``, between its two markers.

The release runs in a temporary copy of the course and without a gradebook, so it does not depend
on, and does not touch, the ``gradebook.db`` of an instructor.

That gradebook is where ``nbgrader autograde`` finds the hidden tests that the lessons lack. Two
ways lead there, with the same cells: the stock ``nbgrader generate_assignment NN-topic --force``,
which also writes ``lessons/NN-topic`` (the same bytes as here, since normalising and stubs are
steps of ``nbgrader_config.py``), and `register`, which leaves ``lessons/`` alone.
"""

import re
import shutil
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

import nbformat
import typer
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config.loader import PyFileConfigLoader

from cnnlib.grading.notebooks import (
    NotebookError,
    lesson_names,
    normalise,
    read_notebook,
    to_bytes,
    write_atomically,
)

__all__ = [
    "Course",
    "derive",
    "differences",
    "lessons_table",
    "read_course",
    "register",
    "release",
    "setup_source",
    "stamp",
]

CONFIG = "nbgrader_config.py"
BADGE = "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
FRONT_MATTER = {"lesson": str, "title": str, "summary": str, "minutes": int, "points": int}
TABLE = re.compile(r"(<!-- lessons:begin -->\n).*?(<!-- lessons:end -->)", re.DOTALL)
LEFT_ALONE = {".ipynb_checkpoints", "__pycache__", ".DS_Store", "Thumbs.db"}


@dataclass(frozen=True)
class Course:
    """What ``pyproject.toml`` says about the course.

    Attributes
    ----------
    root : pathlib.Path
    repository : str
        Address on GitHub, without a slash at the end.
    version : str
    """

    root: Path
    repository: str
    version: str

    @property
    def archive(self):
        """Address of the archive of this version."""
        return f"{self.repository}/archive/refs/tags/v{self.version}.zip"

    def badge(self, lesson):
        """Markdown of the badge that opens a lesson on Colab."""
        name = self.repository.removeprefix("https://github.com/")
        colab = "https://colab.research.google.com/github"
        return f"{BADGE}({colab}/{name}/blob/main/lessons/{lesson}/{lesson}.ipynb)"


def read_course(root="."):
    """Read what the lessons need to know about the course as a whole.

    Parameters
    ----------
    root : path-like
        Folder with ``pyproject.toml`` and ``nbgrader_config.py``.

    Returns
    -------
    Course

    Raises
    ------
    NotebookError
        Where one of the two files is missing, or the repository is not on GitHub (Colab opens
        no other).
    """
    root = Path(root).resolve()
    missing = [name for name in ("pyproject.toml", CONFIG) if not (root / name).is_file()]
    if missing:
        raise NotebookError(f"{root} is not the course: no {' and no '.join(missing)} there")
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    repository = project.get("urls", {}).get("Repository", "").removesuffix("/")
    if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", repository):
        raise NotebookError(
            "pyproject.toml, [project.urls] Repository must be https://github.com/OWNER/NAME, "
            f"not {repository!r}"
        )
    return Course(root, repository, project["version"])


def setup_source(course):
    """Source of the set-up cell, the same in every lesson.

    Parameters
    ----------
    course : Course

    Returns
    -------
    str
    """
    return f"""\
# On Colab, this installs the library of the course; elsewhere it does nothing.
import importlib.util
import sys

if "google.colab" in sys.modules and importlib.util.find_spec("cnnlib") is None:
    course = "{course.repository}"
    %pip install -q {{course}}{course.archive.removeprefix(course.repository)}"""


def stamp(notebook, course):
    """Put badge and set-up cell into a solution, and its file into the normal form.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.
    course : Course

    Returns
    -------
    nbformat.NotebookNode
        The same.

    Raises
    ------
    NotebookError
        Where one of the two cells is missing, or the front matter is not complete.
    """
    normalise(notebook)
    lesson = _front_matter(notebook)["lesson"]
    title, setup = (
        _cell(notebook, *which) for which in (("title", "markdown"), ("set-up", "code"))
    )
    title.source = _with_badge(title.source, course.badge(lesson))
    setup.source = setup_source(course)
    return notebook


def _front_matter(notebook):
    front_matter = notebook.metadata.get("cnnlib", {})
    wrong = [
        f"{name} = {front_matter.get(name)!r}"
        for name, kind in FRONT_MATTER.items()
        if not isinstance(front_matter.get(name), kind)
    ]
    if wrong:
        raise NotebookError(
            "the notebook's metadata needs cnnlib = {lesson, title, summary, minutes, points}, "
            f"but has {', '.join(wrong)}"
        )
    return front_matter


def _cell(notebook, name, cell_type):
    for cell in notebook.cells:
        if cell.id == name and cell.cell_type == cell_type:
            return cell
    raise NotebookError(f"no {cell_type} cell has the id {name!r}: every lesson has one")


def _with_badge(source, badge):
    lines = [line for line in source.split("\n") if not line.startswith("[![Open in Colab]")]
    if not lines[0].startswith("# "):
        raise NotebookError(f"the cell 'title' must begin with '# ', not {lines[0]!r}")
    rest = "\n".join(lines[1:]).strip("\n")
    return "\n\n".join(part for part in (lines[0], badge, rest) if part)


def derive(root="."):
    """Make, without writing them, all files that come from the solutions.

    Parameters
    ----------
    root : path-like
        The course.

    Returns
    -------
    dict of str to bytes
        By path below the course, with ``/``: solutions (stamped), lessons, ``README.md``.

    Raises
    ------
    NotebookError
        Where a solution cannot become a lesson; the message names it and says why.
    """
    course = read_course(root)
    files, fronts = {}, {}
    for lesson in lesson_names(course.root / "solutions"):
        try:
            notebook, assets = _read_solution(course.root / "solutions" / lesson)
            files[f"solutions/{lesson}/{lesson}.ipynb"] = to_bytes(stamp(notebook, course))
        except NotebookError as error:
            raise NotebookError(f"solutions/{lesson}: {error}") from error
        fronts[lesson] = notebook.metadata["cnnlib"]
        for asset in assets:
            content = (course.root / "solutions" / lesson / asset).read_bytes()
            files[f"solutions/{lesson}/{asset}"] = content
    files |= _generate(course, files, list(fronts))
    readme = course.root / "README.md"
    if readme.is_file():
        text = readme.read_bytes().decode()
        table = lessons_table(fronts, course)
        files["README.md"] = TABLE.sub(lambda m: m[1] + table + m[2], text).encode()
    return files


def _read_solution(folder):
    """The notebook of a lesson, and the names of the files that go with it."""
    notebook = read_notebook(folder / f"{folder.name}.ipynb")
    lesson = _front_matter(notebook)["lesson"]
    if lesson != folder.name:
        raise NotebookError(f"the front matter says lesson = {lesson!r}")
    assets = notebook.metadata["cnnlib"].get("assets", [])
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not LEFT_ALONE & set(path.relative_to(folder).parts)
    } - {f"{folder.name}.ipynb"}
    if there != set(assets):
        raise NotebookError(
            f"the front matter declares assets = {sorted(assets)}, the folder has {sorted(there)}"
        )
    return notebook, assets


def _generate(course, solutions, lessons):
    """nbgrader's release of the given solutions, in a course that exists only meanwhile."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        scratch = Path(temporary).resolve()
        shutil.copy(course.root / CONFIG, scratch)
        for name, content in solutions.items():
            write_atomically(scratch / name, content)
        for lesson in lessons:
            _nbgrader_generate(lesson, scratch, "lessons", gradebook=False)
        return {
            path.relative_to(scratch).as_posix(): path.read_bytes()
            for path in sorted((scratch / "lessons").rglob("*"))
            if path.is_file()
        }


def register(lesson, course_dir="."):
    """Put a lesson with its hidden tests into the gradebook, and leave ``lessons/`` as it is.

    Parameters
    ----------
    lesson : str
        Such as ``"03-convolution-by-hand"``.
    course_dir : path-like
        The course; its ``gradebook.db`` is made where there is none.

    Raises
    ------
    NotebookError
        Where nbgrader refuses, as it does when cells were added or removed after submissions
        to the lesson had been graded.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        release_directory = str(Path(temporary).resolve())
        _nbgrader_generate(lesson, Path(course_dir).resolve(), release_directory, gradebook=True)


def _nbgrader_generate(lesson, root, release_directory, *, gradebook):
    config = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    config.CourseDirectory.assignment_id = lesson
    config.CourseDirectory.release_directory = release_directory
    config.BaseConverter.force = True
    config.GenerateAssignment.no_database = not gradebook
    config.SaveCells.enabled = gradebook
    step = GenerateAssignment(CourseDirectory(config=config), config=config)
    result = capture_log(step)
    if not result["success"]:
        raise NotebookError(f"{lesson}: {_reason(result)}")


def _reason(result):
    """The error of a step, dug out of nbgrader's log: the last, which quotes its causes."""
    log = result.get("log", "")
    errors = re.findall(r"^ *(?:\w+\.)*\w*(?:Error|Exception): (.*)$", log, re.MULTILINE)
    return errors[-1] if errors else f"{log}\n{result['error']}"


def lessons_table(fronts, course):
    """Markdown table of the lessons.

    Parameters
    ----------
    fronts : dict of str to dict
        Front matter by lesson, in order.
    course : Course

    Returns
    -------
    str
    """
    rows = [
        f"| {lesson[:2]} | [{_cell_text(front['title'])}](lessons/{lesson}/{lesson}.ipynb) "
        f"| {_cell_text(front['summary'])} | {front['minutes']} min | {front['points']} "
        f"| {course.badge(lesson)} |\n"
        for lesson, front in fronts.items()
    ]
    return "".join(
        [
            "|   | Lesson | What it is about | Time | Points | On Colab |\n",
            "|--:|---|---|--:|--:|---|\n",
            *rows,
        ]
    )


def _cell_text(text):
    return text.replace("|", "\\|")


def differences(root="."):
    """Say how the files of the course differ from what `release` would write.

    Parameters
    ----------
    root : path-like
        The course.

    Returns
    -------
    list of str
        A line for each file that is missing, differs, or has no source; empty when all is well.
    """
    root = Path(root).resolve()
    files = derive(root)
    lines = []
    for name, content in files.items():
        path = root / name
        if not path.is_file():
            lines.append(f"{name} is missing")
        elif path.read_bytes() != content:
            lines.append(f"{name} differs{_first_difference(path, content)}")
    return lines + [f"{name} has no source" for name in _orphans(root, files)]


def _first_difference(path, content):
    """Which cell of a notebook differs first, where that can be said."""
    if path.suffix != ".ipynb":
        return ""
    try:
        old, new = (nbformat.reads(text, 4).cells for text in (path.read_bytes(), content))
    except Exception:  # whatever makes a damaged notebook unreadable, it differs
        return ""
    for before, after in zip(old, new, strict=False):
        if before != after:
            return f", first in cell {after.id!r}"
    return f": it has {len(old)} cells, not {len(new)}" if len(old) != len(new) else ""


def _orphans(root, files):
    """Files in ``lessons/`` that no solution leads to."""
    return [
        name
        for path in sorted((root / "lessons").rglob("*"))
        if path.is_file() and not LEFT_ALONE & set(path.parts)
        for name in [path.relative_to(root).as_posix()]
        if name not in files and path.name != ".gitkeep"
    ]


def release(root="."):
    """Write all files that come from the solutions; remove lessons that have none.

    Parameters
    ----------
    root : path-like
        The course.

    Returns
    -------
    list of str
        A line for each file that was written or removed; empty when all was well.
    """
    root = Path(root).resolve()
    files = derive(root)
    done = [f"wrote {name}" for name in files if write_atomically(root / name, files[name])]
    for name in _orphans(root, files):
        (root / name).unlink()
        done.append(f"removed {name}, which has no source")
    for folder in sorted((root / "lessons").glob("*/"), reverse=True):
        if not any(path.is_file() for path in folder.rglob("*")):
            shutil.rmtree(folder)
    return done


def main(
    check: bool = typer.Option(False, "--check", help="Write nothing; fail where files differ."),
    course: Path = typer.Option(Path("."), help="The course's folder."),
):
    """Make lessons/ and all else that is derived from solutions/."""
    try:
        lines = differences(course) if check else release(course)
    except NotebookError as error:
        print(f"make lessons: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    for line in lines:
        print(line)
    if check and lines:
        print("run `make lessons`", file=sys.stderr)
        raise typer.Exit(1)
    if not lines:
        print("lessons/ is what solutions/ makes it")


if __name__ == "__main__":
    typer.run(main)
