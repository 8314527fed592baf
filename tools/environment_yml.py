"""Write environment.yml, for conda and Binder, from pyproject.toml: part of ``make lock``.

It asks for what ``pip install .[lab,grading]`` asks for, with the same bounds, but as conda
packages, for one reason: conda has PyTorch without the gigabytes of GPU libraries, which
Binder's small machines neither hold nor use. What pip then finds in place it leaves alone, so
that it adds only cnnlib itself.

    python tools/environment_yml.py            writes the file
    python tools/environment_yml.py --check    says whether it is in step
"""

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "environment.yml"

EXTRAS = ("lab", "grading")
PYTHON = "3.12"  # old enough for every Binder
CONDA_NAMES = {  # where they are not the same
    "jupyter-client": "jupyter_client",
    "matplotlib": "matplotlib-base",
    "torch": "pytorch-cpu",
}

HEAD = """\
# The course's environment for conda and Binder.
# Made from pyproject.toml by `make lock`: do not edit.
#
#   conda env create --file environment.yml
#   conda activate cnn-course
#   jupyter lab
name: cnn-course
channels:
  - conda-forge
  - nodefaults
dependencies:
"""


def requirements(project):
    """What cnnlib needs with `EXTRAS`, as `Requirement` objects in the order of their names."""
    lines = list(project["dependencies"])
    for extra in EXTRAS:
        lines += project["optional-dependencies"][extra]
    return sorted(map(Requirement, lines), key=lambda needed: canonicalize_name(needed.name))


def conda_line(needed):
    """A requirement as conda writes it."""
    return f"{CONDA_NAMES.get(needed.name, needed.name)} {needed.specifier}".strip()


def environment_yml(project):
    """The text of environment.yml for a ``[project]`` table."""
    lines = [f"python={PYTHON}", "pip", *map(conda_line, requirements(project))]
    body = "".join(f"  - {line}\n" for line in lines)
    return f"{HEAD}{body}  - pip:\n      - -e .[{','.join(EXTRAS)}]\n"


def main(arguments):
    with (ROOT / "pyproject.toml").open("rb") as file:
        text = environment_yml(tomllib.load(file)["project"])
    if "--check" not in arguments:
        FILE.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == text:
        return 0
    print("environment.yml is not what pyproject.toml makes: run `make lock`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
