"""What ``cnnlib check`` says of a submission, and what a mended copy has."""

import json

import nbformat
import pytest
from course_fixture import LESSON, cell_named, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_output
from submissions import (
    released_course,
    save,
    solved,
    stripped,
    unsolved,
    with_copy,
    without_cell,
)

from cnnlib import submission
from cnnlib._report import NOTE, PROBLEM
from cnnlib.submission import examine, read_notebook

OTHER = "02-tripling"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return released_course(tmp_path_factory.mktemp("check") / "course", LESSON, OTHER)


@pytest.fixture
def check(course, tmp_path):
    """Write a submission and check it."""

    def run(content, name=f"{LESSON}.ipynb", **options):
        path = save(tmp_path / name, content)
        return submission.check(path, lessons_folder=course / "lessons", **options)

    return run


@pytest.fixture
def mend(course, tmp_path):
    """Write a submission and mend it; the copy's notebook and its report."""

    def run(content, name=f"{LESSON}.ipynb", **options):
        path = save(tmp_path / name, content)
        before = path.read_bytes()
        copy, report = submission.mend_copy(path, lessons_folder=course / "lessons", **options)
        assert path.read_bytes() == before
        return copy and read(copy), report

    return run


def said(report, level=PROBLEM):
    """All that a report says at a level, as one text."""
    return "\n".join(str(f) for f in report.findings if f.level == level)


# What is fine


def test_check_when_solved_then_nothing_is_wrong(check, course):
    report = check(solved(course))
    assert report.exit_code == 0 and report.ok
    assert said(report, NOTE) == ""


def test_check_when_unsolved_then_a_note_names_each_exercise(check, course):
    report = check(unsolved(course))
    assert report.exit_code == 0
    notes = [finding.where for finding in report.findings if finding.level == NOTE]
    assert notes == ["double", "quiz"]


def test_check_when_run_out_of_order_then_a_note_and_no_problem(check, course):
    notebook = solved(course)
    cell_named(notebook, "double").execution_count = 7
    cell_named(notebook, "show").execution_count = 3
    report = check(notebook)
    assert report.exit_code == 0
    assert "top to bottom" in said(report, NOTE)


@pytest.mark.parametrize("magic", ["%timeit 1 + 1", "!ls", "import math\nmath.pi?", "%%time\npass"])
def test_check_when_answer_holds_a_magic_then_it_is_python(check, course, magic):
    answer = f"{magic}\ndef double(x):\n    return 2 * x"
    assert check(solved(course, double=answer)).exit_code == 0


# The file


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        (b"\0" * 4096, "empty"),
        ("print('hello')", "not a notebook"),
        ("<!DOCTYPE html><html></html>", "web page"),
        (b"PK\x03\x04rest", "zip"),
        ('{"a": 1}', "no list of cells"),
        ("[1, 2]", "not a notebook"),
        ('{"nbformat": 4, "cells": 3, "metadata": {}}', "no list of cells"),
        ('{"nbformat": 5, "cells": [], "metadata": {}}', "format 5"),
        ('{"nbformat": 4, "cells": [}, "metadata": {}}', "line 1, column"),
        ("{\n<<<<<<< HEAD\n=======\n>>>>>>> other\n}", "git merge"),
        ("[" * 200_000, "nested deeper|not a notebook"),
    ],
)
def test_check_when_no_notebook_then_exit_code_is_2_and_the_reason_is_told(check, content, words):
    report = check(content)
    assert report.exit_code == 2
    assert any(word in said(report) for word in words.split("|"))
    assert report.findings[0].mend


def test_check_when_truncated_anywhere_then_exit_code_is_2(check, course):
    text = nbformat.writes(solved(course))
    for share in (0.1, 0.5, 0.9, 0.999):
        report = check(text.rstrip()[: int(len(text.rstrip()) * share)])
        assert report.exit_code == 2
        assert "cut off" in said(report)


def test_check_when_file_is_missing_or_a_folder_then_exit_code_is_2(course, tmp_path):
    assert submission.check(tmp_path / "gone.ipynb").exit_code == 2
    assert submission.check(tmp_path).exit_code == 2


def test_check_when_too_large_to_read_then_it_is_not_read(check, course, monkeypatch):
    monkeypatch.setattr(submission.read, "LARGEST_BYTES", 100)
    report = check(solved(course))
    assert report.exit_code == 2
    assert "Clear Outputs" in report.findings[0].mend


def test_check_when_outputs_have_100_mb_then_the_cell_is_named(check, course, mend):
    notebook = solved(course)
    cell_named(notebook, "show").outputs = [new_output("stream", text="x" * 100_000_000)]
    report = check(notebook)
    assert report.exit_code == 1
    assert "show (100.0 MB)" in said(report)
    copy, after = mend(notebook)
    assert after.ok
    assert cell_named(copy, "show").outputs == []


def test_check_when_utf8_bom_then_told_and_mended(check, course, mend):
    content = b"\xef\xbb\xbf" + nbformat.writes(solved(course)).encode()
    assert "byte order mark" in said(check(content))
    assert mend(content)[1].ok


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_check_when_other_encoding_then_told_and_mended(check, course, mend, encoding):
    notebook = solved(course)
    cell_named(notebook, "title").source += "\n\nGrüße"
    content = nbformat.writes(notebook).encode(encoding)
    assert "UTF-8" in said(check(content))
    copy, report = mend(content)
    assert report.ok
    assert "Grüße" in cell_named(copy, "title").source


def test_check_when_windows_line_ends_then_nothing_is_wrong(check, course):
    notebook = solved(course)
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    text = json.dumps(notebook).replace("\n", "\r\n")
    assert check(text.encode()).exit_code == 0


def test_check_when_format_3_then_told_and_mended(check, course, mend):
    old = nbformat.writes(nbformat.convert(solved(course), 3), version=3)
    assert "old format 3" in said(check(old))
    copy, report = mend(old)
    assert report.ok
    assert copy.nbformat == 4


@pytest.mark.parametrize("name", [f"{LESSON} (1).ipynb", f"{LESSON}-2.ipynb", "homework.ipynb"])
def test_check_when_renamed_then_the_right_name_is_told(check, course, name):
    report = check(solved(course), name)
    assert report.exit_code == 1
    assert f"{LESSON}.ipynb" in report.problems[0].mend


@pytest.mark.parametrize("language", ["R", "julia"])
def test_check_when_kernel_of_another_language_then_told_and_mended(check, course, mend, language):
    notebook = solved(course)
    notebook.metadata.kernelspec = {"name": "other", "display_name": "Other", "language": language}
    notebook.metadata.language_info = {"name": language}
    assert language.lower() in said(check(notebook))
    copy, report = mend(notebook)
    assert report.ok
    assert copy.metadata.kernelspec.language == "python"


def test_check_when_a_cell_is_no_cell_then_told_and_mended(check, course, mend):
    content = json.loads(nbformat.writes(solved(course)))
    content["cells"].insert(2, "not a cell")
    assert "cell 3" in said(check(json.dumps(content)))
    assert mend(json.dumps(content))[1].ok


# Which lesson


def test_check_when_content_is_of_another_lesson_then_both_are_named(check, course):
    report = check(solved(course, OTHER), f"{LESSON}.ipynb")
    assert report.exit_code == 1
    assert LESSON in said(report) and OTHER in said(report)


def test_check_when_asked_for_another_lesson_then_that_is_a_problem(check, course):
    assert check(solved(course), lesson=OTHER).exit_code == 1
    assert "not known" in said(check(solved(course), lesson="09-no-such"))


def test_check_when_nothing_tells_the_lesson_then_the_lessons_are_listed(check):
    report = check(nbformat.v4.new_notebook(), "x.ipynb")
    assert report.exit_code == 1
    assert LESSON in report.problems[0].mend


def test_check_when_no_lessons_are_there_then_it_says_so(tmp_path, course):
    path = save(tmp_path / f"{LESSON}.ipynb", solved(course))
    report = submission.check(path, lessons_folder=tmp_path / "nowhere")
    assert report.exit_code == 1 and "none found" in said(report)


# Graded cells


def test_check_when_test_cell_deleted_then_its_points_are_named(check, course, mend):
    report = check(without_cell(solved(course), "test-quiz"))
    assert report.problems[0].where == "test-quiz"
    assert "3 points" in said(report)
    copy, after = mend(without_cell(solved(course), "test-quiz"))
    assert after.ok
    names = [cell.id for cell in copy.cells]
    assert names.index("test-quiz") == names.index("quiz") + 1


def test_check_when_test_cell_changed_then_told_and_restored(check, course, mend):
    notebook = solved(course)
    cell_named(notebook, "test-double").source = "2"
    assert "test cell was changed" in said(check(notebook))
    copy, after = mend(notebook)
    assert after.ok
    assert (
        cell_named(copy, "test-double").source == cell_named(unsolved(course), "test-double").source
    )


@pytest.mark.parametrize("changes", [{"points": 99}, {"grade": False}, {"locked": False}])
def test_check_when_metadata_of_a_test_changed_then_told_and_restored(check, course, mend, changes):
    notebook = solved(course)
    cell_named(notebook, "test-double").metadata.nbgrader.update(changes)
    assert next(iter(changes)) in said(check(notebook))
    copy, after = mend(notebook)
    assert after.ok
    assert cell_named(copy, "test-double").metadata.nbgrader.points == 2


def test_check_when_test_became_markdown_then_told_and_restored(check, course, mend):
    notebook = solved(course)
    index = notebook.cells.index(cell_named(notebook, "test-double"))
    cell = notebook.cells[index]
    notebook.cells[index] = nbformat.v4.new_markdown_cell(cell.source, metadata=cell.metadata)
    assert "kind of cell" in said(check(notebook))
    copy, after = mend(notebook)
    assert after.ok
    assert cell_named(copy, "test-double").cell_type == "code"


def test_check_when_all_metadata_stripped_then_told_once_and_restored(check, course, mend):
    notebook = stripped(solved(course))
    report = check(notebook)
    assert [finding.where for finding in report.problems] == ["all graded cells"]
    copy, after = mend(notebook)
    assert after.ok
    for cell in solved(course).cells:
        assert cell.source in {other.source for other in copy.cells}
    assert cell_named(copy, "quiz").metadata == cell_named(unsolved(course), "quiz").metadata


def test_check_when_metadata_of_one_answer_stripped_then_it_is_named_and_restored(
    check, course, mend
):
    notebook = stripped(solved(course, double="def double(x):\n    return x + x"), "double")
    report = check(notebook)
    assert [finding.where for finding in report.problems] == ["double"]
    copy, after = mend(notebook)
    assert after.ok
    assert cell_named(copy, "double").source == "def double(x):\n    return x + x"


def test_check_when_answer_copied_then_told_and_the_newest_kept(check, course, mend):
    newer = "def double(x):\n    return x + x"
    notebook = solved(course)
    cell_named(notebook, "double").execution_count = 4
    notebook = with_copy(notebook, "double", newer, execution_count=9, at=1)
    assert "2 times (cells 2, 5)" in said(check(notebook))
    copy, after = mend(notebook)
    assert after.ok
    assert [cell.source for cell in copy.cells if "def double" in cell.source] == [newer]


def test_mend_when_an_untouched_copy_stands_behind_the_answer_then_the_answer_is_kept(course, mend):
    stub = cell_named(unsolved(course), "double").source
    copy, after = mend(with_copy(solved(course), "double", stub))
    assert after.ok
    assert "return 2 * x" in cell_named(copy, "double").source


def test_check_when_test_cell_copied_then_one_is_left(check, course, mend):
    notebook = with_copy(solved(course), "test-double", "2")
    assert "2 times" in said(check(notebook))
    copy, after = mend(notebook)
    assert after.ok
    assert (
        cell_named(copy, "test-double").source == cell_named(unsolved(course), "test-double").source
    )


def test_check_when_answer_no_longer_defines_the_name_then_it_is_named(check, course):
    report = check(solved(course, double="def twice(x):\n    return 2 * x"))
    assert report.exit_code == 1
    assert "no longer defines double" in said(report)


def test_check_when_the_name_is_defined_in_another_cell_then_only_a_note(check, course):
    notebook = solved(course, double="# see below")
    cell_named(notebook, "imports").source = "def double(x):\n    return 2 * x"
    report = check(notebook)
    assert report.exit_code == 0
    assert "defined in cell 3" in said(report, NOTE)


def test_check_when_answer_does_not_parse_then_line_and_text_are_told(check, course):
    report = check(solved(course, double="def double(x):\n    return 2 *"))
    assert report.exit_code == 1
    assert "line 2" in said(report) and "return 2 *" in said(report)


def test_check_when_answer_holds_null_bytes_or_is_nested_then_it_is_no_crash(check, course):
    assert check(solved(course, double="x = 1\0")).exit_code == 1
    assert check(solved(course, double="(" * 5000)).exit_code == 1


# The copy


def test_mend_when_nothing_is_wrong_then_no_copy_is_written(course, mend, tmp_path):
    copy, report = mend(solved(course))
    assert copy is None and report.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{LESSON}.ipynb"]


def test_mend_when_only_the_student_can_then_no_copy_is_written(course, mend):
    copy, report = mend(solved(course, double="def double(x"))
    assert copy is None and report.exit_code == 1


def test_mend_when_run_twice_then_the_first_copy_is_not_overwritten(course, tmp_path):
    path = save(tmp_path / f"{LESSON}.ipynb", without_cell(solved(course), "test-double"))
    first, _ = submission.mend_copy(path, lessons_folder=course / "lessons")
    first.write_text("mine", encoding="utf-8")
    second, _ = submission.mend_copy(path, lessons_folder=course / "lessons")
    assert first.name == f"{LESSON}.mended.ipynb"
    assert second != first and first.read_text(encoding="utf-8") == "mine"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mended_when_cells_are_deleted_stripped_and_shuffled_then_the_copy_is_whole(course, data):
    released = submission.lessons.released(course / "lessons")[LESSON]
    notebook = solved(course)
    notebook.cells = data.draw(st.permutations(notebook.cells))
    gone = data.draw(st.sets(st.sampled_from(["test-double", "test-quiz", "quiz"])))
    bare = data.draw(st.sets(st.sampled_from(["test-double", "double"])))
    for name in gone:
        without_cell(notebook, name)
    for cell in notebook.cells:
        if cell.id in bare:
            cell.metadata.clear()
    mended, _ = submission.mended(notebook, released)
    nbformat.validate(mended)
    names = [
        cell.metadata.nbgrader.grade_id for cell in mended.cells if "nbgrader" in cell.metadata
    ]
    assert sorted(names) == ["double", "quiz", "test-double", "test-quiz"]
    assert "return 2 * x" in cell_named(mended, "double").source
    again, done = submission.mended(mended, released)
    assert done == [] and again == mended


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        ["cell_type", "metadata", "source", "outputs", "nbgrader", "id"]
                    ),
                    inner | st.sampled_from(["code", "markdown"]),
                    max_size=5,
                )
            ),
            max_leaves=8,
        ),
        max_size=4,
    )
)
def test_check_when_cells_are_anything_then_it_reports_and_does_not_crash(cells, check):
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    assert check(json.dumps(content)).exit_code in (0, 1, 2)


# In a notebook


def test_check_when_called_without_a_name_then_finds_the_lesson_in_the_folder(
    course, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    folder = course / "lessons"
    assert "no notebook" in said(submission.check(lessons_folder=folder))
    save(tmp_path / f"{LESSON}.ipynb", solved(course))
    assert submission.check(lessons_folder=folder).exit_code == 0
    save(tmp_path / "other.ipynb", nbformat.v4.new_notebook())
    assert submission.check(lessons_folder=folder).exit_code == 0
    save(tmp_path / f"{OTHER}.ipynb", solved(course, OTHER))
    assert "several" in said(submission.check(lessons_folder=folder))
    monkeypatch.setenv("JPY_SESSION_NAME", f"lessons/{OTHER}.ipynb")
    assert OTHER in submission.check(lessons_folder=folder).title


def test_report_when_shown_then_html_escapes_what_a_student_wrote(check, course):
    report = check(solved(course, double="def double(x): <script>alert(1)</script>"))
    assert "<script>" not in report._repr_html_()
    assert "&lt;script&gt;" in report._repr_html_()


def test_read_notebook_when_sources_are_lists_then_joined(tmp_path):
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}}
    content["cells"] = [{"cell_type": "code", "source": ["a\n", "b"], "metadata": {}}]
    path = save(tmp_path / "x.ipynb", json.dumps(content))
    assert read_notebook(path).notebook.cells[0].source == "a\nb"


def test_output_size_when_text_then_about_its_length():
    cell = nbformat.v4.new_code_cell(outputs=[new_output("stream", text="x" * 1000)])
    assert 1000 <= examine.output_size(cell) < 1100
