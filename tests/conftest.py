"""What all tests share: repeatable properties, a browser, and which files hold tests."""

import os
import shutil

import matplotlib
import pytest
from hypothesis import settings

matplotlib.use("agg")  # no test opens a window

# The same examples on every run and machine, and no deadline: two workers share two cores.
settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile("course")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium():
    """Path of the Chromium to drive (the variable CHROMIUM names another), or None."""
    names = (os.environ.get("CHROMIUM"), *BROWSERS)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def in_ci():
    return os.environ.get("CI", "").lower() in ("1", "true")


@pytest.fixture(scope="session")
def chromium():
    """Path of Chromium; in CI its absence is a failure, not a reason to skip."""
    path = find_chromium()
    if path is None:
        pytest.fail(f"no browser to test with: none of {', '.join(BROWSERS)} is installed")
    return path


def pytest_collection_modifyitems(items):
    """Long modules first, so that at the end no worker waits long for the other."""

    def modules_with(*markers):
        return {item.path for item in items if any(map(item.get_closest_marker, markers))}

    longest, long = modules_with("class_run", "answers"), modules_with("browser", "slow")
    items.sort(key=lambda item: (item.path not in longest, item.path not in long))
    if not (in_ci() or find_chromium()):
        skip = pytest.mark.skip(reason="no Chromium here (on Debian: apt install chromium)")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(skip)


def pytest_ignore_collect(collection_path):
    """Leave out scripts and answer sets: the search for doctests would import, and run, them."""
    if collection_path.suffix == ".py" and not collection_path.name.startswith("test_"):
        return True
    return None
