"""Executing solutions, on small notebooks in a temporary folder."""

import os
import subprocess
import sys

import pytest
from course_fixture import (
    LESSON,
    cell_named,
    code,
    front_matter,
    graded_cell,
    make_course,
    markdown,
    read,
    sample_cells,
    tree,
    write_notebook,
    write_solution,
)

from cnnlib.grading import execute as execute_module
from cnnlib.grading.execute import ExecutionError, execute, update
from cnnlib.grading.notebooks import NotebookError, normalise, to_bytes, write_atomically


@pytest.fixture
def write(tmp_path):
    """Write a notebook of code cells ``cell-1``, ``cell-2``, ..."""

    def write(*sources):
        cells = [code(f"cell-{n}", source) for n, source in enumerate(sources, start=1)]
        return write_notebook(tmp_path / "work" / "work.ipynb", cells, **front_matter("work"))

    return write


def text_of(notebook, name):
    return "".join(output.get("text", "") for output in cell_named(notebook, name).outputs)


def test_execute_when_all_is_well_then_runs_cells_in_order_and_times_them(write):
    path = write("a = 1\nprint(a)", "import time; time.sleep(0.2)", "a += 1\na")
    before = path.read_bytes()
    execution = execute(path)
    assert [cell.execution_count for cell in execution.notebook.cells] == [1, 2, 3]
    assert text_of(execution.notebook, "cell-1") == "1\n"
    assert cell_named(execution.notebook, "cell-3").outputs[0].data == {"text/plain": "2"}
    assert list(execution.cell_seconds) == ["cell-1", "cell-2", "cell-3"]
    assert execution.cell_seconds["cell-2"] >= 0.2
    assert execution.seconds == pytest.approx(sum(execution.cell_seconds.values()))
    assert path.read_bytes() == before


def test_execute_when_run_then_kernel_is_static_offline_and_this_python(write, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    path = write(
        "import os, sys\nprint(os.environ['CNNLIB_STATIC'], os.environ['PYTHONHASHSEED'])",
        "print(sys.executable)",
        "from urllib.error import URLError\nfrom urllib.request import urlopen\n"
        "try:\n    urlopen('http://example.com', timeout=5)\n"
        "except URLError as error:\n    print('refused')",
    )
    notebook = execute(path).notebook
    assert text_of(notebook, "cell-1") == "1 0\n"
    assert os.path.samefile(text_of(notebook, "cell-2").strip(), sys.executable)
    assert text_of(notebook, "cell-3") == "refused\n"


def test_execute_when_notebook_writes_files_then_only_into_a_copy_of_its_folder(write):
    path = write("print(open('asset.txt').read())", "open('made.txt', 'w').write('x');")
    (path.parent / "asset.txt").write_text("beside it")
    before = tree(path.parent)
    assert text_of(execute(path).notebook, "cell-1") == "beside it\n"
    assert tree(path.parent) == before


def test_update_when_run_twice_then_second_changes_nothing(write):
    path = write("for i in range(3):\n    print(i, flush=True)", "{1, 2}")
    assert update(path)[1] is True
    stored, seen = path.read_bytes(), path.stat().st_mtime_ns
    assert update(path)[1] is False
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (stored, seen)
    assert b"iopub" not in stored and b'execution"' not in stored


def test_execute_when_streams_come_in_pieces_then_each_is_stored_whole(write):
    path = write(
        "import sys, time\n"
        "for i in range(3):\n"
        "    print(i, flush=True)\n"
        "    print('e', i, file=sys.stderr, flush=True)\n"
        "    time.sleep(0.3)\n"
        "print('10 %\\r20 %')"
    )
    outputs = execute(path).notebook.cells[0].outputs
    assert {output.name: output.text for output in outputs} == {
        "stdout": "0\n1\n2\n20 %\n",
        "stderr": "e 0\ne 1\ne 2\n",
    }
    assert len(outputs) == 2


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 / 0", r"cell 'cell-2' failed\n\n    1 / 0\n\n(.|\n)*ZeroDivisionError"),
        ("import os; os._exit(3)", "cell 'cell-2' failed(.|\n)*kernel died"),
        ("import time; time.sleep(60)", "cell 'cell-2' failed(.|\n)*took too long"),
        ("from ipywidgets import IntSlider; IntSlider()", "cell 'cell-2' shows a live widget"),
    ],
)
def test_update_when_cell_fails_then_names_it_and_keeps_the_file(write, monkeypatch, source, words):
    monkeypatch.setattr(execute_module.execute, "__kwdefaults__", {"timeout": 4})
    path = write("print('before')", source, "print('after')")
    before = tree(path.parent)
    with pytest.raises(ExecutionError, match=words):
        update(path)
    assert tree(path.parent) == before


def test_execute_when_error_is_tagged_as_expected_then_still_refuses(tmp_path):
    cells = [code("wrong", "1 / 0", tags=["raises-exception"])]
    with pytest.raises(ExecutionError, match="'wrong' raised ZeroDivisionError under the tag"):
        execute(write_notebook(tmp_path / "work.ipynb", cells))


def test_execute_when_graded_cell_writes_to_stderr_then_refuses(tmp_path):
    warn = "import sys\nprint('hm', file=sys.stderr)"
    fine = write_notebook(tmp_path / "fine.ipynb", [code("note", warn)])
    assert text_of(execute(fine).notebook, "note") == "hm\n"
    cells = [graded_cell("test-note", warn, 1)]
    with pytest.raises(ExecutionError, match="graded cell 'test-note' wrote to stderr(.|\n)*hm"):
        execute(write_notebook(tmp_path / "graded.ipynb", cells))


def test_update_when_outputs_are_too_large_then_says_the_size_and_the_cell(write):
    path = write("print(1)", "print('x' * 1_100_000)")
    with pytest.raises(ExecutionError, match=r"1,10\d,\d{3} bytes.*largest are cell-2"):
        update(path)


def test_update_when_edited_while_it_runs_then_the_edit_is_kept(write):
    path = write("pass")
    notebook = read(path)
    edit = f"from pathlib import Path\nPath({str(path)!r}).write_text('an edit')"
    cell_named(notebook, "cell-1").source = edit
    path.write_bytes(to_bytes(notebook))
    with pytest.raises(ExecutionError, match="edited while it ran"):
        update(path)
    assert path.read_text() == "an edit"


def test_write_when_it_fails_midway_then_old_file_stays_alone(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    write_atomically(path, b"old")

    def refuse(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert tree(tmp_path) == {"a.txt": b"old"}


def test_normalise_when_done_twice_then_is_as_done_once(tmp_path):
    notebook = normalise(read(write_solution(tmp_path)))
    once = to_bytes(notebook)
    assert to_bytes(normalise(notebook)) == once


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"cells": [1]}'])
def test_execute_when_file_is_no_notebook_then_says_so(tmp_path, content):
    (tmp_path / "bad.ipynb").write_bytes(content)
    with pytest.raises(NotebookError, match="bad.ipynb is no notebook"):
        execute(tmp_path / "bad.ipynb")


def test_execute_when_format_is_too_old_then_says_how_to_mend_it(tmp_path):
    path = write_notebook(tmp_path / "old.ipynb", [markdown("title", "# Old")])
    path.write_text(path.read_text().replace('"nbformat_minor": 5', '"nbformat_minor": 4'))
    with pytest.raises(NotebookError, match="4.4 has no cell ids: open"):
        execute(path)


def test_command_when_one_solution_fails_then_runs_the_others_and_exits_1(tmp_path):
    course = make_course(tmp_path, LESSON, "02-halving")
    cells = [*sample_cells(), code("oops", "1 / 0")]
    write_solution(course, LESSON, cells)
    run = _run(course)
    assert run.returncode == 1
    assert f"[1/2] {LESSON} ... FAILED" in run.stdout
    assert "[2/2] 02-halving ... " in run.stdout and "written" in run.stdout
    assert "cell 'oops' failed" in run.stderr
    again = _run(course, "02")
    assert again.returncode == 0
    assert "[1/1] 02-halving" in again.stdout and "unchanged" in again.stdout


def test_command_when_no_such_lesson_then_says_which_there_are(tmp_path):
    run = _run(make_course(tmp_path), "09")
    assert run.returncode == 2
    assert f"no such solution: 09; there are {LESSON}" in run.stderr


def _run(course, *lessons):
    command = [sys.executable, "-m", "cnnlib.grading.execute", *lessons, "--course", str(course)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
