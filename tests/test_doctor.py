"""What ``cnnlib doctor`` says where things are missing or broken."""

import importlib.metadata
import json
import socket
import sys
from pathlib import Path

import pytest

from cnnlib import doctor
from cnnlib._report import FINE, NOTE, PROBLEM


def found(findings, where):
    return next(finding for finding in findings if finding.where == where)


def test_examine_when_all_is_here_then_every_thing_is_named(monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *args: pytest.fail("used the network"))
    report = doctor.examine()
    named = {finding.where for finding in report.findings}
    assert {"python", "numpy", "torch", "nbgrader", "cores", "memory", "GPU", "disk"} <= named
    assert {"data", "lessons", "data root", "kernels"} <= named
    assert found(report.findings, "torch + torchvision").level == FINE
    assert report.exit_code == (0 if report.ok else 1)


def test_examine_when_any_part_fails_then_the_others_are_still_told(monkeypatch):
    def broken():
        raise OSError("no such thing in /proc")

    for name in ("_machine", "_disk", "_data", "_kernels", "_gpu"):
        broken_part = lambda: broken()  # noqa: E731
        broken_part.__name__ = name
        monkeypatch.setattr(doctor, name, broken_part)
    report = doctor.examine()
    assert found(report.findings, "disk").level == NOTE
    assert "OSError" in found(report.findings, "kernels").what
    assert found(report.findings, "numpy").level == FINE


@pytest.mark.parametrize(
    ("package", "level", "command"),
    [("torch", PROBLEM, "make lab"), ("jupyterlab", NOTE, "cnnlib[lab]")],
)
def test_packages_when_one_is_missing_then_the_command_is_told(
    monkeypatch, package, level, command
):
    def version(name):
        if name == package:
            raise importlib.metadata.PackageNotFoundError(name)
        return importlib.metadata.version(name)

    monkeypatch.setattr(doctor, "version", version)
    finding = found(doctor._packages(), package)
    assert finding.level == level
    assert command in finding.mend


def test_packages_when_one_is_too_old_then_both_versions_are_told(monkeypatch):
    monkeypatch.setattr(doctor, "version", lambda name: "1.0")
    finding = found(doctor._packages(), "torch")
    assert finding.level == PROBLEM
    assert "1.0 is older than 2.11" in finding.what


@pytest.mark.parametrize("error", [ImportError("no torch"), OSError("libcudart.so")])
def test_torch_when_it_does_not_load_then_told(monkeypatch, error):
    def import_module(name):
        raise error

    monkeypatch.setattr(doctor.importlib, "import_module", import_module)
    (finding,) = doctor._torch()
    assert finding.level == PROBLEM
    assert str(error) in finding.what


def test_torch_when_torchvision_is_of_another_build_then_the_command_is_told(monkeypatch):
    import torch

    def load_library(path):
        raise OSError(f"{path}: undefined symbol")

    monkeypatch.setattr(torch.ops, "load_library", load_library)
    (finding,) = doctor._torch()
    assert finding.where == "torchvision" and finding.level == PROBLEM
    assert "pip install" in finding.mend


def test_torch_when_builds_match_then_agrees_with_torchvision():
    from torchvision.extension import _has_ops

    assert doctor._torchvision_matches() == _has_ops()


def test_memory_when_psutil_is_missing_then_a_note(monkeypatch):
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert found(doctor._machine(), "memory").level == NOTE


def test_gpu_when_torch_is_missing_then_a_note(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert doctor._gpu()[0].level == NOTE


def test_disk_when_full_then_a_problem(monkeypatch):
    usage = type("Usage", (), {"free": 1e6})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: usage)
    assert doctor._disk()[0].level == PROBLEM


def test_data_root_when_named_and_missing_then_a_problem(monkeypatch, tmp_path):
    monkeypatch.setenv("CNNLIB_DATA", str(tmp_path / "gone"))
    assert doctor._data_root().level == PROBLEM


def test_data_root_when_named_then_what_is_in_it_is_told(monkeypatch, tmp_path):
    (tmp_path / "MNIST").mkdir()
    monkeypatch.setenv("CNNLIB_DATA", str(tmp_path))
    assert "MNIST" in doctor._data_root().what


def test_data_when_missing_then_a_problem(monkeypatch):
    from cnnlib import _paths

    def course_file(*parts):
        raise FileNotFoundError(parts)

    monkeypatch.setattr(_paths, "course_file", course_file)
    assert doctor._bundled("data").level == PROBLEM


def _kernel(folder, content):
    folder.mkdir()
    (folder / "kernel.json").write_text(content, encoding="utf-8")
    return {"python3": str(folder)}


@pytest.mark.parametrize(
    ("content", "level", "words"),
    [
        (json.dumps({"argv": [sys.executable]}), FINE, "this Python"),
        (json.dumps({"argv": ["python"]}), FINE, "this Python"),
        (json.dumps({"argv": ["/elsewhere/bin/python"]}), PROBLEM, "another Python"),
        ("{", PROBLEM, "broken"),
        (json.dumps({"argv": []}), PROBLEM, "broken"),
    ],
)
def test_kernels_when_python3_is_looked_at_then_told_whose_it_is(
    monkeypatch, tmp_path, content, level, words
):
    specs = _kernel(tmp_path / "python3", content)
    manager = type("Manager", (), {"find_kernel_specs": lambda self: specs})
    monkeypatch.setattr("jupyter_client.kernelspec.KernelSpecManager", manager)
    finding = found(doctor._kernels(), "kernel python3")
    assert finding.level == level
    assert words in finding.what


def test_kernels_when_python3_is_missing_then_the_command_is_told(monkeypatch):
    manager = type("Manager", (), {"find_kernel_specs": lambda self: {}})
    monkeypatch.setattr("jupyter_client.kernelspec.KernelSpecManager", manager)
    finding = found(doctor._kernels(), "kernel python3")
    assert "ipykernel install" in finding.mend


def test_examine_when_shown_then_the_home_folder_is_not_in_it(monkeypatch, tmp_path):
    home = tmp_path / "home-of-somebody"
    (home / "data").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("CNNLIB_DATA", str(home / "data"))
    monkeypatch.setenv("A_TOKEN", "s3cr3t")
    text = str(doctor.examine()) + doctor.examine()._repr_html_()
    assert Path("~", "data").as_posix() in text.replace("\\", "/")
    assert "home-of-somebody" not in text and "s3cr3t" not in text
