"""data/MANIFEST.toml says of every shipped file what it is, and says the truth."""

import hashlib
import tomllib

import pytest

from cnnlib._paths import course_file

DATA = course_file("data")
ENTRIES = tomllib.loads((DATA / "MANIFEST.toml").read_text(encoding="utf-8"))["file"]
DOCUMENTS = {"README.md", "MANIFEST.toml"}


def test_manifest_lists_exactly_the_files_that_are_there():
    present = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    assert sorted(entry["path"] for entry in ENTRIES) == sorted(present - DOCUMENTS)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["path"])
def test_manifest_entry_when_file_is_read_then_its_hash_is_right(entry):
    assert hashlib.sha256((DATA / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["path"])
def test_manifest_entry_says_origin_licence_and_command(entry):
    assert set(entry) == {"path", "content", "origin", "licence", "made_by", "sha256"}
    assert all(value.strip() for value in entry.values())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["path"])
def test_manifest_entry_when_file_is_measured_then_it_is_small(entry):
    limit = 700_000 if entry["path"].startswith("weights/") else 300_000
    assert (DATA / entry["path"]).stat().st_size < limit
