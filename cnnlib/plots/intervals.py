"""Means with their intervals, side by side: where two overlap, nothing is decided."""

import numpy as np

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import line_styles, new_figure, readable, reference_line, short, styled

MARKERS = "osD^vP"


@styled
def intervals(
    lines,
    groups,
    *,
    xlabel,
    ylabel,
    caption,
    alt=None,
    digits=0,
    limits=None,
    reference=None,
    size=(7.0, 3.6),
):
    """For each group the mean of every series, with its interval as a line up and down.

    Parameters
    ----------
    lines : dict of str to (groups,) sequence of (mean, low, high)
    groups : sequence of str
        What stands below the groups.
    xlabel, ylabel : str
        With units.
    caption, alt : str
        As for `Picture`; the alt text names all means where it is not given.
    digits : int
        Decimals in the alt text.
    limits : (float, float), optional
        Lowest and highest value of the vertical axis.
    reference : (float, str), optional
        A level line, such as guessing, and its name.
    size : (float, float)
        Inches, width and height.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where a series has not one triple for each group.

    Examples
    --------
    >>> intervals(
    ...     {"probe": [(50, 40, 60), (70, 65, 75)]}, ["1", "5"], xlabel="shots",
    ...     ylabel="right (%)", caption="More is better.",
    ... ).alt
    'right (%) against shots: probe: 50 at 1, 70 at 5.'
    """
    figure, axes = new_figure(*size)
    panel, said = axes[0, 0], []
    width = 0.5 / max(1, len(lines))
    look = line_styles(len(lines))
    for k, (name, triples) in enumerate(lines.items()):
        mean, low, high = _columns(name, triples, groups)
        at = np.arange(len(groups)) + (k - (len(lines) - 1) / 2) * width
        colour, dashes = look[k]
        panel.plot(at, mean, color=colour, linestyle=dashes, linewidth=1.2, alpha=0.7)
        panel.errorbar(
            *(at, mean, [mean - low, high - mean]),
            fmt=MARKERS[k % len(MARKERS)],
            color=readable(colour),
            markersize=6,
            capsize=3,
            elinewidth=1.5,
            label=name,
        )
        spoken = ", ".join(f"{short(v, digits)} at {g}" for g, v in zip(groups, mean, strict=True))
        said.append(f"{name}: {spoken}")
    panel.set_xticks(range(len(groups)), groups, fontsize=10, color="#222222")
    panel.set(xlabel=xlabel, ylabel=ylabel)
    if limits:
        panel.set_ylim(*limits)
    panel.grid(axis="y")
    if reference is not None:
        reference_line(panel, *reference)
    panel.legend(loc="best")
    alt = alt or f"{ylabel} against {xlabel}: {'; '.join(said)}."
    return Picture(figure, caption=caption, alt=alt)


def _columns(name, triples, groups):
    values = np.asarray(triples, dtype=float)
    if values.shape != (len(groups), 3):
        raise ValueError(
            f"{name!r} needs (mean, low, high) for each of {len(groups)} groups, its shape is "
            f"{values.shape}"
        )
    return values.T
