"""``import cnnlib`` is quick: its submodules, and what those need, load on first use.

How quick, in milliseconds, is measured in benchmarks/import_time.py.
"""

import subprocess
import sys

import pytest

import cnnlib

HEAVY = {"torch", "torchvision", "matplotlib", "numpy", "sklearn", "skimage", "ipywidgets"}


def loaded_after(statement):
    """Top-level modules that a fresh Python has after a statement."""
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_of_cnnlib_when_fresh_loads_nothing_heavy():
    loaded = loaded_after("import cnnlib")
    assert "cnnlib" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("module", ["arithmetic", "filters", "functional", "images"])
def test_first_floor_when_used_loads_neither_torch_nor_matplotlib(module):
    loaded = loaded_after(f"import cnnlib\ncnnlib.{module}")
    assert not loaded & {"torch", "torchvision", "matplotlib"}


def test_cnnlib_when_asked_for_a_module_that_it_has_not_raises_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        cnnlib.nothing  # noqa: B018
