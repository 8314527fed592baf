"""Start JupyterLab on the lessons: ``make lab``."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def has_browser():
    """Whether a browser window can open here (a text browser in a terminal is of no use)."""
    if sys.platform in ("darwin", "win32") or os.environ.get("BROWSER"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def command(extra):
    """JupyterLab's command line.

    The root is the course's folder, not ``lessons/``: nbgrader finds its configuration there,
    and an instructor's Formgrader works from the same command. The file browser opens on the
    lessons.
    """
    options = ["--ServerApp.root_dir=.", "--LabApp.default_url=/lab/tree/lessons"]
    if not has_browser():
        options.append("--no-browser")
    if is_root():
        options.append("--allow-root")  # Jupyter refuses otherwise, and in a container one is root
    return [sys.executable, "-m", "jupyterlab", *options, *extra]


def environment():
    """The environment with this Python's programs first: ``!cnnlib doctor`` in a cell is ours."""
    programs = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join([programs, os.environ.get("PATH", "")])}


def main():
    os.chdir(ROOT)
    # Become JupyterLab rather than wait for it: on Ctrl-C it asks before it shuts down, and a
    # parent that the same Ctrl-C ended would leave it without an answer.
    os.execve(sys.executable, command(sys.argv[1:]), environment())


if __name__ == "__main__":
    main()
