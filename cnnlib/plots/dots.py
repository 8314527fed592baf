"""Every single value as a dot, where a mean would hide that there are several kinds."""

import numpy as np

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import PALETTE, new_figure, reference_line, short, styled

LEVELS = 40  # heights at which dots may stand
GAP = 4  # dots between two columns


@styled
def dots(
    groups,
    *,
    ylabel,
    caption,
    alt=None,
    digits=0,
    limits=None,
    reference=None,
    size=(8.0, 2.9),
):
    """A column of dots for each group: one dot for each value, equal ones side by side.

    Parameters
    ----------
    groups : dict of str to (n,) array_like
        What stands below each column, and its values.
    ylabel : str
        With its unit.
    caption, alt : str
        As for `Picture`; the alt text says the range of each group where it is not given.
    digits : int
        Decimals in the alt text.
    limits : (float, float), optional
        Lowest and highest value of the axis.
    reference : (float, str), optional
        A level line, such as chance, and its name.
    size : (float, float)
        Inches, width and height.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where a group has no values.

    Examples
    --------
    >>> dots({"A": [90, 90, 60], "B": [75]}, ylabel="right (%)", caption="Two kinds.").alt
    'right (%): A: 3 values from 60 to 90; B: 75.'
    """
    columns = {str(name): np.ravel(np.asarray(v, dtype=float)) for name, v in groups.items()}
    empty = [name for name, values in columns.items() if not values.size]
    if empty or not columns:
        raise ValueError(f"there is nothing to draw for {empty or 'no groups'}: give some values")
    everything = np.concatenate(list(columns.values()))
    low, high = limits or (everything.min() - 1, everything.max() + 1)
    step = (high - low) / LEVELS

    figure, axes = new_figure(*size)
    panel = axes[0, 0]
    ticks, said, left = [], [], 0.0
    diameter = 0.55 * size[1] * 72 / LEVELS  # points
    for name, values in columns.items():
        aside = _side_by_side(values, step)
        half = max(np.abs(aside).max() + 0.5, 0.55 * max(map(len, name.split("\n"))))
        ticks.append(left + half)
        panel.scatter(
            left + half + aside, values, s=1.6 * diameter**2, color=PALETTE["blue"], linewidth=0
        )
        left += 2 * half + GAP
        ends = " to ".join(short(v, digits) for v in (values.min(), values.max()))
        said.append(
            f"{name}: {short(values[0], digits)}"
            if len(values) == 1
            else f"{name}: {len(values)} values from {ends}"
        )
    panel.set_xticks(ticks, list(columns), fontsize=10, color="#222222")
    panel.tick_params(axis="x", length=0)
    panel.set(ylabel=ylabel, ylim=(low, high), xlim=(-GAP, left))
    panel.grid(axis="y")
    if reference is not None:
        reference_line(panel, *reference)
    alt = alt or f"{ylabel}: {'; '.join(said)}.".replace("\n", " ")
    return Picture(figure, caption=caption, alt=alt)


def _side_by_side(values, step):
    """How far aside of its column each value stands, in dots, so that equal ones do not meet."""
    level = np.floor(values / step).astype(int)
    aside = np.zeros(len(values))
    for one in np.unique(level):
        (here,) = np.nonzero(level == one)
        aside[here] = np.arange(len(here)) - (len(here) - 1) / 2
    return aside
