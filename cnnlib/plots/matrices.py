"""Matrices: their numbers in cells, or their pattern."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import (
    FAINT,
    INK,
    PALETTE,
    SIGNED,
    SOFT,
    bare_figure,
    ink_on,
    named,
    new_figure,
    short,
    styled,
)

CELL = 0.46  # inches
WIDEST = 8.4


def _matrices(values, what):
    """Names and 2D arrays."""
    pairs = named(values)
    for name, array in pairs:
        if array.ndim != 2 or not array.size:
            raise ValueError(f"{name or what} has shape {array.shape}: a matrix is (H, W)")
    return pairs


def _colours(array, shade):
    """The (H, W, 4) colours of the cells: grey levels, signed colours, or white."""
    known = array[~np.isnan(array)]
    array = np.nan_to_num(array, nan=known.max(initial=0))  # empty cells are light
    if shade == "signed":
        reach = np.abs(known).max(initial=0) or 1
        # Not the full range of colours: the number in the cell must stay readable.
        return SIGNED(0.5 + 0.35 * array / reach)
    colours = np.ones((*array.shape, 4))
    if shade == "grey":
        low, high = array.min(), array.max()
        colours[..., :3] = (0.62 + 0.38 * (array - low) / ((high - low) or 1))[..., None]
    elif shade is not None:
        raise ValueError(f"a shade is 'grey', 'signed' or None, not {shade!r}")
    return colours


def draw_table(panel, array, shade="grey", digits=2, left=0, top=0, size=None):
    """Draw a matrix as a table of numbers; one cell is one unit of the axes."""
    array = array.astype(float)
    height, width = array.shape
    colours = _colours(array, shade)
    box = (left, left + width, top + height, top)
    panel.imshow(colours, extent=box, interpolation="nearest")
    panel.hlines(top + np.arange(1, height), left, left + width, color="white", linewidth=1.2)
    panel.vlines(left + np.arange(1, width), top, top + height, color="white", linewidth=1.2)
    panel.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor=SOFT))
    longest = max(len(short(value, digits)) for value in array.flat)
    for (i, j), value in np.ndenumerate(array):
        panel.text(
            left + j + 0.5,
            top + i + 0.52,
            "" if np.isnan(value) else short(value, digits),
            ha="center",
            va="center",
            fontsize=size or (11 if longest <= 3 else 9 if longest <= 4 else 7.5),
            color=ink_on(colours[i, j]),
        )


def mark_window(panel, window, left=0, top=0, thick=2.6):
    """A heavy frame around the cells of a window (top, left, height, width)."""
    row, column, tall, wide = window
    for edge, line in ((INK, 1.7 * thick), (PALETTE["orange"], thick)):
        corner = (left + column, top + row)
        panel.add_patch(
            Rectangle(corner, wide, tall, fill=False, edgecolor=edge, linewidth=line, zorder=5)
        )


def _per_matrix(values, count, what):
    """One setting for each matrix, from one for all or a list."""
    if values is None or isinstance(values, str):
        return [values] * count
    values = list(values)
    if len(values) != count:
        raise ValueError(f"{what}: {len(values)} given for {count} matrices; give one for each")
    return values


def _spoken(name, array, digits):
    rows = "; ".join(" ".join(short(v, digits) for v in row) for row in array)
    label = name or "matrix"
    if array.size > 64:
        return f"{label}: {array.shape[0]} by {array.shape[1]} numbers"
    return f"{label}: {rows}"


@styled
def numbers(
    matrices,
    *,
    caption,
    alt=None,
    operators=None,
    windows=None,
    shades="grey",
    digits=2,
):
    """Matrices with their numbers in the cells, with signs such as * and = between them.

    Parameters
    ----------
    matrices : (H, W) ndarray, or list of them, or dict of str to ndarray
        NaN leaves a cell empty. The names are the titles.
    caption, alt : str
        As for `Picture`; the alt text reads the numbers out where it is not given.
    operators : list of str, optional
        The signs between the matrices, one fewer than there are matrices.
    windows : list of (top, left, height, width) or None, optional
        A frame in each matrix; None for no frame.
    shades : {"grey", "signed", None} or a list of them
        How cells are coloured by their value.
    digits : int
        Decimals at most.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where a matrix is not 2D, or the number of signs, windows or shades does not fit.

    Examples
    --------
    >>> import numpy as np
    >>> x, k = np.arange(9).reshape(3, 3), np.array([[0, 1], [-1, 0]])
    >>> numbers({"X": x, "K": k}, operators=["*"], caption="Before the sum.").alt
    'X: 0 1 2; 3 4 5; 6 7 8. K: 0 1; −1 0.'
    """
    pairs = _matrices(matrices, "matrix")
    count = len(pairs)
    operators = list(operators) if operators is not None else [""] * (count - 1)
    if len(operators) != count - 1:
        raise ValueError(f"{count} matrices take {count - 1} signs between them: {operators!r}")
    windows = _per_matrix(windows, count, "windows")
    shades = _per_matrix(shades, count, "shades")

    gap = 1.1  # in cells: room for a sign
    tallest = max(array.shape[0] for _, array in pairs)
    total = sum(array.shape[1] for _, array in pairs) + gap * (count - 1)
    title = 0.8 if any(name for name, _ in pairs) else 0
    cell = min(CELL, WIDEST / total)
    margin = 0.12
    figure = bare_figure((total + 2 * margin) * cell, (tallest + title + 2 * margin) * cell)
    panel = figure.add_axes((0, 0, 1, 1), aspect="equal")
    left = 0
    for (name, array), window, shade, sign in zip(
        pairs, windows, shades, [*operators, ""], strict=True
    ):
        top = (tallest - array.shape[0]) / 2
        draw_table(panel, array, shade, digits, left, top)
        if window is not None:
            mark_window(panel, window, left, top)
        panel.text(left + array.shape[1] / 2, top - 0.25, name, ha="center", fontsize=11)
        left += array.shape[1] + gap
        size = 32 if sign == "⋆" else 18  # the star of cross-correlation is a small glyph
        panel.text(left - gap / 2, tallest / 2, sign, ha="center", va="center", fontsize=size)
    panel.set(xlim=(-margin, total + margin), ylim=(tallest + margin, -margin - title))
    panel.axis("off")
    if alt is None:
        alt = ". ".join(_spoken(name, array, digits) for name, array in pairs) + "."
    return Picture(figure, caption=caption, alt=alt)


@styled
def weights(matrices, *, caption, alt=None, xlabel="input", ylabel="output"):
    """Weight matrices as patterns: zero is grey, and equal colours are equal numbers.

    Parameters
    ----------
    matrices : (outputs, inputs) ndarray, or list of them, or dict of str to ndarray
        All share one scale of colours.
    caption, alt : str
        As for `Picture`.
    xlabel, ylabel : str
        What a column and what a row stands for.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import numpy as np
    >>> weights({"dense": np.ones((3, 5)), "band": np.eye(3, 5)}, caption="Two layers.").alt
    'Weight matrices: dense, 3 by 5, 15 of 15 not zero; band, 3 by 5, 3 of 15 not zero.'
    """
    pairs = _matrices(matrices, "weights")
    count = len(pairs)
    reach = max(float(np.abs(a).max()) for _, a in pairs) or 1.0
    widest = max(a.shape[1] for _, a in pairs)
    tallest = max(a.shape[0] for _, a in pairs)
    wide = min((WIDEST - 0.9) / count - 0.55, 4.2, max(1.6, 0.32 * widest))
    figure, axes = new_figure(count * (wide + 0.55) + 0.9, wide * tallest / widest + 0.95, 1, count)
    for panel, (name, array) in zip(axes.flat, pairs, strict=True):
        array = np.ma.masked_equal(array.astype(float), 0)
        colours = SIGNED.with_extremes(bad="#DDDDDD")
        shown = panel.imshow(array, cmap=colours, vmin=-reach, vmax=reach, interpolation="nearest")
        height, width = array.shape
        if width <= 40:  # a cell is large enough for a line around it
            panel.set_xticks(np.arange(-0.5, width), minor=True)
            panel.set_yticks(np.arange(-0.5, height), minor=True)
            panel.grid(which="minor", color="white", linewidth=0.8)
        panel.tick_params(which="both", length=0)
        panel.set_xlabel(f"{xlabel} (index)")
        panel.set_ylabel(f"{ylabel} (index)")
        panel.set_title(name)
        panel.spines[:].set_visible(False)
    bar = figure.colorbar(shown, ax=list(axes.flat), shrink=0.8, pad=0.02, label="weight")
    bar.outline.set_edgecolor(FAINT)
    if alt is None:
        said = [
            f"{name or 'a matrix'}, {a.shape[0]} by {a.shape[1]}, "
            f"{np.count_nonzero(a)} of {a.size} not zero"
            for name, a in pairs
        ]
        alt = f"Weight matrices: {'; '.join(said)}."
    return Picture(figure, caption=caption, alt=alt)
