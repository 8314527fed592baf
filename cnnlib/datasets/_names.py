"""Names of data sets, and names in a message."""

ALWAYS_HERE = ("digits", "signs", "glyphs")  # bundled, generated, generated
DOWNLOADED = ("mnist", "fashion-mnist", "cifar10")
FOLDER = "folder:"  # and a path


def listed(names):
    """Names in quotes, with commas.

    Examples
    --------
    >>> listed(["digits", "mnist"])
    "'digits', 'mnist'"
    """
    return ", ".join(repr(name) for name in names)
