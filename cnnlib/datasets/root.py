"""The folder in which data sets lie that do not come with the course."""

import os
from pathlib import Path


def data_root():
    """Folder in which data sets lie that do not come with the course, in torchvision's layout.

    The environment variable CNNLIB_DATA names it; without it, it is a folder in the user's
    cache. It need not exist.

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> data_root().is_absolute()
    True
    """
    named = os.environ.get("CNNLIB_DATA")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("cnnlib", appauthor=False)
