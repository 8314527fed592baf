"""The environment: what is locked, what is installed, and how `make` sets it up."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

posix = pytest.mark.skipif(os.name == "nt", reason="make and sh are not Windows's")


def locked():
    """Each requirement of the lock, with its hashes, by name."""
    entries = re.sub(r"^#.*\n", "", LOCK, flags=re.M).replace("\\\n", " ").splitlines()
    parts = [entry.split("--hash=") for entry in entries]
    found = [(Requirement(first), [each.strip() for each in rest]) for first, *rest in parts]
    return {canonicalize_name(needed.name): (needed, hashes) for needed, hashes in found}


def declared():
    """All that pyproject.toml asks for, the extras too."""
    lines = [*PROJECT["dependencies"], *sum(PROJECT["optional-dependencies"].values(), [])]
    requirements = map(Requirement, lines)
    return [needed for needed in requirements if needed.name != "cnnlib"]


def version(needed):
    """The exact version of a requirement of the lock."""
    (specifier,) = needed.specifier
    assert specifier.operator == "=="
    return specifier.version


# --- requirements.lock


def test_lock_when_read_names_no_place_to_install_from():
    assert "://" not in LOCK
    assert not re.search(r"--?(index|extra-index|find-links|trusted-host|i |f )", LOCK)


def test_lock_when_read_has_an_exact_version_and_a_hash_of_each_package():
    for needed, hashes in locked().values():
        assert version(needed)
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes)


@pytest.mark.parametrize("needed", declared(), ids=lambda needed: needed.name)
def test_lock_when_pyproject_asks_for_a_package_has_it_within_the_bounds(needed):
    pinned, _ = locked()[canonicalize_name(needed.name)]
    assert needed.specifier.contains(version(pinned)), "run `make lock`"


@pytest.mark.parametrize(("name", "wanted"), [("torch", "2.13.0"), ("torchvision", "0.28.0")])
def test_lock_when_read_has_the_matching_builds(name, wanted):
    assert version(locked()[name][0]) == wanted


# --- What is installed


def test_environment_when_compared_with_the_lock_has_its_versions():
    wrong = []
    for name, (needed, _) in locked().items():
        if needed.marker is not None and not needed.marker.evaluate():
            continue
        try:
            found = metadata.version(name).partition("+")[0]
        except metadata.PackageNotFoundError:
            found = "missing"
        if found != version(needed):
            wrong.append(f"{name}: {found}, not {version(needed)}")
    assert not wrong, "run `make set-up`:\n" + "\n".join(wrong)


def test_torchvision_when_loaded_beside_torch_has_its_operators():
    from torchvision.extension import _has_ops

    assert _has_ops() is True


# --- environment.yml


@pytest.fixture(scope="module")
def generator():
    spec = importlib.util.spec_from_file_location("_yml", ROOT / "tools/environment_yml.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_environment_yml_when_pyproject_is_unchanged_is_what_it_makes(generator):
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert text == generator.environment_yml(PROJECT), "run `make lock`"


def test_environment_yml_when_a_bound_changes_changes_with_it(generator):
    changed = {**PROJECT, "dependencies": ["numpy>=99"]}
    assert "- numpy >=99\n" in generator.environment_yml(changed)


def test_environment_yml_when_read_as_yaml_installs_this_package_last():
    *packages, pip = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert pip == {"pip": ["-e .[lab,grading]"]}
    assert all(isinstance(package, str) for package in packages)


# --- make, on a machine that is not ready


@pytest.fixture
def checkout(tmp_path):
    """The set-up's files alone, in a folder with a space in its name."""
    folder = tmp_path / "my course"
    (folder / "tools").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "tools/set-up.sh"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def programs(tmp_path):
    """A PATH with the tools of any Unix and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "sed", "make", "dirname", "head", "cksum", "cat", "rm", "grep"):
        (folder / name).symlink_to(shutil.which(name))
    return folder


def fake_python(folder, name, answer):
    """A program that behaves as one kind of useless Python."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)


def make_set_up(checkout, programs, **variables):
    return subprocess.run(
        ["make", "set-up"],
        cwd=checkout,
        env={"PATH": str(programs), "HOME": str(checkout), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@posix
def test_set_up_when_there_is_no_python_says_what_to_install(checkout, programs):
    done = make_set_up(checkout, programs)
    assert done.returncode != 0
    assert "the course needs Python 3.11 or newer" in done.stderr
    assert "there is no python3" in done.stderr
    assert "PYTHON=/path/to/python3" in done.stderr


@posix
def test_set_up_when_python_is_old_names_its_version(checkout, programs):
    answer = 'case "$*" in -V) echo Python 3.8.10;; *version_info*) exit 1;; esac'
    fake_python(programs, "python3", answer)
    done = make_set_up(checkout, programs)
    assert done.returncode != 0
    assert "python3 is Python 3.8.10, older than 3.11" in done.stderr


@posix
def test_set_up_when_python_has_no_venv_names_the_package_that_mends_it(checkout, programs):
    fake_python(programs, "python3", 'case "$*" in *ensurepip*) exit 1;; esac')
    done = make_set_up(checkout, programs)
    assert done.returncode != 0
    assert "has no venv module" in done.stderr
    assert "apt install python3-venv" in done.stderr


@posix
def test_set_up_when_a_shim_does_not_run_tries_the_next_python(checkout, programs):
    fake_python(programs, "python3.13", "exit 127")
    fake_python(programs, "python3", 'case "$*" in *"-m venv"*) echo chosen >&2; exit 9;; esac')
    done = make_set_up(checkout, programs)
    assert "chosen" in done.stderr
    assert "3.13" not in done.stderr


@posix
def test_set_up_when_python_is_named_and_useless_takes_no_other(checkout, programs):
    fake_python(programs, "python3", 'echo "the wrong one ran" >&2; exit 9')
    done = make_set_up(checkout, programs, PYTHON="/nowhere/python3.12")
    assert done.returncode != 0
    assert "there is no /nowhere/python3.12" in done.stderr
    assert "the wrong one ran" not in done.stderr


@posix
def test_help_when_asked_names_every_target():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), flags=re.M)
    listed = re.findall(r"^make (\S+) +\S", done.stdout, flags=re.M)
    assert sorted(listed) == sorted(phony.split())


@posix
def test_clean_when_run_removes_no_work_of_a_student(checkout):
    kept = ["lessons/01-a/01-a.ipynb", "submitted/ann/01-a/01-a.ipynb", "gradebook.db"]
    lost = [".venv/x", ".venv-colab/x", ".pytest_cache/x", "cnnlib/__pycache__/x.pyc"]
    for name in kept + lost:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).touch()
    subprocess.run(["make", "clean"], cwd=checkout, check=True, capture_output=True)
    assert [name for name in kept + lost if (checkout / name).exists()] == kept


# --- make lab


@pytest.fixture
def lab():
    spec = importlib.util.spec_from_file_location("_lab", ROOT / "tools/lab.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_lab_when_there_is_no_browser_opens_none(lab, monkeypatch):
    monkeypatch.setattr(lab, "has_browser", lambda: False)
    assert "--no-browser" in lab.command([])
    monkeypatch.setattr(lab, "has_browser", lambda: True)
    assert "--no-browser" not in lab.command([])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's variables")
def test_has_browser_when_no_display_is_there_is_false(lab, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert not lab.has_browser()
    monkeypatch.setenv("DISPLAY", ":0")
    assert lab.has_browser()


def test_lab_when_started_by_root_allows_root_and_else_does_not(lab, monkeypatch):
    monkeypatch.setattr(lab, "is_root", lambda: True)
    assert "--allow-root" in lab.command([])
    monkeypatch.setattr(lab, "is_root", lambda: False)
    assert "--allow-root" not in lab.command([])


def test_lab_when_given_options_passes_them_on_last(lab):
    assert lab.command(["--port", "9000"])[-2:] == ["--port", "9000"]
