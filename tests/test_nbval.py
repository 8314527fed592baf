"""The outputs stored in the solutions are those that their code makes, compared by nbval.

nbval passes where nothing was run or nothing is stored, so `compare` counts what was compared,
and the tests at the end plant differences that must be found.
"""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

import pytest
from course_fixture import ROOT, cell_named, code, front_matter, read, write_notebook

from cnnlib.grading.execute import ENVIRONMENT, update
from cnnlib.grading.notebooks import lesson_names, read_notebook, to_bytes

SANITIZE = Path(__file__).with_name("nbval_sanitize.cfg")
LESSONS = lesson_names(ROOT / "solutions")

# The kernels that nearly every x86-64 machine has, so that a newer one does not round differently.
# `docs/authors.md` tells how to try older ones.
KERNELS = {
    "ATEN_CPU_CAPABILITY": "avx2",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "MKL_ENABLE_INSTRUCTIONS": "AVX2",
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
}


@dataclass
class Comparison:
    """What nbval found."""

    compared: int  # cells whose stored outputs, or their absence, were compared
    failures: list  # (id of the cell, what nbval says)


def compare(path, folder):
    """Run nbval, strict, on a copy of a notebook's folder made in ``folder``."""
    cells = [cell for cell in read_notebook(path).cells if cell.cell_type == "code"]
    unrun = [cell.id for cell in cells if cell.execution_count is None]
    assert cells and not unrun, f"never executed, so nbval would compare nothing: {unrun}"
    copy = shutil.copytree(Path(path).parent, folder / "copy")
    (folder / "pytest.ini").write_text("[pytest]\n")  # not the course's own settings
    report = folder / "report.xml"
    command = [
        *(sys.executable, "-m", "pytest", copy / Path(path).name, "-q", "--color=no"),
        *("-c", folder / "pytest.ini", "-p", "no:cacheprovider", f"--junitxml={report}"),
        *("--nbval", "--nbval-current-env", "--nbval-cell-timeout=120"),
        f"--nbval-sanitize-with={SANITIZE}",
    ]
    environment = {**KERNELS, **os.environ, **ENVIRONMENT, "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=900, check=False
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    cases = list(ElementTree.parse(report).iter("testcase"))
    assert len(cases) == len(cells), run.stdout
    failures = [
        (cell.id, problem.text)
        for cell, case in zip(cells, cases, strict=True)
        for problem in case
        if problem.tag in ("failure", "error", "skipped")
    ]
    ignored = [c for c in cells if "nbval-ignore-output" in c.metadata.get("tags", [])]
    return Comparison(len(cells) - len(ignored), failures)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_outputs_when_solution_runs_again_then_are_the_stored_ones(lesson, tmp_path):
    result = compare(ROOT / "solutions" / lesson / f"{lesson}.ipynb", tmp_path)
    assert result.failures == []
    assert result.compared > 10


# The guard: what nbval must find, in a small notebook


FIGURE = """\
class Figure:
    def _repr_html_(self):
        return '<img alt="a dot" src="data:image/png;base64,{}"/>'
    def __repr__(self):
        return "a dot"
Figure()"""


@pytest.fixture
def executed(tmp_path):
    cells = [
        code("number", "x = 3.25\nprint(x)"),
        code("value", "x * 2"),
        code("silent", "y = 1"),
        code("figure", FIGURE.format("iVBORw0KGgo=")),
    ]
    path = write_notebook(tmp_path / "sample" / "sample.ipynb", cells, **front_matter("sample"))
    update(path)
    return path


def change(path, name, **changes):
    notebook = read(path)
    cell_named(notebook, name).update(changes)
    path.write_bytes(to_bytes(notebook))


def test_compare_when_nothing_changed_then_all_cells_are_compared_and_pass(executed, tmp_path):
    result = compare(executed, tmp_path)
    assert (result.compared, result.failures) == (4, [])


def test_compare_when_one_digit_is_altered_then_names_the_cell(executed, tmp_path):
    text = executed.read_text()
    assert text.count('"3.25\\n"') == 1
    executed.write_text(text.replace('"3.25\\n"', '"3.26\\n"'))
    [(name, problem)] = compare(executed, tmp_path).failures
    assert name == "number" and "outputs differ" in problem


def test_compare_when_value_is_altered_then_names_the_cell(executed, tmp_path):
    text = executed.read_text()
    executed.write_text(text.replace('"6.5"', '"6.4"'))
    assert [name for name, _ in compare(executed, tmp_path).failures] == ["value"]


def test_compare_when_outputs_are_stripped_then_fails(executed, tmp_path):
    change(executed, "number", outputs=[])
    assert [name for name, _ in compare(executed, tmp_path).failures] == ["number"]


def test_compare_when_outputs_and_counts_are_stripped_then_refuses(executed, tmp_path):
    change(executed, "number", outputs=[], execution_count=None)
    with pytest.raises(AssertionError, match="nbval would compare nothing: .'number'"):
        compare(executed, tmp_path)


def test_compare_when_code_prints_more_than_stored_then_names_the_cell(executed, tmp_path):
    change(executed, "silent", source="y = 1\nprint(y)")
    assert [name for name, _ in compare(executed, tmp_path).failures] == ["silent"]


def test_compare_when_only_pixels_differ_then_passes_and_alt_text_counts(executed, tmp_path):
    change(executed, "figure", source=FIGURE.format("AAAABBBB"))
    assert compare(executed, tmp_path).failures == []
    shutil.rmtree(tmp_path / "copy")
    change(executed, "figure", source=FIGURE.format("AAAABBBB").replace("a dot", "a line"))
    assert [name for name, _ in compare(executed, tmp_path).failures] == ["figure"]


def test_compare_when_cell_is_skipped_then_counts_as_a_failure(executed, tmp_path):
    change(executed, "silent", metadata={"tags": ["nbval-skip"]})
    assert [name for name, _ in compare(executed, tmp_path).failures] == ["silent"]
