"""Every check of the course, and how long each took: ``make test``.

What stands on the command line goes to pytest (``make test ARGS="-k images"``).
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

NO_TESTS_COLLECTED = 5  # pytest's exit status
# Two workers on two cores: with more threads than that each would wait for the other.
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


def pytest(*options):
    return ["pytest", *options]


def files_with_timing():
    """The files with tests that measure time: to collect all the others takes a while."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file) for file in files if "mark.timing" in file.read_text(encoding="utf-8")]


def checks(chosen):
    """Name, module with its options, and environment of each check, in their order."""
    yield "ruff check", ["ruff", "check"], {}
    yield "ruff format", ["ruff", "format", "--check"], {}
    if files := files_with_timing():
        yield "tests of time", pytest("-m", "timing", *chosen, *files), {}
    # A module stays on one worker; tests/conftest.py has put the long ones first.
    parallel = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder", "--durations=10"]
    yield "tests", pytest("-m", "not timing", *parallel, *chosen), ONE_THREAD


def passed(status, name, chosen):
    """Whether a check went well. To find no test is well only where few were asked for."""
    may_be_empty = bool(chosen) or name == "tests of time"
    return status == 0 or (status == NO_TESTS_COLLECTED and may_be_empty)


def main(chosen):
    took, failed = {}, []
    for name, module, extra in checks(chosen):
        print(f"\n=== {name}", flush=True)
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", *module], cwd=ROOT, env={**os.environ, **extra}, check=False
        )
        took[name] = time.perf_counter() - start
        if not passed(done.returncode, name, chosen):
            failed.append(name)
    print("\n=== " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items()))
    print(f"=== make test: {sum(took.values()):.0f} s in all, ", end="")
    print(f"failed: {', '.join(failed)}" if failed else "everything passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
