"""MNIST's file format, IDX: 0, 0, 8 (bytes), the number of axes, their lengths, the values."""

import numpy as np

_BYTES = 0x08


class BrokenFile(ValueError):
    """A file is not what its name says; the message goes on after that name."""


def read_idx(path, axes):
    """The array in an IDX file, which is whole.

    Parameters
    ----------
    path : path-like
    axes : int
        How many the array must have: 3 for images, 1 for labels.

    Returns
    -------
    uint8 ndarray

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    BrokenFile
        If it is not an IDX file of bytes with so many axes, or its length is not the one that
        its header promises.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "three-labels")
    ...     _ = path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]))
    ...     read_idx(path, axes=1)
    array([7, 2, 1], dtype=uint8)
    """
    content = path.read_bytes()
    start = 4 + 4 * axes
    if content[:4] != bytes([0, 0, _BYTES, axes]) or len(content) < start:
        raise BrokenFile(f"does not begin like an IDX file of bytes with {axes} axes")
    lengths = np.frombuffer(content, dtype=">i4", count=axes, offset=4)
    promised, held = int(np.prod(lengths, dtype=np.int64)), len(content) - start
    if held != promised:
        state = "half" if held < promised else "too long"
        raise BrokenFile(
            f"is {state}: it has {held} of the {promised} bytes that its header promises"
        )
    return np.frombuffer(content, dtype=np.uint8, offset=start).reshape(lengths).copy()
