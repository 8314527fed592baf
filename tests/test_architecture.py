"""The house has floors: a lower one never imports an upper one."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "cnnlib"

FLOORS = {
    0: {"_paths", "_report", "progress"},
    1: {"arithmetic", "filters", "functional", "images"},
    2: {"augment", "datasets", "models", "pretrain", "training", "transfer"},
    3: {"check", "doctor", "exercises", "plots", "submission", "widgets"},
    4: {"__main__", "cli", "grading"},
}
FLOOR = {module: floor for floor, modules in FLOORS.items() for module in modules}

# The first floor is read by students as mathematics: NumPy, and Pillow to open a picture's file.
THIRD_PARTY = {
    "arithmetic": set(),
    "filters": {"numpy"},
    "functional": {"numpy"},
    "images": {"numpy", "PIL"},
}


def top_module(path):
    """``grading`` for cnnlib/grading/release.py, ``images`` for cnnlib/images.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(source, package):
    """Full names of all modules (or names in modules) that a source text imports, anywhere in it.

    ``package`` is the package that the source is in, for imports that start with a dot.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            inside = parts[: len(parts) - node.level + 1] if node.level else []
            base = ".".join([*inside, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def imports_of(path):
    package = ".".join(("cnnlib", *path.relative_to(PACKAGE).parent.parts))
    return set(imported(path.read_text(encoding="utf-8"), package))


def own_modules(names):
    """The modules of cnnlib, as the table calls them, among imported names."""
    parts = (name.split(".") for name in names)
    return {part[1] for part in parts if part[0] == "cnnlib" and len(part) > 1}


def climbs(path):
    """What a file imports from floors above its own."""
    floor = FLOOR[top_module(path)]
    return {name for name in own_modules(imports_of(path)) if FLOOR.get(name, -1) > floor}


def sources():
    """Every file of cnnlib but its front door, which loads all floors, on demand."""
    return sorted(set(PACKAGE.rglob("*.py")) - {PACKAGE / "__init__.py"})


def name_of(path):
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_module_of_cnnlib_stands_on_a_floor_and_imports_none_above(path):
    assert top_module(path) in FLOOR, f"give {name_of(path)} a floor in the table of this test"
    assert not climbs(path), f"{name_of(path)} imports upper floors: {sorted(climbs(path))}"


@pytest.mark.parametrize("module", sorted(THIRD_PARTY))
def test_first_floor_when_it_imports_uses_little_more_than_numpy(module):
    names = {name for path in sources() if top_module(path) == module for name in imports_of(path)}
    assert names, f"{module} was not found, or imports nothing at all"
    tops = {name.split(".")[0] for name in names}
    outside = tops - sys.stdlib_module_names - {"cnnlib"}
    assert outside <= THIRD_PARTY[module], f"{module} imports {sorted(outside)}"


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_nbgrader_when_imported_is_imported_by_grading_only(path):
    tops = {name.split(".")[0] for name in imports_of(path)}
    assert "nbgrader" not in tops or top_module(path) == "grading"


@pytest.mark.parametrize(
    "source",
    [
        "import cnnlib.plots",
        "from cnnlib import plots",
        "from cnnlib.plots import images",
        "from cnnlib.plots.style import PALETTE",
        "from . import plots",
        "from .plots import images",
        "def later():\n    import cnnlib.plots as p",
    ],
)
def test_imported_however_it_is_written_sees_the_module(source):
    assert own_modules(imported(source, "cnnlib")) == {"plots"}


def test_imported_with_two_dots_sees_the_package_above():
    names = imported("from .. import grading\nfrom ..plots import style", "cnnlib.check")
    assert own_modules(names) == {"grading", "plots"}
