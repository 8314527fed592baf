"""Outputs of the solutions: ``python -m cnnlib.grading.execute [NN ...]``, or ``make solutions``.

Each solution runs from top to bottom in a fresh kernel of this Python, in a temporary copy of its
folder, with the widgets static and every proxy pointing nowhere. What is stored has execution
counts 1 to n and no timestamps. A solution that fails keeps its old file.
"""

import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import ipykernel.kernelspec
import typer
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets import default

from cnnlib.grading.notebooks import (
    NotebookError,
    lesson_names,
    normalise,
    read_notebook,
    to_bytes,
    write_atomically,
)

__all__ = ["ENVIRONMENT", "Execution", "ExecutionError", "execute", "execute_notebook", "update"]

CELL_TIMEOUT = 120  # seconds
LARGEST_SOLUTION = 1_000_000  # bytes
NOWHERE = "http://127.0.0.1:9"  # the discard port: a download fails at once

#: What a solution runs under, in `execute` and in the tests that compare outputs.
ENVIRONMENT = {
    "CNNLIB_STATIC": "1",
    "PYTHONHASHSEED": "0",
    "HTTP_PROXY": NOWHERE,
    "HTTPS_PROXY": NOWHERE,
    "http_proxy": NOWHERE,
    "https_proxy": NOWHERE,
    "NO_PROXY": "",
    "no_proxy": "",
}

_OVERWRITTEN = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)  # by a carriage return
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class ExecutionError(NotebookError):
    """A notebook that did not run as a solution should; the message names the cell."""


@dataclass
class Execution:
    """An executed notebook and how long it took.

    Attributes
    ----------
    notebook : nbformat.NotebookNode
        In normal form, with outputs.
    cell_seconds : dict of str to float
        Wall time by the id of the code cell, in the order of execution.
    """

    notebook: object
    cell_seconds: dict = field(default_factory=dict)

    @property
    def seconds(self):
        """Wall time of all cells together, without the start of the kernel."""
        return sum(self.cell_seconds.values())


class _ThisPython(KernelSpecManager):
    """Knows one kernel, that of the running Python, whatever else the user has installed."""

    def get_kernel_spec(self, kernel_name):
        return KernelSpec(
            resource_dir=ipykernel.kernelspec.RESOURCES, **ipykernel.kernelspec.get_kernel_dict()
        )


class _KernelManager(AsyncKernelManager):
    @default("kernel_spec_manager")
    def _this_python(self):
        return _ThisPython()


def execute(path, *, timeout=CELL_TIMEOUT):
    """Run a notebook file in a copy of its folder; the file stays as it is.

    Parameters
    ----------
    path : path-like
    timeout : float
        Seconds that one cell may take.

    Returns
    -------
    Execution

    Raises
    ------
    ExecutionError
        See `execute_notebook`.
    NotebookError
        Where the file is no notebook of the course.
    """
    path = Path(path)
    notebook = read_notebook(path)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary, path.parent.name)
        shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        return execute_notebook(notebook, folder, timeout=timeout)


def execute_notebook(notebook, folder, *, timeout=CELL_TIMEOUT, environment=ENVIRONMENT):
    """Run a notebook from top to bottom and replace its outputs.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.
    folder : path-like
        Where the kernel works.
    timeout : float
        Seconds that one cell may take.
    environment : dict
        Added to the environment of the kernel.

    Returns
    -------
    Execution

    Raises
    ------
    ExecutionError
        Where a cell raises (whatever its tags), takes too long, or kills the kernel; where a
        graded cell writes to stderr, for which nbgrader gives it no points; or where a widget is
        live, whose output would differ from run to run.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    started, seconds = {}, {}

    def on_execute(cell, **_):
        started[cell.id] = perf_counter()

    def on_executed(cell, **_):
        seconds[cell.id] = perf_counter() - started[cell.id]

    client = NotebookClient(
        notebook,
        kernel_manager_class=_KernelManager,
        timeout=timeout,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=on_execute,
        on_cell_executed=on_executed,
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as settings:
        # An empty IPYTHONDIR: a user's start-up files are not part of the course.
        variables = {**os.environ, **environment, "IPYTHONDIR": settings}
        log = Path(settings, "kernel.log")
        try:
            with log.open("wb") as stderr:
                client.execute(env=variables, stderr=stderr)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            latest = next(reversed(started))
            cell = next(cell for cell in notebook.cells if cell.id == latest)
            said = log.read_text(encoding="utf-8", errors="replace")
            raise ExecutionError(_failure(cell, error, timeout, said)) from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _merge_streams(cell.outputs)
            _check_outputs(cell)
    return Execution(normalise(notebook), seconds)


def _failure(cell, error, timeout, said):
    if isinstance(error, CellTimeoutError):
        reason = f"it took too long: more than {timeout:g} s"
    elif isinstance(error, DeadKernelError):
        reason = "\n".join(["the kernel died", *said.splitlines()[-5:]])
    else:
        reason = "\n".join(
            "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
            for output in cell.outputs
            if output.output_type == "error"
        )
    reason = re.sub(r"\x1b\[[0-9;]*m", "", reason)  # without the colours of a terminal
    return f"cell {cell.id!r} failed\n\n{_indented(cell.source)}\n\n{_indented(reason)}"


def _indented(text):
    return "\n".join(f"    {line}" for line in text.splitlines())


def _merge_streams(outputs):
    """Each stream in one piece: where the kernel cuts it differs from run to run.

    nbclient's own ``coalesce_streams`` takes minutes over a line of a megabyte.
    """
    merged, streams = [], {}
    for output in outputs:
        if output.output_type != "stream":
            merged.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
            merged.append(output)
    for output in streams.values():
        output.text = _OVERWRITTEN.sub("", output.text)
    return merged


def _check_outputs(cell):
    for output in cell.outputs:
        if output.output_type == "error":
            raise ExecutionError(
                f"cell {cell.id!r} raised {output.ename} under the tag raises-exception: "
                "catch the error in the cell and print it"
            )
        graded = cell.metadata.get("nbgrader", {}).get("grade")
        if graded and output.output_type == "stream" and output.name == "stderr":
            raise ExecutionError(
                f"the graded cell {cell.id!r} wrote to stderr, for which nbgrader gives 0 "
                f"points:\n\n{_indented(output.text)}"
            )
        if WIDGET_VIEW in output.get("data", {}):
            raise ExecutionError(
                f"cell {cell.id!r} shows a live widget: with CNNLIB_STATIC=1 it should show its "
                "static figure, and a progress bar nothing"
            )


def update(path):
    """Run a solution and store its outputs, if they changed.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    execution : Execution
    changed : bool
        Whether the file was written.

    Raises
    ------
    ExecutionError
        Where it did not run, is too large with its outputs, or was edited in the meantime; the
        file is as it was, or as the edit left it.
    """
    before = Path(path).read_bytes()
    execution = execute(path)
    if Path(path).read_bytes() != before:
        raise ExecutionError(
            "it was edited while it ran, so its outputs were not stored: run again"
        )
    content = to_bytes(execution.notebook)
    if len(content) > LARGEST_SOLUTION:
        raise ExecutionError(
            f"with its outputs it has {len(content):,} bytes, more than {LARGEST_SOLUTION:,}: "
            f"the largest are {_largest_cells(execution.notebook)}"
        )
    return execution, write_atomically(path, content)


def _largest_cells(notebook):
    sizes = {cell.id: len(str(cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"}
    worst = sorted(sizes, key=sizes.get, reverse=True)[:3]
    return ", ".join(f"{name} ({sizes[name]:,})" for name in worst)


def main(
    lessons: list[str] = typer.Argument(None, help="Numbers or names; all where none is given."),
    course: Path = typer.Option(Path("."), help="The course's folder."),
):
    """Execute solutions and store their outputs."""
    names = lesson_names(course / "solutions")
    chosen = [name for name in names if not lessons or name[:2] in lessons or name in lessons]
    unknown = [word for word in lessons or [] if not any(word in (n, n[:2]) for n in names)]
    if unknown or not chosen:
        print(
            f"no such solution: {', '.join(unknown) or course / 'solutions'}; "
            f"there are {', '.join(names) or 'none'}",
            file=sys.stderr,
        )
        raise typer.Exit(2)
    failed = 0
    for number, name in enumerate(chosen, start=1):
        print(f"[{number}/{len(chosen)}] {name} ... ", end="", flush=True)
        path = course / "solutions" / name / f"{name}.ipynb"
        try:
            execution, changed = update(path)
        except NotebookError as error:
            print("FAILED")
            print(f"{name}: {error}", file=sys.stderr, flush=True)
            failed += 1
        else:
            size = path.stat().st_size / 1000
            state = "written" if changed else "unchanged"
            print(f"{execution.seconds:.1f} s, {size:.0f} kB, {state}")
    raise typer.Exit(1 if failed else 0)


if __name__ == "__main__":
    typer.run(main)
