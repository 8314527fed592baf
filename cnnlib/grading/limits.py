"""Run a command within limits of time and memory, and leave none of its processes behind."""

import contextlib
import os
import subprocess
import time
import uuid
from dataclasses import dataclass

import psutil

MARK = "CNNLIB_GRADING"
_POLL = 0.2  # seconds

# What a submission's process is given of the environment: enough to run Python and torch, and
# none of the instructor's keys and tokens, which a submission could print into its own feedback.
_PASSED_ON = {
    "PATH", "HOME", "USERPROFILE", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP",
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA",
    "PROGRAMDATA", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "VIRTUAL_ENV",
    "CONDA_PREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "MPLCONFIGDIR", "XDG_CACHE_HOME",
    "PYTHONPATH", "PYTHONUTF8", "PYTHONIOENCODING",
}  # fmt: skip
_PASSED_ON_PREFIXES = ("LC_", "CUDA_", "NVIDIA_", "OMP_", "MKL_", "OPENBLAS_", "CNNLIB_")


@dataclass(frozen=True)
class Limits:
    """What one submission may take.

    Parameters
    ----------
    seconds : float
        For the whole of it; a single cell has nbgrader's own limit.
    megabytes : float
        Of memory, all its processes together.
    """

    seconds: float = 600
    megabytes: float = 6_000


def run_within(command, text, limits, cwd, env):
    """Run a command to its end, or end it and all that it started.

    Parameters
    ----------
    command : list of str
    text : str
        Its standard input.
    limits : Limits
    cwd : path-like
    env : dict of str to str
        Added to the few variables that are passed on.

    Returns
    -------
    str or None
        Why it was ended; None where it came to its end.
    """
    mark = uuid.uuid4().hex
    log = open(os.path.join(cwd, "worker.log"), "w", encoding="utf-8")  # noqa: SIM115
    with log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=cwd,
            env={**passed_on(os.environ), **env, MARK: mark},
            text=True,
        )
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(text)
                process.stdin.close()
            return _watch(process, limits)
        finally:
            _end_all(process, mark)


def passed_on(environment):
    """The variables of an environment that a submission may see.

    Examples
    --------
    >>> passed_on({"PATH": "/bin", "GITHUB_TOKEN": "x", "LC_ALL": "C"})
    {'PATH': '/bin', 'LC_ALL': 'C'}
    """
    return {
        name: value
        for name, value in environment.items()
        if name.upper() in _PASSED_ON or name.upper().startswith(_PASSED_ON_PREFIXES)
    }


def _watch(process, limits):
    end = time.monotonic() + limits.seconds
    while process.poll() is None:
        if time.monotonic() > end:
            return f"it ran for {limits.seconds:g} s and was stopped"
        if _memory(process) > limits.megabytes * 1e6:
            return f"it took more than {limits.megabytes:,.0f} MB of memory and was stopped"
        time.sleep(_POLL)
    return None


def _memory(process):
    total = 0
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(process.pid)
        for part in [root, *root.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                total += part.memory_info().rss
    return total


def _end_all(process, mark):
    """End the process, its descendants, and what has left the family but carries the mark."""
    family = []
    with contextlib.suppress(psutil.Error):
        family = psutil.Process(process.pid).children(recursive=True)
    if process.poll() is None:
        process.kill()
    process.wait()
    parts = family + _marked(mark)
    for part in parts:
        with contextlib.suppress(psutil.Error):
            part.kill()
    psutil.wait_procs(parts, timeout=2)  # a kill takes effect a moment later


def _marked(mark):
    found = []
    for part in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if part.environ().get(MARK) == mark:
                found.append(part)
    return found
