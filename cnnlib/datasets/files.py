"""Write a file so that it is there whole, or not at all."""

import contextlib
import os
import tempfile


@contextlib.contextmanager
def put_in_place(path):
    """A binary file to write, which gets the name `path` when all is written.

    What had that name before is kept beside it, with ``.broken`` added: it may be the only copy
    of something that somebody made.

    Parameters
    ----------
    path : pathlib.Path

    Yields
    ------
    binary file object

    Examples
    --------
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "data")
    ...     with put_in_place(path) as file:
    ...         _ = file.write(b"whole")
    ...     path.read_bytes()
    b'whole'
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            yield file
        if path.exists():
            path.replace(path.with_name(f"{path.name}.broken"))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def require_writable(folder):
    """Make a folder, and raise a PermissionError for people unless files can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise PermissionError(
            f"nothing can be written into {folder} ({error.strerror or error}): let the "
            "environment variable CNNLIB_DATA name a folder that can be written"
        ) from error
