"""The command ``cnnlib``."""

import subprocess
import sys

import pytest
from course_fixture import LESSON
from submissions import released_course, save, solved, without_cell
from typer.testing import CliRunner

import cnnlib
from cnnlib import cli, doctor, submission
from cnnlib._report import FINE, PROBLEM, Finding, Report


@pytest.fixture
def run():
    def invoke(*arguments):
        return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a sample course in it, whose lessons are the released ones."""
    course = released_course(tmp_path / "course")
    monkeypatch.setattr(submission.lessons, "course_file", lambda *parts: course.joinpath(*parts))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_version_when_asked_then_it_is_the_packages(run):
    assert run("--version").output.strip() == f"cnnlib {cnnlib.__version__}"


def test_help_when_asked_then_names_both_commands(run):
    output = run("--help").output
    assert "doctor" in output and "check" in output


def test_help_and_check_when_run_then_torch_and_matplotlib_are_not_imported():
    code = (
        "import sys; from typer.testing import CliRunner; from cnnlib import cli\n"
        "runner = CliRunner()\n"
        "assert runner.invoke(cli.app, ['--help']).exit_code == 0\n"
        "assert runner.invoke(cli.app, ['check', 'none.ipynb']).exit_code == 2\n"
        "print(sorted({'torch', 'matplotlib', 'numpy', 'nbgrader'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"


def test_check_when_fine_then_exit_code_is_0(run, here):
    path = save(here / f"{LESSON}.ipynb", solved(here / "course"))
    result = run("check", path)
    assert result.exit_code == 0
    assert "Nothing is wrong" in result.output


def test_check_when_damaged_then_exit_code_is_1_and_nothing_is_written(run, here):
    path = save(here / f"{LESSON}.ipynb", without_cell(solved(here / "course"), "test-quiz"))
    result = run("check", path)
    assert result.exit_code == 1
    assert "test-quiz" in result.output
    assert sorted(p.name for p in here.iterdir()) == [f"{LESSON}.ipynb", "course"]


def test_check_when_mend_is_asked_for_then_a_sound_copy_is_written(run, here):
    path = save(here / f"{LESSON}.ipynb", without_cell(solved(here / "course"), "test-quiz"))
    result = run("check", path, "--mend")
    assert result.exit_code == 0
    assert (here / f"{LESSON}.mended.ipynb").is_file()
    assert ".mended.ipynb" in result.output


def test_check_when_file_is_missing_then_exit_code_is_2_without_a_traceback(run):
    result = run("check", "no-such.ipynb")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_check_when_another_lesson_is_asked_for_then_exit_code_is_1(run, here):
    path = save(here / f"{LESSON}.ipynb", solved(here / "course"))
    assert run("check", path, "--lesson", "02-other").exit_code == 1


@pytest.mark.parametrize(("level", "exit_code"), [(FINE, 0), (PROBLEM, 1)])
def test_doctor_when_something_is_missing_then_the_exit_code_says_so(
    run, monkeypatch, level, exit_code
):
    report = Report("environment", [Finding(level, "torch", "[found]")], "end", exit_code)
    monkeypatch.setattr(doctor, "examine", lambda: report)
    result = run("doctor")
    assert result.exit_code == exit_code
    assert "[found]" in result.output
