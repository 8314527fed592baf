"""Lines on two logarithmic axes: how something grows or shrinks with a size."""

import numpy as np

from cnnlib.plots.charts import label_ends
from cnnlib.plots.picture import Picture
from cnnlib.plots.style import line_styles, new_figure, short, styled


@styled
def scaling(lines, x, *, xlabel, ylabel, caption, alt=None, ticks=None, size=(6.2, 3.4)):
    """Named lines on two logarithmic axes, where a power of x is a straight line.

    Parameters
    ----------
    lines : dict of str to (points,) ndarray
        Positive; NaN where a line has no value.
    x : (points,) ndarray
        Positive, in rising or falling order.
    xlabel, ylabel : str
        With units.
    caption, alt : str
        As for `Picture`; the alt text names first and last values where it is not given.
    ticks : list of float, optional
        Where the horizontal axis has numbers, written out; powers of ten unless told.
    size : (float, float)
        Inches, width and height.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where a line has not as many values as x, or one that has no logarithm.

    Examples
    --------
    >>> scaling(
    ...     {"loop": [2.0, 8.0], "matrix": [1.0, 1.5]}, [8, 16], xlabel="side", ylabel="ms",
    ...     caption="Time.",
    ... ).alt
    'ms against side, both logarithmic: loop from 2 to 8; matrix from 1 to 1.5.'
    """
    x = np.asarray(x, dtype=float)
    figure, axes = new_figure(*size)
    panel = axes[0, 0]
    panel.set(xscale="log", yscale="log", xlabel=xlabel, ylabel=ylabel)
    ends, said = [], []
    styles = line_styles(len(lines))
    for (name, values), (colour, dashes) in zip(lines.items(), styles, strict=True):
        values = np.asarray(values, dtype=float)
        if values.shape != x.shape:
            raise ValueError(f"{name!r} has {values.size} values, x has {x.size}")
        known = ~np.isnan(values)
        if not known.any() or (values[known] <= 0).any() or (x <= 0).any():
            raise ValueError(f"{name!r} or x has a value that is not positive: it has no logarithm")
        panel.plot(x, values, color=colour, linestyle=dashes, marker="o", markersize=3.5)
        shown, rightmost = values[known], x[known].argmax()
        ends.append((name, (x[known][rightmost], shown[rightmost]), colour))
        said.append(f"{name} from {_spoken(shown[0])} to {_spoken(shown[-1])}")
    if ticks is not None:
        panel.set_xticks(ticks, [short(tick) for tick in ticks])
        panel.minorticks_off()
    panel.grid()
    label_ends(panel, ends)
    alt = alt or f"{ylabel} against {xlabel}, both logarithmic: {'; '.join(said)}."
    return Picture(figure, caption=caption, alt=alt)


def _spoken(value):
    """A power of ten where it is small."""
    return short(value) if value >= 0.01 else f"{value:.0e}"
