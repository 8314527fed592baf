"""A class through ``make grade``: the table, the CSV, the feedback, and nothing that stops it."""

import csv
import io
import os
import subprocess
import sys
import zipfile

import nbformat
import pytest
from bs4 import BeautifulSoup
from course_fixture import LESSON, ROOT, cell_named, tree
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_output
from nbgrader.api import Gradebook
from nbgrader.utils import determine_grade
from rich.console import Console
from submissions import (
    hand_in,
    released_course,
    solved,
    stripped,
    unsolved,
    with_copy,
    without_cell,
)

from cnnlib.grading import grade, one, running
from cnnlib.grading.limits import Limits, run_within
from cnnlib.grading.table import Row, as_table, no_formula, write_csv

CELL_SECONDS = 8
STUBBORN = """\
import time
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass"""
# Answers that do harm, put into the cell that doubles: student -> source.
HARMFUL = {
    "loop": "def double(x):\n    while True:\n        pass",
    "osexit": "import os\ndef double(x):\n    os._exit(1)",
    "sysexit": "import sys\ndef double(x):\n    sys.exit(0)",
    "flood": "while True:\n    print('x' * 1000)",
    "stubborn": STUBBORN,
    "memory": "hoard = []\nwhile True:\n    hoard.append(bytearray(10**7))",
    "mute": "import sys\ndef double(x):\n    sys.displayhook = lambda value: None\n    return 9",
    "sneaky": (
        "import os, subprocess, sys\n"
        "print('TOKEN' in ' '.join(os.environ))\n"
        "open('left.txt', 'w').write('here')\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], "
        "start_new_session=True)\n"
        "def double(x):\n    return 2 * x"
    ),
}


def quick_course(root):
    """The sample course with a short limit for each cell."""
    course = released_course(root)
    config = course / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    assert "timeout = 120" in text
    text = text.replace("timeout = 120", f"timeout = {CELL_SECONDS}")
    text = text.replace("iopub_timeout = 20", "iopub_timeout = 6")
    config.write_text(text, encoding="utf-8")
    return course


def hand_in_class(course):
    hand_in(course, "Weiß, Ada", solved(course))
    hand_in(course, "empty", unsolved(course))
    hand_in(course, "half", solved(course, double="def double(x):\n    return abs(2 * x)"))
    hand_in(course, "deleted", without_cell(solved(course), "test-double"))
    hand_in(course, "stripped", stripped(solved(course)))
    hand_in(course, "copied", with_copy(solved(course), "double"))
    hand_in(course, "renamed", solved(course), name=f"{LESSON} (1).ipynb")
    hand_in(course, "=1+1", "hello")
    hand_in(course, "truncated", nbformat.writes(solved(course))[:900])
    hand_in(course, "nothing", "")
    hand_in(course, "image", b"\x89PNG", name="photo.png")
    hand_in(course, "unparsable", solved(course, double="def double(x"))
    for student, source in HARMFUL.items():
        hand_in(course, student, solved(course, double=source))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class, graded once with the command: course, output, rows of the CSV by student."""
    course = quick_course(tmp_path_factory.mktemp("class") / "a course")
    hand_in_class(course)
    before = tree(course / "submitted"), tree(course / "lessons"), tree(course / "solutions")
    done = run_command(
        course, "--seconds", "90", "--megabytes", "1500", "--jobs", "2", MY_TOKEN="secret"
    )
    after = tree(course / "submitted"), tree(course / "lessons"), tree(course / "solutions")
    assert before == after
    return course, done, read_csv(course)


def run_command(course, *options, **environment):
    command = [sys.executable, "-m", "cnnlib.grading.grade", LESSON, *options]
    return subprocess.run(
        command,
        cwd=course,
        env={**os.environ, **environment, "COLUMNS": "160", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )


def read_csv(course):
    path = course / "grades" / f"{LESSON}.csv"
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@pytest.mark.class_run
@pytest.mark.slow
@pytest.mark.parametrize(
    ("student", "double", "quiz", "words"),
    [
        ("empty", 0, 0, ""),
        ("half", 1, 3, ""),
        ("Weiß, Ada", 2, 3, ""),
        ("deleted", 2, 3, "test-double put back"),
        ("stripped", 2, 3, "metadata of"),
        ("copied", 2, 3, "surplus of double removed"),
        ("renamed", 2, 3, "called"),
        ("unparsable", 0, 3, ""),
        ("'=1+1", 0, 0, "not a notebook"),
        ("truncated", 0, 0, "cut off"),
        ("nothing", 0, 0, "empty"),
        ("image", 0, 0, "no notebook was handed in, but photo.png"),
        ("loop", 0, 3, "running too long: test-double"),
        ("osexit", 0, 0, "ended Python"),
        ("sysexit", 0, 3, ""),
        ("stubborn", 0, 0, "(in cell double)"),
        ("memory", 0, 0, "1,500 MB"),
        ("mute", 0, 3, ""),
        ("sneaky", 2, 3, ""),
    ],
)
def test_grade_when_class_is_graded_then_points_and_remark(graded, student, double, quiz, words):
    _, _, rows = graded
    row = rows[student]
    assert (float(row["double"]), float(row["quiz"])) == (double, quiz), row
    assert float(row["total"]) == double + quiz and row["max"] == "5"
    assert words in row["remark"]
    if not words:
        assert row["remark"] == ""


@pytest.mark.class_run
@pytest.mark.slow
def test_grade_when_class_is_graded_then_a_flood_gives_nothing_for_its_cell(graded):
    row = graded[2]["flood"]
    assert float(row["double"]) == 0
    assert "double" in row["remark"]


@pytest.mark.class_run
@pytest.mark.slow
def test_grade_when_class_is_graded_then_the_table_has_every_student(graded):
    course, done, rows = graded
    assert done.returncode == 1  # some could not be graded
    for student in os.listdir(course / "submitted"):
        assert student in done.stdout
    assert len(rows) == len(os.listdir(course / "submitted"))
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.class_run
@pytest.mark.slow
def test_grade_when_class_is_graded_then_everybody_has_feedback_without_hidden_tests(graded):
    course, _, _ = graded
    for student in os.listdir(course / "submitted"):
        page = page_of(course, student)
        shown = BeautifulSoup(page, "html.parser").body.get_text()
        assert "-3" not in shown and "HIDDEN TESTS" not in shown
        assert "Content-Security-Policy" in page
    assert "could not be graded" in page_of(course, "osexit")
    assert "5 points" in page_of(course, "Weiß, Ada")
    assert "put back" in page_of(course, "deleted")


def page_of(course, student):
    return (course / "feedback" / student / LESSON / f"{LESSON}.html").read_text("utf-8")


@pytest.mark.class_run
@pytest.mark.slow
def test_grade_when_class_is_graded_then_nothing_of_the_submissions_is_left(graded):
    import psutil

    course, _, _ = graded
    left = [path.name for path in (course / "autograded").rglob("*") if path.is_file()]
    assert set(left) == {f"{LESSON}.ipynb", one.RECORD}
    assert not (course / "left.txt").exists()
    commands = []
    for process in psutil.process_iter():
        try:
            commands.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    assert not [command for command in commands if "time.sleep(600)" in command]


@pytest.mark.class_run
@pytest.mark.slow
def test_grade_when_class_is_graded_then_no_secret_of_the_instructor_was_seen(graded):
    course, _, _ = graded
    notebook = nbformat.read(course / "autograded" / "sneaky" / LESSON / f"{LESSON}.ipynb", 4)
    assert cell_named(notebook, "double").outputs[0].text == "False\n"


@pytest.mark.class_run
@pytest.mark.slow
def test_grade_when_run_again_then_only_what_changed_is_graded(tmp_path, monkeypatch):
    # Not the real stamp: whoever edits the package meanwhile would have all graded again.
    monkeypatch.setattr(grade, "_stamp", lambda course, lesson: "the same")
    graded = []
    monkeypatch.setattr(one, "_grade_in", _spied(one._grade_in, graded))
    course = quick_course(tmp_path / "course")
    hand_in(course, "ada", without_cell(solved(course), "test-double"))
    hand_in(course, "bob", "hello")
    hand_in(course, "eve", unsolved(course))
    _, rows, _ = grade.grade_class(LESSON, course=course)
    assert graded == ["ada", "bob", "eve"]
    _, again, _ = grade.grade_class(LESSON, course=course)
    assert graded == ["ada", "bob", "eve"] and again == rows
    hand_in(course, "eve", solved(course, quiz="answers = {}"))
    _, after, _ = grade.grade_class(LESSON, course=course)
    assert graded == ["ada", "bob", "eve", "eve"]
    assert after[:2] == rows[:2] and (rows[2].total, after[2].total) == (0, 2)
    _, forced, _ = grade.grade_class(LESSON, course=course, force=True)
    assert graded == ["ada", "bob", "eve", "eve", "ada", "bob", "eve"] and forced == after


def _spied(function, students):
    def spy(scratch, path, student, job):
        students.append(student)
        return function(scratch, path, student, job)

    return spy


def test_stamp_when_a_test_of_the_lesson_changes_then_another(tmp_path):
    course = released_course(tmp_path / "course")
    before = grade._stamp(course, LESSON)
    solution = course / "solutions" / LESSON / f"{LESSON}.ipynb"
    solution.write_text(solution.read_text("utf-8").replace("-6", "-7"), encoding="utf-8")
    assert grade._stamp(course, LESSON) != before


@pytest.mark.class_run
@pytest.mark.slow
def test_grade_when_a_later_submission_is_broken_then_the_earlier_points_are_gone(tmp_path):
    course = quick_course(tmp_path / "course")
    hand_in(course, "ada", solved(course))
    _, (row,), _ = grade.grade_class(LESSON, course=course)
    assert row.total == 5
    hand_in(course, "ada", "{")
    _, (row,), _ = grade.grade_class(LESSON, course=course)
    assert row.total == 0 and row.failed
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert gradebook.find_submission(LESSON, "ada").score == 0


@pytest.mark.class_run
@pytest.mark.slow
def test_grade_when_a_zip_of_downloads_is_named_then_it_is_collected_and_graded(tmp_path):
    course = quick_course(tmp_path / "course")
    path = tmp_path / "moodle.zip"
    with zipfile.ZipFile(path, "w") as file:
        good = nbformat.writes(solved(course))
        file.writestr(f"Lovelace Ada_1_assignsubmission_file_/{LESSON} (1).ipynb", good)
        file.writestr(f"Weiß Bob_2_assignsubmission_file_/{LESSON}.ipynb", "oops")
        file.writestr("../evil.ipynb", good)
    exercises, rows, refused = grade.grade_class(LESSON, path, course)
    assert exercises == {"test-double": 2, "test-quiz": 3}
    assert {row.student: row.total for row in rows} == {"Lovelace Ada": 5, "Weiß Bob": 0}
    assert refused[0][0] == "../evil.ipynb"
    assert (course / "submitted" / "Lovelace Ada" / LESSON / f"{LESSON}.ipynb").is_file()


def test_grade_when_lesson_is_unknown_then_the_lessons_are_listed(tmp_path):
    course = released_course(tmp_path / "course")
    with pytest.raises(grade.GradingError, match=LESSON):
        grade.grade_class("09-none", course=course)


def test_grade_when_nobody_handed_in_then_it_says_where_to_put_submissions(tmp_path):
    course = released_course(tmp_path / "course")
    with pytest.raises(grade.GradingError, match=r"submitted/NAME/"):
        grade.grade_class(LESSON, course=course)
    done = run_command(course)
    assert done.returncode == 2
    assert "Nothing was graded" in done.stdout


def test_grade_when_one_submission_breaks_the_grading_itself_then_the_others_go_on(
    tmp_path, monkeypatch
):
    course = released_course(tmp_path / "course")
    hand_in(course, "ada", "hello")
    hand_in(course, "bob", "hello")

    def graded(student, job, remarks):
        if student == "ada":
            raise RuntimeError("a bug of ours")
        return Row(student, {}, remarks)

    monkeypatch.setattr(one, "_graded", graded)
    _, rows, _ = grade.grade_class(LESSON, course=course)
    assert "a bug of ours" in rows[0].remarks[0] and rows[0].failed
    assert not rows[1].failed


# The points that a test tells


def told(*outputs, points=2):
    metadata = {"nbgrader": {"grade": True, "solution": False, "points": points, "grade_id": "t"}}
    return new_code_cell("t", outputs=list(outputs), metadata=metadata)


def result(text):
    return new_output("execute_result", data={"text/plain": text})


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "2.5", "'2'", "None", "[2]", "", "True"])
def test_points_told_when_result_is_no_number_of_points_then_none(text):
    assert running.points_told(told(result(text))) is None


def test_points_told_when_there_is_no_result_then_none_where_nbgrader_gives_all():
    assert determine_grade(told())[0] == 2
    assert running.points_told(told()) is None


@given(st.floats(0, 2))
def test_points_told_when_number_of_points_then_as_nbgrader_reads_it(points):
    cell = told(result(repr(points)))
    assert running.points_told(cell) == determine_grade(cell)[0] == points


# Limits


def test_run_within_when_time_is_up_then_it_and_its_children_are_ended(tmp_path):
    import psutil

    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "open('pid', 'w').write(str(child.pid))\n"
        "time.sleep(600)"
    )
    reason = run_within([sys.executable, "-c", code], "", Limits(seconds=3), tmp_path, {})
    assert "3 s" in reason
    child = int((tmp_path / "pid").read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_run_within_when_it_ends_then_no_reason_and_its_input_was_read(tmp_path):
    code = "import sys; open('got', 'w').write(sys.stdin.read())"
    assert run_within([sys.executable, "-c", code], "hello", Limits(), tmp_path, {}) is None
    assert (tmp_path / "got").read_text() == "hello"


# The table and the CSV


@pytest.mark.parametrize(("width", "numbered"), [(70, True), (200, False)])
def test_as_table_when_screen_is_narrow_then_exercises_are_numbered(width, numbered):
    exercises = {f"test-a-rather-long-name-{i}": 2.0 for i in range(3)}
    row = Row("ada [red]", dict.fromkeys(exercises, 1.5), ["a [bold] remark"])
    out = io.StringIO()
    console = Console(file=out, width=width)
    console.print(as_table("03-x", exercises, [row], width))
    text = " ".join(out.getvalue().split())
    assert ("3: a-rather-long-name-2" in text) == numbered
    assert "ada [red]" in text and "4.5" in text and text.count("1.5") == 3


@given(st.text(max_size=30))
def test_no_formula_when_any_text_then_a_spreadsheet_takes_it_for_text(text):
    assert not no_formula(text).lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


def test_write_csv_when_names_are_hostile_then_one_line_each(tmp_path):
    rows = [Row("=1+1", {"test-a": 1}, ["@x\n=2"]), Row("Weiß, Ada", {"test-a": 2})]
    write_csv(tmp_path / "x" / "g.csv", {"test-a": 2.0}, rows)
    with open(tmp_path / "x" / "g.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines == [
        ["student", "a", "total", "max", "remark"],
        ["'=1+1", "1", "1", "2", "'@x =2"],
        ["Weiß, Ada", "2", "2", "2", ""],
    ]
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["g.csv"]


def test_make_grade_when_called_then_runs_this_module():
    makefile = (
        (ROOT / "Makefile").read_text(encoding="utf-8") if (ROOT / "Makefile").exists() else ""
    )
    if not makefile:
        pytest.skip("no Makefile yet")
    assert "cnnlib.grading.grade" in makefile
