"""cnnlib is an ordinary package: its wheel is whole, and works without the checkout."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEVER = re.compile(r"__pycache__|\.ipynb_checkpoints|\.DS_Store|\.pyc$|^(tests|solutions|docs)/")


def needed(*extras):
    """Names of the packages that cnnlib with some extras asks for."""
    lines = [*PROJECT["dependencies"]]
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    return {canonicalize_name(Requirement(line).name) for line in lines}


# --- What is declared


def third_party(path):
    """Top-level modules that a file imports and that are neither Python's nor ours."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - {"cnnlib"}


@pytest.mark.parametrize("grading", [False, True], ids=["course", "grading"])
def test_dependencies_when_cnnlib_imports_a_package_declare_it(grading):
    declared = needed("grading") if grading else needed()
    distributions = packages_distributions()
    lacking = set()
    for path in (ROOT / "cnnlib").rglob("*.py"):
        if path.is_relative_to(ROOT / "cnnlib/grading") != grading:
            continue
        for module in third_party(path):
            names = {canonicalize_name(name) for name in distributions.get(module, [module])}
            if not names & (declared | {"google-colab"}):
                lacking.add(f"{path.relative_to(ROOT)} imports {module} of {sorted(names)}")
    assert not lacking, "declare in pyproject.toml:\n" + "\n".join(sorted(lacking))


def test_version_when_stated_in_other_files_is_that_of_pyproject():
    version = PROJECT["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# --- The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The built wheel. Its build backend is in the environment, so no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("cnnlib-*-py3-none-any.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel):
    return set(zipfile.ZipFile(wheel).namelist())


def shipped(folder, place):
    """Names in the wheel of the files below a folder of the checkout."""
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    found = {f"{place}/{path.relative_to(ROOT / folder).as_posix()}" for path in paths}
    return {name for name in found if not NEVER.search(name)}


@pytest.mark.parametrize(
    ("folder", "place"),
    [("cnnlib", "cnnlib"), ("data", "cnnlib/_course/data"), ("lessons", "cnnlib/_course/lessons")],
)
def test_wheel_when_built_has_every_file_of(names, folder, place):
    assert shipped(folder, place) - names == set()


def test_wheel_when_built_has_nothing_but_the_package_and_its_licences(names):
    package = {name for name in names if name.startswith("cnnlib/")}
    (information,) = {name.split("/")[0] for name in names - package}
    assert re.fullmatch(r"cnnlib-[\w.]+\.dist-info", information)
    assert {f"{information}/licenses/{name}" for name in PROJECT["license-files"]} <= names
    assert not [name for name in names if NEVER.search(name)]


def test_wheel_when_built_has_no_solution(names):
    assert not [name for name in names if "solutions/" in name]


def python_in(environment):
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.fixture(scope="module")
def fresh_python(wheel, tmp_path_factory):
    """A new environment with cnnlib's wheel in it and, borrowed from this one, what it needs.

    Everything that cnnlib needs weighs gigabytes, so a .pth file lends it. Packages of the new
    environment come first on its path: its cnnlib is the wheel's, never the checkout's.
    """
    environment = tmp_path_factory.mktemp("environment with a space")
    venv.create(environment, with_pip=False)
    python = python_in(environment)
    install = ["uv", "pip", "install", "--offline", "--no-deps", "--no-config", "--quiet"]
    subprocess.run(
        [sys.executable, "-m", *install, "--python", str(python), str(wheel)],
        check=True,
        capture_output=True,
    )
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    folder = Path(subprocess.check_output([python, "-c", ask], text=True).strip())
    lent = {entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")}
    (folder / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")
    return python


def run(python, code, folder):
    """What a Python prints for some code, in a folder that is not the checkout."""
    hidden = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [python, "-c", code], cwd=folder, env=hidden, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_wheel_when_installed_imports_from_its_own_place(fresh_python, tmp_path):
    place = run(fresh_python, "import cnnlib; print(cnnlib.__file__)", tmp_path)
    assert Path(place).is_relative_to(fresh_python.parent.parent)


def test_wheel_when_installed_has_the_version_of_pyproject(fresh_python, tmp_path):
    version = run(fresh_python, "import cnnlib; print(cnnlib.__version__)", tmp_path)
    assert version == PROJECT["version"]


@pytest.mark.parametrize("folder", ["data", "lessons"])
def test_wheel_when_installed_finds_the_course_files_that_it_carries(
    fresh_python, tmp_path, folder
):
    if not any((ROOT / folder).iterdir()):
        pytest.skip(f"{folder}/ is empty")
    code = f"from cnnlib._paths import course_file; print(course_file({folder!r}))"
    place = Path(run(fresh_python, code, tmp_path))
    assert place.is_relative_to(fresh_python.parent.parent)
    assert {path.name for path in place.iterdir()} >= {
        path.name for path in (ROOT / folder).iterdir() if not NEVER.search(path.name)
    }


def test_wheel_when_installed_loads_every_module_that_students_use(fresh_python, tmp_path):
    code = "import cnnlib; print(*(getattr(cnnlib, name).__name__ for name in cnnlib.__all__))"
    assert "cnnlib.check" in run(fresh_python, code, tmp_path).split()
