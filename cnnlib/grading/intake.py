"""Find out who handed in what, in the downloads of a learning management system.

Understood, in a folder or a zip:

- Moodle: ``Surname Name_12345_assignsubmission_file_/x.ipynb`` (the folder may also end
  before ``assignsubmission``);
- Canvas: ``name_12345_678_x.ipynb``, also with ``LATE_``, all in one folder;
- one folder a student: ``name/x.ipynb``, also deeper, such as nbgrader's own
  ``name/03-convolution-by-hand/03-convolution-by-hand.ipynb``;
- one file a student: ``name.ipynb`` or ``name-03-convolution-by-hand.ipynb``.

A student is the name up to the first ``_``, as for ``nbgrader zip_collect``; where two
students have the same name, their numbers are added. What a browser or platform adds to a
file's name (``(1)``, ``-2``) does not matter.
"""

import re
import stat
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

__all__ = ["Delivery", "Handin", "IntakeError", "Limits", "collect", "student_id"]

_MOODLE = re.compile(r"^(?P<name>[^_]+)_(?P<number>\d+)(?:_assignsubmission_.*|_)?$")
_CANVAS = re.compile(
    r"^(?P<name>[^_]+)_(?:LATE_)?(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+)$", re.IGNORECASE
)
_COUNTER = re.compile(r"(?:[-_ ]?\((\d+)\)|-(\d{1,2})|-Copy(\d+))$")
_IGNORED = {".ipynb_checkpoints", "__MACOSX", "__pycache__", ".git"}
# Read as patterns by nbgrader or the file system, or not allowed in a file's name on Windows.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\[\]{}!]")


class IntakeError(ValueError):
    """Nothing can be collected from what was named."""


@dataclass(frozen=True)
class Limits:
    """What a delivery may hold.

    Parameters
    ----------
    file_bytes : int
        Of one notebook, unpacked.
    total_bytes : int
        Of all of them.
    files : int
    """

    file_bytes: int = 250_000_000
    total_bytes: int = 5_000_000_000
    files: int = 50_000


@dataclass
class Handin:
    """One student's notebook.

    Parameters
    ----------
    student : str
        Safe as the name of a folder and as nbgrader's student id.
    content : bytes
    origin : str
        Where it stood in the delivery.
    when : datetime.datetime
    remarks : list of str
    """

    student: str
    content: bytes
    origin: str
    when: datetime
    remarks: list = field(default_factory=list)


@dataclass
class Delivery:
    """What was collected.

    Parameters
    ----------
    handins : list of Handin
        One a student, by name.
    refused : list of (str, str)
        Name and reason of each file that was not taken.
    """

    handins: list
    refused: list


@dataclass
class _File:
    """A notebook in a delivery, not read yet."""

    path: PurePosixPath
    size: int
    when: datetime
    read: object
    name: str = ""
    number: str = ""
    upload: int = 0


def collect(source, lesson, limits=None):
    """Collect the submissions to a lesson from a folder or a zip.

    Parameters
    ----------
    source : str or pathlib.Path
    lesson : str
        Such as ``"03-convolution-by-hand"``.
    limits : Limits, optional

    Returns
    -------
    Delivery

    Raises
    ------
    IntakeError
        Where the source is not there, is neither folder nor zip, or holds no notebook.
    """
    source, limits, refused = Path(source), limits or Limits(), []
    if source.is_dir():
        files = _in_folder(source, limits, refused)
    elif source.is_file() and zipfile.is_zipfile(source):
        files = _in_zip(source, limits, refused)
    elif source.is_file():
        raise IntakeError(f"{source} is no zip file; name a folder or a zip of downloads")
    else:
        raise IntakeError(f"there is no {source}; name a folder or a zip of downloads")
    root = _common_root(files)
    by_student = defaultdict(list)
    for file in files:
        if _attribute(file, root, lesson, refused):
            by_student[(file.name, file.number)].append(file)
    handins = _newest_of_each(by_student, lesson, limits, refused)
    if not handins and not refused:
        raise IntakeError(f"{source} holds no notebook")
    return Delivery(sorted(handins, key=lambda handin: handin.student.lower()), refused)


def _in_folder(source, limits, refused):
    files = []
    for path in sorted(source.rglob("*.[iI][pP][yY][nN][bB]")):
        inside = PurePosixPath(path.relative_to(source).as_posix())
        if _is_ignored(inside):
            continue
        if path.is_symlink() or not path.resolve().is_relative_to(source.resolve()):
            refused.append((str(inside), "it is a link to somewhere else"))
            continue
        if not path.is_file():
            continue
        details = path.stat()
        when = datetime.fromtimestamp(details.st_mtime)
        files.append(_File(inside, details.st_size, when, path.read_bytes))
    return _within(files, limits, refused)


def _in_zip(source, limits, refused):
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise IntakeError(f"{source} is a damaged zip file ({error}): download it again") from None
    files = []
    for entry in entries:
        if entry.is_dir():
            continue
        inside = PurePosixPath(entry.filename.replace("\\", "/"))
        reason = _why_dangerous(entry, inside)
        if reason:
            refused.append((entry.filename, reason))
        elif inside.suffix.lower() == ".ipynb" and not _is_ignored(inside):
            when = _entry_time(entry)
            files.append(
                _File(inside, entry.file_size, when, _zip_reader(source, entry, limits.file_bytes))
            )
    return _within(files, limits, refused)


def _why_dangerous(entry, inside):
    if inside.is_absolute() or re.match(r"^[A-Za-z]:", entry.filename):
        return "its path is absolute"
    if ".." in inside.parts:
        return "its path leads out of the archive (..)"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link"
    if entry.flag_bits & 0x1:
        return "it is encrypted"
    return None


def _entry_time(entry):
    try:
        return datetime(*entry.date_time)
    except ValueError:  # a zip may carry the 0th of month 0
        return datetime(1980, 1, 1)


def _zip_reader(source, entry, limit):
    def read():
        with zipfile.ZipFile(source) as archive, archive.open(entry) as file:
            # The size that a zip declares may be a lie, so read at most so much.
            content = file.read(limit + 1)
        if len(content) > limit:
            raise ValueError(f"it unpacks to more than {limit / 1e6:,.0f} MB")
        return content

    return read


def _is_ignored(inside):
    return bool(_IGNORED & set(inside.parts)) or inside.name.startswith(".")


def _within(files, limits, refused):
    """The files that fit into the limits; the others are refused by name."""
    if len(files) > limits.files:
        raise IntakeError(
            f"{len(files):,} notebooks are more than {limits.files:,}: is it a class?"
        )
    kept, total = [], 0
    for file in files:
        if file.size > limits.file_bytes:
            most = f"{limits.file_bytes / 1e6:,.0f} MB"
            refused.append((str(file.path), f"it has {file.size / 1e6:,.0f} MB (limit {most})"))
        elif total + file.size > limits.total_bytes:
            refused.append((str(file.path), "all submissions together are too large"))
        else:
            total += file.size
            kept.append(file)
    return kept


def _common_root(files):
    """Folders that all files are in, above those that name students."""
    parents = [file.path.parts[:-1] for file in files]
    if len(parents) < 2:
        # One file says nothing about what its folders are; the outermost may be the archive's.
        return ()
    root = []
    for parts in zip(*parents, strict=False):
        if len(set(parts)) > 1 or _MOODLE.match(parts[0]):
            break
        root.append(parts[0])
    return tuple(root)


def _attribute(file, root, lesson, refused):
    """Whose file it is, from its folder or its name; False where that cannot be told."""
    folders = [part for part in file.path.parts[len(root) : -1] if part != lesson]
    canvas = _CANVAS.match(file.path.name)
    moodle = next((_MOODLE.match(part) for part in folders if _MOODLE.match(part)), None)
    if moodle:
        file.name, file.number = moodle["name"], moodle["number"]
    elif canvas and not folders[1:]:
        file.name, file.number = canvas["name"], canvas["number"]
        file.upload = int(canvas["upload"])
    elif folders:
        file.name = folders[0].split("_")[0] or folders[0]
    else:
        # One student's folder was named itself, or the files are named after the students.
        stem = _without_counter(file.path.stem)
        file.name = re.sub(re.escape(lesson), "", stem, flags=re.IGNORECASE).strip(" -_.")
        if not file.name and root:
            file.name = next((part for part in reversed(root) if part != lesson), "")
    file.name = student_id(file.name)
    if not file.name:
        refused.append((str(file.path), "it does not say whose it is: put it in a folder NAME/"))
    return bool(file.name)


def student_id(name):
    """A student's name, safe as a folder's name and as nbgrader's id.

    Examples
    --------
    >>> student_id("../Weiß, Ada*")
    'Weiß, Ada'
    """
    name = unicodedata.normalize("NFC", name)
    name = _UNSAFE.sub(" ", name)
    return re.sub(r"\s+", " ", name).strip(" .-")[:100].strip(" .-")


def _without_counter(stem):
    """A file's stem without what a browser adds.

    >>> _without_counter("03-convolution-by-hand (1)"), _without_counter("03-convolution-by-hand-2")
    ('03-convolution-by-hand', '03-convolution-by-hand')
    """
    return _COUNTER.sub("", stem)


def _counter(file):
    found = _COUNTER.search(file.path.stem)
    return int(next(group for group in found.groups() if group)) if found else 0


def _newest_of_each(by_student, lesson, limits, refused):
    numbers = defaultdict(set)
    for name, number in by_student:
        numbers[name.lower()].add(number)
    handins = []
    for (name, number), files in by_student.items():
        namesakes = len(numbers[name.lower()]) > 1
        student = f"{name}-{number}" if namesakes and number else name
        handin = _newest(student, files, lesson, refused)
        if handin and namesakes:
            handin.remarks.append("shares a name with another student")
        if handin:
            handins.append(handin)
    return handins


def _newest(student, files, lesson, refused):
    """The newest of a student's files that is this lesson by name, else the newest of all."""
    named = [file for file in files if lesson[:3] in file.path.name]
    candidates = sorted(named or files, key=lambda f: (f.when, f.upload, _counter(f)))
    remarks = []
    if len(files) > 1:
        others = ", ".join(sorted(f.path.name for f in files if f is not candidates[-1]))
        remarks.append(
            f"newest of {len(files)} files counts: {candidates[-1].path.name} ({others})"
        )
    while candidates:
        file = candidates.pop()
        try:
            return Handin(student, file.read(), str(file.path), file.when, remarks)
        except (OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
            reason = str(error)
        except zipfile.BadZipFile as error:
            reason = f"it is damaged in the archive ({error})"
        refused.append((str(file.path), reason))
    return None
