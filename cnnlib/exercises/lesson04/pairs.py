"""A setting for both axes."""


def pair(value):
    """A setting as (rows, columns).

    Parameters
    ----------
    value : int, or (int, int)
        A whole number stands for both axes.

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> pair(2), pair((1, 3))
    ((2, 2), (1, 3))
    """
    return (value, value) if isinstance(value, int) else tuple(value)
