"""Who handed in what, in the downloads of a learning management system."""

import os
import stat
import struct
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib.grading.intake import IntakeError, Limits, collect, student_id

LESSON = "03-convolution-by-hand"
FILE = f"{LESSON}.ipynb"


@pytest.fixture
def folder(tmp_path):
    """Make a folder of downloads from paths and contents."""

    def make(**files):
        for name, content in files.items():
            path = tmp_path / "downloads" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return tmp_path / "downloads"

    return make


@pytest.fixture
def archive(tmp_path):
    """Make a zip of downloads from paths and contents."""

    def make(**files):
        path = tmp_path / "downloads.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in files.items():
                file.writestr(name, content)
        return path

    return make


def collected(source, **options):
    return {h.student: h.content.decode() for h in collect(source, LESSON, **options).handins}


LAYOUTS = {
    "moodle": {
        f"Lovelace Ada_12345_assignsubmission_file_/{FILE}": "a",
        f"Weiß Bob_12346_assignsubmission_file_/{LESSON} (1).ipynb": "b",
    },
    "moodle, newer": {f"Lovelace Ada_12345_/{FILE}": "a", f"Weiß Bob_12346/{FILE}": "b"},
    "moodle, in a folder": {
        f"Course/Lovelace Ada_12345_assignsubmission_file_/{FILE}": "a",
        f"Course/Weiß Bob_12346_assignsubmission_file_/my work/{FILE}": "b",
    },
    "folders": {f"Lovelace Ada/{FILE}": "a", f"Weiß Bob/{FILE}": "b"},
    "nbgrader": {f"Lovelace Ada/{LESSON}/{FILE}": "a", f"Weiß Bob/{LESSON}/{FILE}": "b"},
    "files": {"Lovelace Ada.ipynb": "a", f"Weiß Bob-{LESSON}-2.ipynb": "b"},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_collect_when_layout_is_known_then_each_student_has_a_notebook(folder, archive, layout):
    expected = {"Lovelace Ada": "a", "Weiß Bob": "b"}
    assert collected(folder(**LAYOUTS[layout])) == expected
    assert collected(archive(**LAYOUTS[layout])) == expected


def test_collect_when_canvas_then_names_are_before_the_numbers(archive):
    files = {f"lovelaceada_101_9001_{FILE}": "a", f"weissbob_LATE_102_9002_{LESSON}-1.ipynb": "b"}
    assert collected(archive(**files)) == {"lovelaceada": "a", "weissbob": "b"}


def test_collect_when_one_student_only_then_found(archive):
    assert collected(archive(**{f"ada/{FILE}": "a"})) == {"ada": "a"}


def test_collect_when_canvas_has_two_uploads_then_the_newest_counts_and_it_is_said(archive):
    files = {f"ada_101_9001_{FILE}": "old", f"ada_101_9010_{LESSON}-1.ipynb": "new"}
    (handin,) = collect(archive(**files), LESSON).handins
    assert handin.content == b"new"
    assert "newest of 2" in handin.remarks[0]


def test_collect_when_a_folder_has_two_files_then_the_newest_counts_and_it_is_said(folder):
    source = folder(**{f"ada/{FILE}": "new", f"ada/{LESSON} (1).ipynb": "old"})
    os.utime(source / "ada" / f"{LESSON} (1).ipynb", (1e9, 1e9))
    (handin,) = collect(source, LESSON).handins
    assert handin.content == b"new" and handin.when > datetime(2020, 1, 1)
    assert "newest of 2" in handin.remarks[0]


def test_collect_when_two_students_have_one_name_then_their_numbers_tell_them_apart(archive):
    files = {
        f"Lee Ada_1_assignsubmission_file_/{FILE}": "a",
        f"Lee Ada_2_assignsubmission_file_/{FILE}": "b",
    }
    delivery = collect(archive(**files), LESSON)
    assert {h.student: h.content for h in delivery.handins} == {
        "Lee Ada-1": b"a",
        "Lee Ada-2": b"b",
    }
    assert all("shares a name" in h.remarks[0] for h in delivery.handins)


def test_collect_when_another_lesson_lies_beside_then_this_one_is_taken(folder):
    source = folder(**{f"ada/{FILE}": "this", "ada/04-layers.ipynb": "other", "bob/x.ipynb": "x"})
    os.utime(source / "ada" / FILE, (1e9, 1e9))
    assert collected(source) == {"ada": "this", "bob": "x"}


def test_collect_when_checkpoints_and_resource_forks_are_there_then_left_out(archive):
    files = {f"ada/{FILE}": "a", f"ada/.ipynb_checkpoints/{FILE}": "old"}
    files |= {f"__MACOSX/ada/._{FILE}": "x", f"bob/{FILE}": "b", "bob/notes.txt": "x"}
    assert collected(archive(**files)) == {"ada": "a", "bob": "b"}


@pytest.mark.parametrize(
    "name", ["../../evil.ipynb", "/etc/evil.ipynb", "C:/evil.ipynb", "a/..\\..\\evil.ipynb"]
)
def test_collect_when_a_path_leads_out_of_the_zip_then_refused_by_name(archive, tmp_path, name):
    delivery = collect(archive(**{name: "x", f"ada/{FILE}": "a", f"bob/{FILE}": "b"}), LESSON)
    assert [h.student for h in delivery.handins] == ["ada", "bob"]
    ((refused, reason),) = delivery.refused
    assert "evil" in refused and ("absolute" in reason or ".." in reason)
    assert not list(tmp_path.parent.glob("evil.ipynb"))


def test_collect_when_an_entry_is_a_link_then_refused(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        entry = zipfile.ZipInfo(f"ada/{FILE}")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(entry, "/etc/passwd")
    delivery = collect(path, LESSON)
    assert delivery.handins == [] and "link" in delivery.refused[0][1]


@pytest.mark.skipif(os.name == "nt", reason="making links needs rights on Windows")
def test_collect_when_a_file_is_a_link_then_refused(folder, tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text("secret", encoding="utf-8")
    source = folder(**{f"ada/{FILE}": "a", f"bob/{FILE}": "b"})
    (source / "eve").mkdir()
    (source / "eve" / FILE).symlink_to(secret)
    delivery = collect(source, LESSON)
    assert [h.student for h in delivery.handins] == ["ada", "bob"]
    assert "link" in delivery.refused[0][1]


def test_collect_when_a_file_is_a_giant_then_refused_by_name(archive):
    files = {f"ada/{FILE}": "a", f"bomb/{FILE}": "x" * 10_000}
    delivery = collect(archive(**files), LESSON, Limits(file_bytes=5_000))
    assert [h.student for h in delivery.handins] == ["ada"]
    assert "bomb" in delivery.refused[0][0]


def test_collect_when_a_bomb_lies_about_its_size_then_refused_by_name(archive):
    path = archive(**{f"bomb/{FILE}": "x" * 10_000, f"ada/{FILE}": "a"})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 10_000), struct.pack("<L", 100)))
    delivery = collect(path, LESSON, Limits(file_bytes=5_000))
    assert [h.student for h in delivery.handins if len(h.content) > 5_000] == []
    assert "ada" in [h.student for h in delivery.handins]


def test_collect_when_all_together_are_too_large_then_the_last_are_refused(archive):
    files = {f"ada/{FILE}": "x" * 900, f"bob/{FILE}": "x" * 900}
    delivery = collect(archive(**files), LESSON, Limits(total_bytes=1_000))
    assert len(delivery.handins) == len(delivery.refused) == 1


def test_collect_when_there_are_absurdly_many_then_an_error(archive):
    files = {f"s{i}/{FILE}": "x" for i in range(5)}
    with pytest.raises(IntakeError, match="5 notebooks"):
        collect(archive(**files), LESSON, Limits(files=4))


@pytest.mark.parametrize("kind", ["missing", "no zip", "empty folder", "cut off"])
def test_collect_when_there_is_nothing_to_collect_then_an_error_says_so(archive, tmp_path, kind):
    path = archive(**{f"ada/{FILE}": "a" * 500})
    if kind == "missing":
        path = tmp_path / "gone.zip"
    elif kind == "no zip":
        path.write_text("hello", encoding="utf-8")
    elif kind == "cut off":
        path.write_bytes(path.read_bytes()[:80])
    else:
        path = tmp_path / "empty"
        path.mkdir()
    with pytest.raises(IntakeError, match=path.name):
        collect(path, LESSON)


def test_collect_when_a_file_is_nobodys_then_refused_with_what_to_do(folder):
    delivery = collect(folder(**{FILE: "x", "bob.ipynb": "b"}), LESSON)
    assert [h.student for h in delivery.handins] == ["bob"]
    assert "NAME/" in delivery.refused[0][1]


@given(st.text(max_size=200))
def test_student_id_when_any_text_then_safe_as_a_folder(name):
    safe = student_id(name)
    assert safe == student_id(safe)
    assert not set(safe) & set('/\\:*?"<>|[]{}\0\n')
    assert safe not in (".", "..") and len(safe) <= 100
