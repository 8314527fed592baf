"""Does the course run on Google Colab? ``make test-colab``

Colab itself cannot be had in a test, but its versions can: its maintainers publish them, and a
dated copy is beside this script. From it an environment like Colab's is made in .venv-colab:
Python 3.13 and, of Colab's hundreds of packages, those that the course touches (all that cnnlib
needs, directly or not, and what runs a notebook), each in exactly Colab's version. Then

1. cnnlib's wheel is built and installed there, by Colab's own pip, and no package of Colab's
   may have changed by it; the few that come with it because Colab has none are named below;
2. every module of cnnlib but the grading is imported;
3. every released lesson is executed unsolved, with live widgets, as a student first opens it;
4. every solution is executed.

Where there is no Python 3.13, nothing of this can be done: that is said, and no failure.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENV = ROOT / ".venv-colab"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "colab.stamp"
CONSTRAINTS = max(HERE.glob("constraints-*.txt"))  # the newest: their names are dates

# What Colab's notebooks run on, beside what cnnlib asks for itself.
NOTEBOOK = ["ipykernel", "ipython", "nbclient", "notebook", "pip", "setuptools"]
# Colab's own build of torch has its GPU libraries inside or, without a GPU, none. The public
# build for Linux has them as packages, which are therefore not in Colab's list.
GPU_LIBRARIES = re.compile(r"^(nvidia-|cuda-|triton$)")
# IPython asks for jedi and Colab leaves it out; whoever runs pip there gets it, with or without us.
LEFT_OUT = {"jedi"}
# Pure Python that Colab has in no version, so that pip brings it along with cnnlib.
COMES_ALONG = {"lightning-utilities", "torchinfo", "torchmetrics"}
AT_ONCE = 2  # notebooks
# With more threads than cores, each notebook would wait for the other.
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}

IMPORT_ALL = """
import importlib, pkgutil, cnnlib
for module in pkgutil.walk_packages(cnnlib.__path__, "cnnlib."):
    if not module.name.startswith("cnnlib.grading"):
        importlib.import_module(module.name)
"""


class Failed(Exception):
    """A step did not work, and those after it make no sense."""


def say(text):
    print(text, flush=True)


def output(command, **options):
    """What a command prints; where it fails, `Failed` with all that it said."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def uv(*arguments, **options):
    """What uv prints. It looks for no Python of its own to download."""
    here = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_HTTP_TIMEOUT": "300"}
    return output([sys.executable, "-m", "uv", *arguments], env=here, **options)


# --- The environment


def candidates():
    """Where a Python 3.13 may be: the variable, the PATH, pyenv, uv's own."""
    yield os.environ.get("PYTHON_COLAB")
    yield shutil.which("python3.13")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/3.13*/bin/python3.13"))
    try:
        yield uv("python", "find", "3.13", "--managed-python").strip()
    except Failed:
        return


def python313():
    """Path of a Python 3.13, or None."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    for python in filter(None, candidates()):
        try:
            # Run, not only looked up: a version manager's shim may be there and not run.
            if output([python, "-c", ask]).strip() == "3.13":
                return python
        except (Failed, OSError):
            continue
    return None


def name_of(pin):
    """The normal form of the name in a line such as ``Jupyter_Core==5.9.1``."""
    return re.sub(r"[-_.]+", "-", re.split(r"[=<>!~;\[ @]", pin, maxsplit=1)[0]).lower()


def pins(text):
    """``name==version`` lines by name; comments and continuation lines are left out."""
    lines = (line.strip() for line in text.splitlines())
    return {name_of(line): line for line in lines if line and not line.startswith(("#", "-"))}


def closure(base):
    """All that cnnlib and a notebook need on Colab, directly or not, as exact pins by name.

    Raises
    ------
    Failed
        Where Colab's versions do not satisfy cnnlib's bounds, or cnnlib needs a package that
        Colab lacks, other than those in `COMES_ALONG`.
    """
    resolved = uv(
        *("pip", "compile", "pyproject.toml", "-", "--constraint", CONSTRAINTS),
        *("--python", base, "--no-header", "--no-annotate", "--quiet", "--no-config"),
        cwd=ROOT,
        input="\n".join(NOTEBOOK),
    )
    needed, colab = pins(resolved), pins(CONSTRAINTS.read_text(encoding="utf-8"))
    lacking = needed.keys() - colab.keys() - LEFT_OUT - COMES_ALONG
    lacking = sorted(name for name in lacking if not GPU_LIBRARIES.match(name))
    if lacking:
        raise Failed(f"cnnlib needs what Colab has not: {', '.join(lacking)}")
    return {name: pin for name, pin in needed.items() if name not in LEFT_OUT | COMES_ALONG}


def make_environment(base):
    """Make .venv-colab, or keep it where it was made here from the same Python and files."""
    sources = (CONSTRAINTS, ROOT / "pyproject.toml", Path(__file__))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    made_from = f"{VENV}\n{output([base, '-VV'])}{digest}\n"
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == made_from:
        uv("pip", "uninstall", "--python", PYTHON, "cnnlib", *LEFT_OUT, *COMES_ALONG)
        return
    wanted = "\n".join(closure(base).values())
    shutil.rmtree(VENV, ignore_errors=True)
    uv("venv", "--quiet", "--python", base, VENV)
    uv(
        *("pip", "install", "--python", PYTHON, "--no-deps", "--no-config", "--compile-bytecode"),
        *("--requirements", "-"),
        input=wanted,
    )
    STAMP.write_text(made_from, encoding="utf-8")


# --- What is tested in it


def build_wheel(folder):
    output([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT)
    (wheel,) = Path(folder).glob("*.whl")
    return wheel


def installed():
    return pins(uv("pip", "freeze", "--python", PYTHON))


def install_wheel(folder):
    """Install the wheel as a Colab cell would: with pip, and without any constraint.

    Raises
    ------
    Failed
        Where another package came, went or changed its version by it. Those in `COMES_ALONG`
        must come.
    """
    before = installed()
    output([PYTHON, "-m", "pip", "install", "--quiet", build_wheel(folder)], cwd=folder)
    after = installed()
    if after.pop("cnnlib", None) is None:
        raise Failed("pip said that it installed cnnlib, and there is none")
    stayed_away = sorted(name for name in COMES_ALONG if after.pop(name, None) is None)
    if stayed_away:
        raise Failed(f"cnnlib no longer brings {', '.join(stayed_away)}: see COMES_ALONG")
    changed = [
        f"  {before.get(name, 'nothing')} -> {after.get(name, 'nothing')}"
        for name in sorted(before.keys() | after.keys() - LEFT_OUT)
        if before.get(name) != after.get(name)
    ]
    if changed:
        raise Failed("\n".join(["installing cnnlib changed other packages:", *changed]))


def notebooks():
    """Released lessons, then solutions."""
    found = [ROOT.glob(f"{place}/*/*.ipynb") for place in ("lessons", "solutions")]
    return [path for paths in found for path in sorted(paths)]


def clean_environment(**more):
    """The environment without what would let a notebook see the checkout's own packages."""
    hidden = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "JUPYTER_PATH")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    programs = os.pathsep.join([str(PYTHON.parent), kept.get("PATH", "")])
    return {**kept, "PATH": programs, **more}


def execute(path):
    """Execute one notebook in the environment. A lesson's widgets live, a solution's do not."""
    static = {"CNNLIB_STATIC": "1"} if path.is_relative_to(ROOT / "solutions") else {}
    output([PYTHON, HERE / "execute.py", path], env=clean_environment(**ONE_THREAD, **static))


def attempt(name, work, *arguments):
    """Do a piece of work, say how it went and how long it took; True where it went well."""
    start, error = time.perf_counter(), None
    try:
        work(*arguments)
    except Failed as failure:
        error = failure
    took = time.perf_counter() - start
    say(f"{'FAILED' if error else 'ok':6} {took:6.1f} s  {name}")
    if error:
        say("\n".join(f"       {line}" for line in str(error).splitlines()))
    return error is None


def main():
    base = python313()
    if base is None:
        say("test-colab: skipped, for Colab has Python 3.13 and none was found here.")
        say("            PYTHON_COLAB=/path/to/python3.13 names one.")
        return 0

    say(f"test-colab: Colab's versions of {CONSTRAINTS.stem.removeprefix('constraints-')}")
    with tempfile.TemporaryDirectory() as folder:
        results = [attempt("environment like Colab's", make_environment, base)]
        if all(results):
            results.append(attempt("wheel installs, changes nothing", install_wheel, folder))
        if all(results):
            command = [PYTHON, "-c", IMPORT_ALL]
            everything = "imports of all modules"
            options = {"cwd": folder, "env": clean_environment()}
            results.append(attempt(everything, lambda: output(command, **options)))
            with ThreadPoolExecutor(AT_ONCE) as pool:
                names = [path.relative_to(ROOT).as_posix() for path in notebooks()]
                results += pool.map(attempt, names, [execute] * len(names), notebooks())
    say(f"\n{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
