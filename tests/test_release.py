"""From solutions to lessons, on a small course in a temporary folder."""

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import course_fixture as fixture
import pytest
from course_fixture import LESSON, cell_named, make_course, nbgrader, read, tree, write_solution
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.utils import compute_checksum

from cnnlib.grading.notebooks import NotebookError, to_bytes
from cnnlib.grading.preprocessors import STUB, RegionError, blank_values, stub_source
from cnnlib.grading.release import differences, read_course, register, release

NOTEBOOK = f"lessons/{LESSON}/{LESSON}.ipynb"
SOLUTION = f"solutions/{LESSON}/{LESSON}.ipynb"


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "a course")


@pytest.fixture(scope="module")
def released_once(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("released") / "course")
    release(course)
    return course


@pytest.fixture
def released(released_once, tmp_path):
    return Path(shutil.copytree(released_once, tmp_path / "a course"))


# The stubs


def test_stub_when_region_is_indented_then_raises_at_that_indentation():
    cell = "def f(x):\n    if x:\n        ### BEGIN SOLUTION\n        y = 1\n        return y\n"
    source, regions = stub_source(cell + "        ### END SOLUTION\n    return 0")
    assert source == f"def f(x):\n    if x:\n        {STUB}\n    return 0"
    assert regions == 1


@pytest.mark.parametrize(
    ("solved", "unsolved"),
    [
        ("x = 1", "x = ..."),
        ("x = y = 1 + 2", "x = y = ..."),
        ("x: int = 3  # bytes", "x: int = ...  # bytes"),
        ("x = [1,\n     2]\ny = 2", "x = ...\ny = ..."),
        ("x = (1\n     + 2)  # why", "x = ...  # why"),
        ("x = ((1))", "x = ..."),
        ("x = (f(1) + (2))", "x = ..."),
        ("x = lambda a: a", "x = ..."),
        ("a, b = 1, (2)", "a, b = ..., ..."),
        ("[a, b] = [1, 2]", "[a, b] = [..., ...]"),
        ("x = 1; y = 2", "x = ...; y = ..."),
        ("a.b['c'] = 5", "a.b['c'] = ..."),
        ("x = {}", "x = ..."),
        ("x = {'é': 'ü', 'b': ('c'\n  'd')}  # ß", "x = {'é': ..., 'b': ...}  # ß"),
        (
            "x = {\n  # one\n  1: [2, 3],\n  4: {5: 6},\n}",
            "x = {\n  # one\n  1: ...,\n  4: {5: ...},\n}",
        ),
        ("# first\nx = 1\n\n# then\ny = 2\n", "# first\nx = ...\n\n# then\ny = ...\n"),
        ("x = {a: 1 for a in b}", "x = ..."),
        ("x = '''\n=\n'''", "x = ..."),
    ],
)
def test_values_when_assigned_at_top_level_then_become_ellipses_and_all_else_stays(
    solved, unsolved
):
    assert blank_values(solved) == unsolved


@given(
    st.lists(
        st.recursive(
            st.integers() | st.text(max_size=8) | st.booleans() | st.none(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.tuples(inner, inner)
                | st.dictionaries(st.text(max_size=4), inner, max_size=3)
            ),
            max_leaves=8,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_values_when_any_literals_then_no_constant_is_left_and_keys_stay(values):
    source = "\n".join(f"name{i} = ({value!r})  # é" for i, value in enumerate(values))
    blank = blank_values(source)
    for statement, value in zip(ast.parse(blank).body, values, strict=True):
        assert ast.literal_eval(statement.value) == _blank(value)
    assert blank.count("# é") == len(values)
    assert blank_values(blank) == blank.replace("(...)", "...")


def _blank(value):
    if isinstance(value, dict) and value:
        return {key: _blank(item) for key, item in value.items()}
    return ...


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("### BEGIN SOLUTION\nprint(1)\n### END SOLUTION", "assignments only.*print"),
        ("### BEGIN SOLUTION\nx += 1\n### END SOLUTION", "assignments only"),
        ("### BEGIN SOLUTION\ndef f(): pass\n### END SOLUTION", "assignments only"),
        ("### BEGIN SOLUTION\nx: int\n### END SOLUTION", "assignments only"),
        ("### BEGIN SOLUTION\na, b = f()\n### END SOLUTION", "one by one"),
        ("### BEGIN SOLUTION\na, *b = 1, 2\n### END SOLUTION", "one by one"),
        ("### BEGIN SOLUTION\nx = {**y}\n### END SOLUTION", "write its keys out"),
        ("### BEGIN SOLUTION\nx =\n### END SOLUTION", "no Python by itself"),
        ("### BEGIN SOLUTION\n\n### END SOLUTION", "empty"),
        ("### BEGIN SOLUTION\nx = 1", "not closed"),
        ("x = 1\n### END SOLUTION", "not opened"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION", "inside a region"),
        ("if True:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION", "outside a function"),
        ("def f():\n### BEGIN SOLUTION\n    x = 1\n### END SOLUTION", "no Python by itself"),
    ],
)
def test_region_when_it_cannot_become_a_stub_then_says_why(cell, words):
    with pytest.raises(RegionError, match=words):
        stub_source(cell)


def test_region_when_bad_in_a_course_then_release_names_lesson_and_cell(course):
    cells = fixture.sample_cells()
    cells[3].source = "### BEGIN SOLUTION\nprint('2')\n### END SOLUTION"
    write_solution(course, cells=cells)
    with pytest.raises(NotebookError, match=rf"{LESSON}: cell 'double': .*assignments only"):
        release(course)
    assert not (course / "lessons").exists()


def test_solution_cell_when_without_region_then_release_refuses(course):
    cells = fixture.sample_cells()
    cells[3].source = "def double(x):\n    return 2 * x"
    write_solution(course, cells=cells)
    with pytest.raises(NotebookError, match="'double': a solution cell without a region"):
        release(course)


# The release


def test_release_when_run_then_stubs_solutions_and_hides_tests(released):
    lesson = read(released / NOTEBOOK)
    assert cell_named(lesson, "double").source.endswith(f'"""Twice x."""\n    {STUB}')
    assert '"one": ...,  # the first\n    "pair": ...,' in cell_named(lesson, "quiz").source
    assert cell_named(lesson, "test-double").source.endswith("== 2\npoints")
    assert "HIDDEN" not in str(lesson) and "SOLUTION" not in str(lesson)


def test_release_when_run_again_then_writes_nothing(released):
    before = tree(released)
    assert release(released) == []
    assert differences(released) == []
    assert tree(released) == before


def test_release_when_gradebook_is_there_then_leaves_it_alone(course):
    (course / "gradebook.db").write_bytes(b"an instructor's")
    release(course)
    assert (course / "gradebook.db").read_bytes() == b"an instructor's"


def test_release_when_solution_is_littered_then_lesson_is_the_same(released):
    clean = (released / NOTEBOOK).read_bytes()
    path = released / SOLUTION
    notebook = read(path)
    notebook.metadata.update(
        kernelspec={"display_name": "Mine", "language": "python", "name": "mine"},
        colab={"provenance": []},
        widgets={},
    )
    for count, cell in enumerate(notebook.cells, start=1):
        cell.metadata.update(
            execution={"iopub.execute_input": "2024-01-01T00:00:00Z"},
            executionInfo={"timestamp": 1},
            colab={"base_uri": "https://localhost"},
            scrolled=True,
        )
        if cell.cell_type == "code":
            cell.execution_count = count
            cell.outputs = [new_output("stream", name="stdout", text="output")]
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["checksum"] = "0" * 32
    path.write_bytes(to_bytes(notebook))
    release(released)
    assert (released / NOTEBOOK).read_bytes() == clean
    for litter in ("timestamp", 'colab"', "iopub", "scrolled", "Mine", '"output"'):
        assert litter not in clean.decode()


def test_release_when_run_then_file_is_in_normal_form(released):
    content = (released / NOTEBOOK).read_bytes()
    lesson = read(released / NOTEBOOK)
    assert (lesson.nbformat, lesson.nbformat_minor) == (4, 5)
    assert lesson.metadata.kernelspec == {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    assert content == to_bytes(lesson) and content.endswith(b"}\n") and b"\r" not in content
    assert [cell.id for cell in lesson.cells] == [cell.id for cell in fixture.sample_cells()]


def test_release_when_run_then_checksums_are_those_of_the_lesson(released):
    graded = [cell for cell in read(released / NOTEBOOK).cells if "nbgrader" in cell.metadata]
    assert len(graded) == 4
    for cell in graded:
        assert cell.metadata.nbgrader["checksum"] == compute_checksum(cell)


def test_release_when_run_then_stamps_badge_and_setup_into_solution(released):
    solution = read(released / SOLUTION)
    address = "github/someone/sample-course/blob/main/lessons/01-doubling/01-doubling.ipynb"
    title = cell_named(solution, "title").source.split("\n\n")
    assert title[0] == "# 01 Doubling" and title[2] == "How to double a number."
    assert title[1].startswith("[![Open in Colab](") and address in title[1]
    setup = cell_named(solution, "set-up").source
    assert 'course = "https://github.com/someone/sample-course"' in setup
    assert "%pip install -q {course}/archive/refs/tags/v1.2.3.zip" in setup


def test_release_when_version_changes_then_stamps_follow(released):
    project = released / "pyproject.toml"
    project.write_text(project.read_text().replace("1.2.3", "1.3.0"))
    assert release(released) == [f"wrote {SOLUTION}", f"wrote {NOTEBOOK}"]
    assert "v1.3.0.zip" in (released / NOTEBOOK).read_text()
    assert "1.2.3" not in (released / NOTEBOOK).read_text()


def test_setup_cell_when_not_on_colab_then_installs_nothing(released):
    source = cell_named(read(released / SOLUTION), "set-up").source
    assert _installed(source, colab=False, cnnlib=False) == []
    assert _installed(source, colab=True, cnnlib=True) == []


def test_setup_cell_when_on_colab_without_cnnlib_then_installs_the_version(released):
    source = cell_named(read(released / SOLUTION), "set-up").source
    address = "https://github.com/someone/sample-course/archive/refs/tags/v1.2.3.zip"
    assert _installed(source, colab=True, cnnlib=False) == [f"install -q {address}"]


def _installed(source, colab, cnnlib):
    """What the set-up cell would hand to pip, in an IPython of its own."""
    script = (
        "import importlib.util, sys, types\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell()\n"
        "shell.register_magic_function(lambda line: print('PIP', line), magic_name='pip')\n"
        f"importlib.util.find_spec = lambda name: {True if cnnlib else None}\n"
        f"if {colab}: sys.modules['google.colab'] = types.ModuleType('google.colab')\n"
        f"assert shell.run_cell({source!r}).success\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return re.findall(r"^PIP (.*)$", run.stdout, re.MULTILINE)


def test_readme_when_it_has_markers_then_table_stands_between_them(released):
    readme = (released / "README.md").read_text()
    assert (
        f"| 01 | [Doubling](lessons/{LESSON}/{LESSON}.ipynb) | Twice a number. | 5 min | 5 |"
        in (readme)
    )
    assert readme.startswith("# Sample\n") and readme.endswith("\n\nThe end.\n")


def test_readme_when_it_has_no_markers_then_stays(course):
    (course / "README.md").write_bytes(b"# Mine\n")
    release(course)
    assert (course / "README.md").read_bytes() == b"# Mine\n"


def test_lesson_when_its_solution_is_gone_then_is_removed(tmp_path):
    course = make_course(tmp_path, LESSON, "02-halving")
    release(course)
    solution = course / "solutions/02-halving/02-halving.ipynb"
    solution.unlink()
    solution.parent.rmdir()
    assert "removed lessons/02-halving/02-halving.ipynb, which has no source" in release(course)
    assert [path.name for path in (course / "lessons").iterdir()] == [LESSON]


def test_asset_when_declared_then_is_copied(course):
    path = write_solution(course, assets=["cat.txt"])
    (path.parent / "cat.txt").write_text("meow")
    release(course)
    assert (course / "lessons" / LESSON / "cat.txt").read_text() == "meow"


def test_asset_when_not_declared_then_release_refuses(course):
    (course / "solutions" / LESSON / "answers.txt").write_text("42")
    with pytest.raises(NotebookError, match="declares assets = .*has .'answers.txt'"):
        release(course)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lesson": "02-other"}, "says lesson = '02-other'"),
        ({"minutes": "75"}, "minutes = '75'"),
        ({"title": None}, "title = None"),
    ],
)
def test_front_matter_when_wrong_then_release_says_what(course, change, words):
    write_solution(course)
    path = course / SOLUTION
    notebook = read(path)
    notebook.metadata["cnnlib"].update(change)
    path.write_bytes(to_bytes(notebook))
    with pytest.raises(NotebookError, match=words):
        release(course)


@pytest.mark.parametrize("name", ["title", "set-up"])
def test_cell_when_stamped_one_is_missing_then_release_says_which(course, name):
    write_solution(course, cells=[c for c in fixture.sample_cells() if c.id != name])
    with pytest.raises(NotebookError, match=f"id '{name}'"):
        release(course)


def test_cells_when_ids_repeat_then_release_says_which(course):
    cells = fixture.sample_cells()
    cells[5].id = "imports"
    write_solution(course, cells=cells)
    with pytest.raises(NotebookError, match="imports"):
        release(course)


@pytest.mark.parametrize("address", ["", "https://gitlab.com/a/b", "https://github.com/a"])
def test_repository_when_not_on_github_then_says_so(course, address):
    project = course / "pyproject.toml"
    text = project.read_text().replace("https://github.com/someone/sample-course", address)
    project.write_text(text)
    with pytest.raises(NotebookError, match="Repository must be"):
        read_course(course)


def test_check_when_something_differs_then_exits_1_names_it_and_writes_nothing(released):
    path = released / NOTEBOOK
    lesson = read(path)
    cell_named(lesson, "imports").source = "import sys"
    path.write_bytes(to_bytes(lesson))
    (released / "lessons" / LESSON / "stray.txt").write_text("?")
    before = tree(released)
    run = _check(released)
    assert run.returncode == 1
    assert f"{NOTEBOOK} differs, first in cell 'imports'" in run.stdout
    assert f"lessons/{LESSON}/stray.txt has no source" in run.stdout
    assert tree(released) == before


def test_check_when_nothing_differs_then_exits_0(released):
    assert _check(released).returncode == 0


def _check(course):
    command = [sys.executable, "-m", "cnnlib.grading.release", "--check", "--course", str(course)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


# nbgrader's own commands, from the course's folder


def test_gradebook_when_registered_then_holds_hidden_tests_and_lessons_stay(released):
    before = tree(released / "lessons")
    register(LESSON, released)
    register(LESSON, released)  # again: an update
    assert tree(released / "lessons") == before
    assert _source_in_gradebook(released, "test-double") == fixture.TEST


def _source_in_gradebook(course, cell):
    with Gradebook(f"sqlite:///{(course / 'gradebook.db').as_posix()}", "cnn-course") as gradebook:
        return gradebook.find_source_cell(cell, LESSON, LESSON).source


def test_nbgrader_when_used_from_release_to_grades_then_every_stock_command_works(released):
    """One class, the whole way; each step rests on the one before."""
    lessons = tree(released / "lessons")

    nbgrader(released, "generate_assignment", LESSON, "--force")
    assert tree(released / "lessons") == lessons  # the same bytes as `make lessons`
    assert _source_in_gradebook(released, "test-double") == fixture.TEST

    nbgrader(released, "release_assignment", LESSON)
    exchange = released / "exchange" / "cnn-course"
    assert (exchange / "outbound" / LESSON / f"{LESSON}.ipynb").is_file()

    desk = released.parent / "desk"
    nbgrader(released, "fetch_assignment", LESSON, f"--Exchange.assignment_dir={desk}")
    _answer(desk / LESSON / f"{LESSON}.ipynb", double="return 2 * x", quiz='"pair": [1, 2]')
    nbgrader(released, "submit", LESSON, "--student=ada", f"--Exchange.assignment_dir={desk}")
    nbgrader(released, "collect", LESSON)
    assert (released / "submitted" / "ada" / LESSON / f"{LESSON}.ipynb").is_file()

    downloads = released / "downloaded" / LESSON / "archive"
    downloads.mkdir(parents=True)
    untouched = released / NOTEBOOK
    (downloads / f"emmy_LATE_123_456_{LESSON}-1.ipynb").write_bytes(untouched.read_bytes())
    with zipfile.ZipFile(downloads / "class.zip", "w") as archive:
        archive.write(untouched, f"David H_77_assignsubmission_file/{LESSON}.ipynb")
    _answer(untouched, double="return x + x if x > 0 else 1")
    (downloads / f"kurt_{LESSON}.ipynb").write_bytes(untouched.read_bytes())
    nbgrader(released, "zip_collect", LESSON, "--force")

    nbgrader(released, "autograde", LESSON)
    nbgrader(released, "generate_feedback", LESSON)
    nbgrader(released, "export")
    for student in ("ada", "emmy", "kurt", "David H"):
        assert (released / "feedback" / student / LESSON / f"{LESSON}.html").is_file()
    table = (released / "grades.csv").read_text().splitlines()
    column = table[0].split(",").index("raw_score")
    scores = {row.split(",")[3]: float(row.split(",")[column]) for row in table[1:]}
    assert scores == {"ada": 4, "emmy": 0, "kurt": 1, "David H": 0}
    assert {path.name for path in released.iterdir()} - {
        "exchange",
        "submitted",
        "autograded",
        "feedback",
        "downloaded",
        "gradebook.db",
        "grades.csv",
        "__pycache__",
        ".nbgrader.log",
    } == {"solutions", "lessons", "nbgrader_config.py", "pyproject.toml", "README.md"}


def _answer(path, double, quiz='"pair": ...'):
    """Solve a lesson as a student would: in the stubs, and nowhere else."""
    lesson = read(path)
    cell = cell_named(lesson, "double")
    cell.source = cell.source.replace(STUB, double)
    cell = cell_named(lesson, "quiz")
    cell.source = cell.source.replace('"pair": ...', quiz)
    Path(path).chmod(0o644)
    Path(path).write_bytes(to_bytes(lesson))


def test_nbgrader_when_validating_then_unsolved_fails_and_solution_passes(released):
    assert "failed" in nbgrader(released, "validate", NOTEBOOK)
    assert "Success!" in nbgrader(released, "validate", SOLUTION)
