"""Where the files that ship with the course are."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_course"  # in a wheel
_CHECKOUT = _PACKAGE.parent  # in a checkout


def course_file(*parts):
    """Path of a file of the course, in an installed package or in a checkout.

    Parameters
    ----------
    *parts : str
        Its place below the top of the course, such as ``"data", "crowd.png"``.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        Where neither place has it; the message names both.

    Examples
    --------
    >>> course_file("data").is_dir()
    True
    """
    places = [root.joinpath(*parts) for root in (_INSTALLED, _CHECKOUT)]
    for place in places:
        if place.exists():
            return place
    looked = " nor ".join(str(place) for place in places)
    raise FileNotFoundError(f"the course has no {'/'.join(parts)}: neither {looked} exists")
