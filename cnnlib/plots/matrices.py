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
    text_width,
)

CELL = 0.46  # inches
WIDEST = 8.4
GAP = 1.1  # between two matrices, in cells: room for a sign
MARGIN = 0.12  # around all of them, in cells
TITLE = 11  # points
LARGEST, SMALLEST = 11, 6  # points of the numbers
FILLED = 0.8  # the part of a cell's width that a number may take
EMS = {"0": 0.636, ".": 0.318, "\u2212": 0.838}  # widths in DejaVu Sans
SMALLEST_CELL = 0.2  # inches
GRID = "#9A9A9A"  # the stepper's grid


def _matrices(values, what):
    """Names and 2D arrays."""
    pairs = named(values)
    for name, array in pairs:
        if array.ndim != 2 or not array.size:
            raise ValueError(f"{name or what} has shape {array.shape}: a matrix is (H, W)")
    return pairs


def _colours(array, shade, limits=None):
    """The (H, W, 4) colours of the cells: grey levels, signed colours, or white."""
    low, high = limits or _range([array])
    array = np.clip(np.nan_to_num(array, nan=high), low, high)  # empty cells are light
    if shade == "signed":
        reach = max(abs(low), abs(high)) or 1
        # Not the full range of colours: the number in the cell must stay readable.
        return SIGNED(0.5 + 0.3 * array / reach)
    colours = np.ones((*array.shape, 4))
    if shade == "grey":
        colours[..., :3] = (0.74 + 0.26 * (array - low) / ((high - low) or 1))[..., None]
    elif shade is not None:
        raise ValueError(f"a shade is 'grey', 'signed' or None, not {shade!r}")
    return colours


def number_size(arrays, digits, cell, largest=LARGEST):
    """Points in which every number of these matrices fits into a cell of so many inches."""
    widest = max(_ems(short(value, digits)) for array in arrays for value in array.flat)
    return max(SMALLEST, min(largest, FILLED * 72 * cell / widest))


def _ems(text):
    """How wide a number is, in units of its size: all digits of the font are equally wide."""
    return sum(EMS.get(character, EMS["0"]) for character in text)


def _columns(array, digits):
    """The texts of each column, and where each starts, in ems from the middle of its cell.

    Decimals stand point below point. A column of whole numbers is centred: None.
    """
    for column in array.T:
        texts = ["" if np.isnan(value) else short(value, digits) for value in column]
        if not any("." in text for text in texts):
            yield texts, [None] * len(texts)
            continue
        whole = [_ems(text.partition(".")[0]) for text in texts]
        longest = max(_ems(text) - before for text, before in zip(texts, whole, strict=True))
        point = (max(whole) - longest) / 2
        yield texts, [point - before for before in whole]


def draw_table(
    panel, array, shade="grey", digits=2, left=0, top=0, size=LARGEST, cell=CELL, limits=None
):
    """Draw a matrix as a table of numbers; a cell is one unit of the axes, and so many inches.

    The colours go from the lowest to the highest value, or between the limits.
    """
    array = array.astype(float)
    height, width = array.shape
    colours = _colours(array, shade, limits)
    box = (left, left + width, top + height, top)
    panel.imshow(colours, extent=box, interpolation="nearest")
    line = {"color": GRID, "linewidth": 0.8, "snap": True}
    panel.hlines(top + np.arange(1, height), left, left + width, **line)
    panel.vlines(left + np.arange(1, width), top, top + height, **line)
    panel.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor=SOFT, snap=True))
    for j, (texts, starts) in enumerate(_columns(array, digits)):
        for i, (text, start) in enumerate(zip(texts, starts, strict=True)):
            panel.text(
                left + j + 0.5 + (start or 0) * size / 72 / cell,
                top + i + 0.52,
                text,
                ha="center" if start is None else "left",
                va="center",
                fontsize=size,
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


def _scales(arrays, shades, limits):
    """Lowest and highest value of each matrix's colours; None where these are its own."""
    if limits is None:
        return [None] * len(arrays)
    if isinstance(limits, str) and limits == "shared":
        scales = {
            shade: _range([a for a, s in zip(arrays, shades, strict=True) if s == shade])
            for shade in set(shades)
        }
        return [scales[shade] for shade in shades]
    if isinstance(limits, str) or len(limits) != 2 or not limits[0] < limits[1]:
        raise ValueError(f"limits are (low, high) or 'shared', not {limits!r}")
    return [tuple(limits)] * len(arrays)


def _range(arrays):
    """Lowest and highest number in these matrices; empty cells do not count."""
    numbers = np.concatenate([np.ravel(array) for array in arrays]).astype(float)
    known = numbers[~np.isnan(numbers)]
    return (known.min(), known.max()) if known.size else (0.0, 0.0)


def _spoken(name, array, digits):
    rows = "; ".join(" ".join(short(v, digits) for v in row) for row in array)
    label = name or "matrix"
    if array.size > 64:
        return f"{label}: {array.shape[0]} by {array.shape[1]} numbers"
    return f"{label}: {rows}"


def _sign_size(sign):
    """Points: the star of cross-correlation is a small glyph, and a word is no sign."""
    return 32 if sign == "\u22c6" else 18 if len(sign) <= 1 else TITLE


def _placed(pairs, operators, cell):
    """Where each matrix begins, and where everything begins and ends, in cells."""
    lefts, first, edge, taken = [], 0, 0, 0
    for k, (name, array) in enumerate(pairs):
        width = array.shape[1]
        overhang = max(0, text_width(name, TITLE) / cell + 0.1 - width) / 2
        if k == 0:
            left, first = 0, -overhang
        else:
            sign = operators[k - 1]
            gap = max(GAP, text_width(sign, _sign_size(sign)) / cell + 0.4)
            # Titles of neighbours, too, need a gap.
            left = max(edge + gap, taken + 0.4 + overhang)
        lefts.append(left)
        edge, taken = left + width, left + width + overhang
    return lefts, first, taken


@styled
def numbers(
    matrices,
    *,
    caption,
    alt=None,
    operators=None,
    windows=None,
    shades="grey",
    limits=None,
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
    windows : list of (top, left, height, width), or list of them, or None, optional
        A frame in each matrix, or several; None for no frame.
    shades : {"grey", "signed", None} or a list of them
        How cells are coloured by their value.
    limits : (float, float) or "shared", optional
        Values of the darkest and the lightest grey, in all matrices; signed colours are strongest
        at the larger magnitude of the two. What is beyond gets the colour of the limit. "shared":
        lowest and highest value of all matrices of the same shade. Each has its own by default.
    digits : int
        Decimals at most.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where a matrix is not 2D, the number of signs, windows or shades does not fit, or the
        limits are no range.

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
    scales = _scales([array for _, array in pairs], shades, limits)

    tallest = max(array.shape[0] for _, array in pairs)
    title = 0.8 if any(name for name, _ in pairs) else 0
    cell = CELL
    while True:
        lefts, first, last = _placed(pairs, operators, cell)
        if (last - first) * cell <= WIDEST or cell < SMALLEST_CELL:
            break
        cell *= 0.97
    wide, tall = last - first + 2 * MARGIN, tallest + title + 2 * MARGIN
    figure = bare_figure(wide * cell, tall * cell)
    panel = figure.add_axes((0, 0, 1, 1), aspect="equal")
    size = number_size([array for _, array in pairs], digits, cell)
    for (name, array), left, window, shade, scale in zip(
        pairs, lefts, windows, shades, scales, strict=True
    ):
        top = (tallest - array.shape[0]) / 2
        draw_table(panel, array, shade, digits, left, top, size, cell, scale)
        several = window is not None and np.ndim(window) == 2
        for one in window if several else [window]:
            if one is not None:
                mark_window(panel, one, left, top)
        panel.text(left + array.shape[1] / 2, top - 0.25, name, ha="center", fontsize=TITLE)
    for (_, array), left, right, sign in zip(pairs, lefts, lefts[1:], operators, strict=False):
        middle = (left + array.shape[1] + right) / 2
        size = _sign_size(sign)
        panel.text(middle, tallest / 2, sign, ha="center", va="center", fontsize=size)
    panel.set(xlim=(first - MARGIN, last + MARGIN), ylim=(tallest + MARGIN, -MARGIN - title))
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
