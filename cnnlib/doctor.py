"""Look at the environment: what is there, what is missing, and the command that mends it.

``cnnlib doctor`` in a terminal, ``cnnlib.doctor.examine()`` in a notebook. Takes a few seconds,
needs no network, and goes on where something is missing or broken.
"""

import importlib
import importlib.util
import json
import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from cnnlib._report import FINE, NOTE, PROBLEM, Finding, Report

__all__ = ["examine"]

LEAST_PYTHON = (3, 11)
# What the lessons need, then what JupyterLab and grading need: (package, needed by whom).
PACKAGES = (
    ("numpy", "lessons"),
    ("matplotlib", "lessons"),
    ("torch", "lessons"),
    ("torchvision", "lessons"),
    ("ipywidgets", "lessons"),
    ("anywidget", "lessons"),
    ("jupyterlab", "lab"),
    ("nbgrader", "grading"),
)
_GIGABYTE = 1e9
_LITTLE_MEMORY, _LITTLE_DISK = 2.0, 1.0  # gigabytes
_MEND = {
    "lessons": "python -m pip install --upgrade cnnlib (in a clone of the course: make lab)",
    "lab": 'python -m pip install "cnnlib[lab]" (in a clone of the course: make lab)',
    "grading": 'python -m pip install "cnnlib[grading]" (in a clone of the course: make lab)',
}


def examine():
    """Say what the environment has, what is missing and how to mend it.

    Returns
    -------
    Report
        Shows itself in a notebook and in a terminal. ``exit_code`` is 1 where a lesson would
        not run, else 0.

    Examples
    --------
    >>> report = examine()
    >>> [finding.where for finding in report.findings][:2]
    ['python', 'cnnlib']
    """
    parts = (_python, _packages, _torch, _machine, _gpu, _disk, _data, _kernels)
    findings = []
    for part in parts:
        try:
            findings += part()
        except Exception as error:  # a doctor never falls ill of what it looks at
            name = part.__name__.strip("_")
            what = f"could not be examined ({type(error).__name__}: {_short(error)})"
            findings.append(Finding(NOTE, name, what))
    problems = sum(finding.level == PROBLEM for finding in findings)
    summary = (
        f"{problems} thing{'s' if problems > 1 else ''} to mend."
        if problems
        else "Everything that the lessons need is here."
    )
    return Report("The course's environment", findings, summary, 1 if problems else 0)


def _short(value, most=160):
    """An error's or a path's text on one line, with the home folder as ``~``."""
    text = " ".join(str(value).split())
    home = os.path.expanduser("~")
    if len(home) > 3:
        text = text.replace(home, "~")
    return text if len(text) <= most else text[: most - 4] + " ..."


def _python():
    import cnnlib

    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    level, mend = FINE, ""
    if sys.version_info < LEAST_PYTHON:
        level, mend = PROBLEM, "Install Python 3.11 or newer, then make the environment again."
    return [Finding(level, "python", found, mend), Finding(FINE, "cnnlib", cnnlib.__version__)]


def _packages():
    return [_package(name, needed_by) for name, needed_by in PACKAGES]


def _package(name, needed_by):
    try:
        found = version(name)
    except PackageNotFoundError:
        level = PROBLEM if needed_by == "lessons" else NOTE
        what = "is missing" if level == PROBLEM else f"is not here (needed for: {needed_by})"
        return Finding(level, name, what, _MEND[needed_by])
    least = _least_version(name)
    if least and _numbers(found) < _numbers(least):
        what = f"{found} is older than {least}, which the course needs"
        return Finding(PROBLEM, name, what, _MEND[needed_by])
    return Finding(FINE, name, found)


def _least_version(name):
    """The lowest version that cnnlib's own metadata asks for, or None."""
    try:
        wanted = requires("cnnlib") or []
    except PackageNotFoundError:
        return None
    for line in wanted:
        requirement = line.split(";")[0].strip()
        if requirement.startswith(f"{name}>="):
            return requirement.removeprefix(f"{name}>=").split(",")[0]
    return None


def _numbers(found):
    """The leading numbers of a version.

    >>> _numbers("2.13.0+cpu")
    (2, 13, 0)
    """
    numbers = []
    for part in found.split("+")[0].split("."):
        digits = "".join(c for c in part if c.isdigit())
        if not digits or not part[0].isdigit():
            break
        numbers.append(int(digits))
    return tuple(numbers)


def _torch():
    """Whether torch and torchvision load, and are builds of one kind."""
    try:
        importlib.import_module("torch")
    except Exception as error:
        what = f"does not load ({type(error).__name__}: {_short(error)})"
        return [Finding(PROBLEM, "torch", what, _MEND["lessons"])]
    mend = (
        "python -m pip install --force-reinstall torch torchvision, both in one command and "
        "from one index (in a clone of the course: make clean, make lab)"
    )
    try:
        matching = _torchvision_matches()
    except Exception as error:  # "operator torchvision::nms does not exist", and others
        what = f"does not load beside this torch ({type(error).__name__}: {_short(error)})"
        return [Finding(PROBLEM, "torchvision", what, mend)]
    if not matching:
        what = "is not built for this torch: its compiled operations are missing"
        return [Finding(PROBLEM, "torchvision", what, mend)]
    return [Finding(FINE, "torch + torchvision", "are matching builds")]


def _torchvision_matches():
    """Whether torchvision's compiled operations load into this torch, as `_has_ops` tells.

    Importing torchvision, which takes seconds, is only done where its layout is unknown.
    """
    import torch

    spec = importlib.util.find_spec("torchvision")
    places = [Path(place) for place in (spec.submodule_search_locations if spec else None) or ()]
    compiled = [path for place in places for path in sorted(place.glob("_C.*"))]
    if not compiled:
        return importlib.import_module("torchvision.extension")._has_ops()
    torch.ops.load_library(str(compiled[0]))
    return hasattr(torch.ops.torchvision, "nms")


def _machine():
    cores = _cores()
    findings = [Finding(FINE, "cores", str(cores))]
    memory = _memory()
    if memory is None:
        findings.append(Finding(NOTE, "memory", "could not be measured"))
    elif memory[1] < _LITTLE_MEMORY:
        what = f"{memory[1]:.1f} of {memory[0]:.1f} GB are free"
        mend = "Close other programs and notebooks: a lesson takes up to 2 GB."
        findings.append(Finding(NOTE, "memory", what, mend))
    else:
        findings.append(Finding(FINE, "memory", f"{memory[1]:.1f} of {memory[0]:.1f} GB are free"))
    return findings


def _cores():
    """Cores that this process may use, which may be fewer than there are."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def _memory():
    """Gigabytes in all and free, or None."""
    try:
        import psutil  # ipykernel brings it
    except ImportError:
        return None
    memory = psutil.virtual_memory()
    return memory.total / _GIGABYTE, memory.available / _GIGABYTE


def _gpu():
    torch = sys.modules.get("torch")
    if torch is None:
        return [Finding(NOTE, "GPU", "not looked for: torch does not load")]
    if torch.cuda.is_available():
        names = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
        return [Finding(FINE, "GPU", f"CUDA: {', '.join(names)}")]
    if torch.backends.mps.is_available():
        return [Finding(FINE, "GPU", "Apple MPS")]
    return [Finding(FINE, "GPU", "none; every lesson runs without one")]


def _disk():
    free = shutil.disk_usage(Path.cwd()).free / _GIGABYTE
    if free < _LITTLE_DISK:
        mend = "Free some space: notebooks may not be saved otherwise."
        return [Finding(PROBLEM, "disk", f"{free:.1f} GB are free here", mend)]
    return [Finding(FINE, "disk", f"{free:,.0f} GB are free here")]


def _data():
    return [_bundled("data"), _bundled("lessons"), _data_root()]


def _bundled(name):
    from cnnlib._paths import course_file

    try:
        folder = course_file(name)
    except FileNotFoundError:
        return Finding(PROBLEM, name, "of the course is missing", _MEND["lessons"])
    files = [path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."]
    what = f"of the course: {len(files)} files"
    return Finding(FINE if files else PROBLEM, name, what, "" if files else _MEND["lessons"])


def _data_root():
    """Data sets that were downloaded, or lie where CNNLIB_DATA says."""
    from cnnlib.datasets import data_root

    named, root = os.environ.get("CNNLIB_DATA"), data_root()
    source = "CNNLIB_DATA" if named else "cache"
    if not root.is_dir():
        if named:
            what = f"{source}: {_short(root)} is no folder"
            return Finding(PROBLEM, "data root", what, "Make it, or unset CNNLIB_DATA.")
        return Finding(FINE, "data root", f"{source}: nothing downloaded yet; nothing is needed")
    held = sorted(path.name for path in root.iterdir() if path.name[0] != ".")
    shown = ", ".join(held[:6]) + (", ..." if len(held) > 6 else "")
    return Finding(FINE, "data root", f"{source}: {_short(root)} holds {shown or 'nothing'}")


def _kernels():
    """Whether "Python 3" in JupyterLab is this Python."""
    mend = "python -m ipykernel install --sys-prefix"
    try:
        from jupyter_client.kernelspec import KernelSpecManager
    except ImportError:
        return [Finding(PROBLEM, "kernels", "Jupyter's client is missing", _MEND["lessons"])]
    specs = KernelSpecManager().find_kernel_specs()
    found = [Finding(FINE, "kernels", ", ".join(sorted(specs)) or "none")]
    if "python3" not in specs:
        return [*found, Finding(PROBLEM, "kernel python3", "is missing", mend)]
    spec = Path(specs["python3"]) / "kernel.json"
    try:
        command = json.loads(spec.read_text(encoding="utf-8"))["argv"][0]
    except (OSError, ValueError, LookupError, TypeError):
        return [*found, Finding(PROBLEM, "kernel python3", "has a broken kernel.json", mend)]
    if _is_this_python(command):
        return [*found, Finding(FINE, "kernel python3", "is this Python")]
    what = f"is another Python ({_short(command)}), which may lack what the lessons need"
    return [*found, Finding(PROBLEM, "kernel python3", what, mend)]


def _is_this_python(command):
    # "python" is the one of the environment that Jupyter was started in.
    if Path(command).name == command:
        return True
    # Not resolved: in a virtual environment, both may be links to the same base Python.
    here = Path(sys.executable)
    there = Path(os.path.abspath(command))
    return there == here or (there.parent == here.parent and there.name.startswith("python"))
