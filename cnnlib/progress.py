"""A progress bar for cells that take more than a moment."""

import os
from collections.abc import Iterable

# Environment variables that say that no browser is attached: ours, and the one that nbgrader sets.
STATIC = ("CNNLIB_STATIC", "NBGRADER_EXECUTION")


def is_static():
    """Whether figures stand in for widgets and bars stay silent.

    True while notebooks are executed for their stored outputs, compared, or graded.
    """
    return any(os.environ.get(name, "") not in ("", "0") for name in STATIC)


def progress_bar(iterable: Iterable, label: str = "") -> Iterable:
    """Iterate with a progress bar under the cell, or in the terminal.

    The bar leaves nothing behind, and none is drawn in static mode, so that outputs compare.

    Parameters
    ----------
    iterable : iterable
    label : str
        What is being done.

    Returns
    -------
    iterable of the same items

    Examples
    --------
    >>> [square for square in progress_bar([1, 4, 9], "squares")]
    [1, 4, 9]
    """
    if is_static():
        return iterable
    from tqdm.auto import tqdm

    return tqdm(iterable, desc=label, leave=False)
