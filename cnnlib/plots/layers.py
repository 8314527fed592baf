"""What layers leave and cost, and what their units see."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import (
    FAINT,
    INK,
    PALETTE,
    SOFT,
    bare_figure,
    legend_outside,
    readable,
    styled,
    text_width,
)

WIDEST = 8.4  # inches
ROW, GAP, EDGE = 0.27, 0.22, 0.08  # inches: height of a line, and space between and beside columns
SIZE = 10  # points
BOLD = 1.08  # how much wider bold letters are
PINK_PAPER = "#FBE9DF"
BAR = "#CFE3F0"
FRAME, LINES = 2.7, 0.04  # inches: about the side of the field's plot; two frames side by side


def _size(size):
    return " × ".join(str(number) for number in size)


def _columns(lines):
    """Where each column begins and ends, in inches."""
    cells = [line for line, _ in lines]
    widths = [
        BOLD * max(text_width(text, SIZE) for text in column) for column in zip(*cells, strict=True)
    ]
    lefts = EDGE + np.cumsum([0, *(width + GAP for width in widths[:-1])])
    return lefts, lefts + widths


def _draw_lines(panel, lines, lefts, rights, first_number, scale=1):
    """Lines of text in columns; columns from `first_number` on end at their right."""
    for row, (texts, looks) in enumerate(lines):
        for k, (text, left, right) in enumerate(zip(texts, lefts, rights, strict=True)):
            number = k >= first_number
            panel.text(
                right if number else left,
                (row + 0.5) * ROW,
                text,
                ha="right" if number else "left",
                va="center",
                fontsize=SIZE * scale,
                **looks,
            )
        panel.axhline((row + 1) * ROW, color=FAINT, linewidth=0.8)
    panel.set(xlim=(0, rights[-1] + EDGE), ylim=(ROW * len(lines), 0))
    panel.axis("off")


def _costs(row):
    memory = row["memory"] / 1000
    return f"{row['params']:,}", f"{row['macs']:,}", f"{memory:,.{1 if memory >= 1 else 2}f}"


def _cost_lines(rows, input_size):
    """The lines of the table, with their looks, and what is read out of it."""
    head = ("", "layer", "settings", "output", "parameters", "MACs", "memory (kB)")
    lines = [(head, {"color": SOFT}), (("", "input", "", _size(input_size), "", "", ""), {})]
    said = []
    for index, row in enumerate(rows):
        start = (str(index), row["layer"], row.get("settings", ""))
        spoken = ", ".join(filter(None, start[1:]))
        if "output_size" in row:
            size = _size(row["output_size"])
            lines.append(((*start, size, *_costs(row)), {}))
            said.append(f"{spoken}, to {size}, {row['params']:,} parameters")
        elif row.get("failed"):
            looks = {"color": readable(PALETTE["vermilion"]), "fontweight": "bold"}
            lines.append(((*start, "does not fit", "", "", ""), looks))
            said.append(f"{spoken}, does not fit")
        else:
            lines.append(((*start, "", "", "", ""), {"color": SOFT}))
            said.append(f"{spoken}, is not reached")
    if rows and all("output_size" in row for row in rows):
        sums = {name: sum(row[name] for row in rows) for name in ("params", "macs", "memory")}
        size = _size(rows[-1]["output_size"])
        lines.append((("", "total", "", size, *_costs(sums)), {"fontweight": "bold"}))
    return lines, said


@styled
def layer_costs(rows, input_size, *, caption, alt=None):
    """A table of layers: output size, parameters, multiply-accumulates and memory, and the sums.

    Parameters
    ----------
    rows : list of dict
        For each layer: layer (its name), settings (a text), output_size, params, macs, memory
        (bytes of its output). Where a layer fails, failed is true and the numbers are missing, as
        they are in the layers after it.
    input_size : tuple of int
        (C, H, W).
    caption, alt : str
        As for `Picture`; the alt text reads the table out where it is not given.

    Returns
    -------
    Picture

    Examples
    --------
    >>> row = {"layer": "Conv2d", "settings": "kernel_size 3", "output_size": (8, 30, 30)}
    >>> costs = {"params": 224, "macs": 194400, "memory": 28800}
    >>> layer_costs([row | costs], (3, 32, 32), caption="One layer.").alt
    'Layers on an input of 3 × 32 × 32: Conv2d, kernel_size 3, to 8 × 30 × 30, 224 parameters.'
    """
    lines, said = _cost_lines(rows, input_size)
    lefts, rights = _columns(lines)
    wide, tall = rights[-1] + EDGE, ROW * len(lines)
    scale = min(1, WIDEST / wide)
    figure = bare_figure(wide * scale, tall * scale)
    panel = figure.add_axes((0, 0, 1, 1))
    for k, name in enumerate(("params", "macs", "memory"), start=4):
        most = max((row.get(name, 0) for row in rows), default=0)
        for number, row in enumerate(rows, start=2):
            share = (rights[k] - lefts[k]) * row.get(name, 0) / (most or 1)
            corner = (rights[k] - share, (number + 0.12) * ROW)
            panel.add_patch(Rectangle(corner, share, 0.76 * ROW, facecolor=BAR, linewidth=0))
    for number, row in enumerate(rows, start=2):
        if row.get("failed"):
            panel.axhspan(number * ROW, (number + 1) * ROW, color=PINK_PAPER, linewidth=0)
    _draw_lines(panel, lines, lefts, rights, 4, scale)
    alt = alt or f"Layers on an input of {_size(input_size)}: {'; '.join(said) or 'none'}."
    return Picture(figure, caption=caption, alt=alt)


def _field_lines(table, chosen):
    names = ("kernel_size", "stride", "padding", "dilation", "output", "size", "jump", "start")
    head = ("layer", "kernel", "stride", "pad", "dil.", "output", "size", "jump", "start")
    lines = [(head, {"color": SOFT})]
    for index, row in enumerate(table):
        numbers = ["–" if row[n] is None else str(row[n]).replace("-", "−") for n in names]
        looks = {"fontweight": "bold"} if index == chosen else {}
        lines.append(((row["name"], *numbers), looks))
    return lines


def _square(panel, square, inset=0, **looks):
    """A frame around whole pixels; a pixel's middle is where its number says."""
    top, left, side = square
    corner = (left - 0.5 + inset, top - 0.5 + inset)
    panel.add_patch(Rectangle(corner, side - 2 * inset, side - 2 * inset, fill=False, **looks))


def _inset(field, square, pixels):
    """How many pixels further in the square is drawn, so that the field's frame does not hide it.

    `pixels` is the width that the two lines take up.
    """
    if field is None:
        return 0
    apart = (field[2] - square[2]) / 2
    return min(max(0, pixels - apart), square[2] / 4)


def _draw_field(panel, side, field, heat, square, image):
    """The input, the heat on it, and the frames of both fields."""
    box = (-0.5, side - 0.5, side - 0.5, -0.5)
    if image is None:
        panel.add_patch(Rectangle((-0.5, -0.5), side, side, facecolor="#EFEFEF", zorder=0))
    else:
        image = np.asarray(image)
        grey = image if image.ndim == 2 else image.mean(axis=2)
        panel.imshow(grey, extent=box, cmap="gray", alpha=0.6)
    if heat is not None:
        colours = np.zeros((*heat.shape, 4))
        colours[...] = (0.835, 0.369, 0, 0)
        colours[..., 3] = heat / (heat.max() or 1)
        panel.imshow(colours, extent=box, interpolation="nearest")
    panel.add_patch(Rectangle((-0.5, -0.5), side, side, fill=False, edgecolor=SOFT))
    reach = [-0.5, side - 0.5]
    if field is not None:
        top, left, size = field
        _square(panel, field, edgecolor=PALETTE["blue"], linewidth=2.2)
        reach = [min(-0.5, top, left), max(side, top + size, left + size) - 0.5]
    if square is not None:
        inset = _inset(field, square, pixels=LINES * (reach[1] - reach[0]) / FRAME)
        looks = {"edgecolor": INK, "linewidth": 1.4, "linestyle": (0, (3, 2))}
        _square(panel, square, inset, **looks)
    room = 0.02 * (reach[1] - reach[0])
    panel.set(xlim=(reach[0] - room, reach[1] + room), ylim=(reach[1] + room, reach[0] - room))
    panel.set(xlabel="column (pixel)", ylabel="row (pixel)", aspect="equal", anchor="N")
    for axis in (panel.xaxis, panel.yaxis):
        axis.get_major_locator().set_params(integer=True)
    panel.spines[:].set_visible(False)


@styled
def receptive_field(
    side,
    field,
    *,
    caption,
    alt=None,
    heat=None,
    square=None,
    image=None,
    table=None,
    chosen=None,
):
    """What a unit sees: its theoretical field on the input, its effective one, and the layers.

    Parameters
    ----------
    side : int
        Of the square input, in pixels.
    field : (top, left, size) or None
        The theoretical field in pixels; it may reach beyond the input.
    caption, alt : str
        As for `Picture`.
    heat : (side, side) ndarray, optional
        Magnitudes of the gradient.
    square : (top, left, size), optional
        The part of the field that holds most of the gradient. Where its frame would lie on that of
        the field, it is drawn just inside.
    image : (H, W) or (H, W, 3) ndarray, optional
        Drawn in grey below, stretched to the input's size.
    table : list of dict, optional
        For each layer: name, kernel_size, stride, padding, dilation, output (or None), size, jump,
        start.
    chosen : int, optional
        The layer of the table that the unit is in.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where the heat has not the input's shape.

    Examples
    --------
    >>> receptive_field(32, (9, 9, 14), caption="Its field.").alt
    'An input of 32 by 32 pixels; the field of 14 by 14 begins at row 9, column 9.'
    """
    if heat is not None and np.shape(heat) != (side, side):
        raise ValueError(f"heat has shape {np.shape(heat)}, but the input is {side} x {side}")
    lines = _field_lines(table, chosen) if table else []
    lefts, rights = _columns(lines) if lines else ([0], [0])
    beside, picture = rights[-1] + EDGE if lines else 0, 3.3
    scale = min(1, (WIDEST - picture - 0.1) / beside) if lines else 1
    tall = max(picture, ROW * len(lines) * scale) + 0.3
    figure = bare_figure(picture + 0.1 + beside * scale, tall, layout="constrained")
    grid = figure.add_gridspec(1, 2 if lines else 1, **_ratios(picture, beside * scale))
    _draw_field(figure.add_subplot(grid[0]), side, field, heat, square, image)
    if lines:
        panel = figure.add_subplot(grid[1])
        _draw_lines(panel, lines, lefts, rights, 1, scale)
        panel.set_ylim(max(ROW * len(lines), picture / scale), 0)
    marks = {"theoretical field": {"color": PALETTE["blue"], "linewidth": 2.2}}
    if square is not None:
        marks["95 % of the gradient"] = {"color": INK, "linestyle": (0, (3, 2)), "linewidth": 1.4}
    if field is not None:
        handles = [Line2D([], [], **looks) for looks in marks.values()]
        legend_outside(figure, handles, list(marks), "lower left")
    if alt is None:
        alt = f"An input of {side} by {side} pixels"
        if field is not None:
            top, left, size = (str(number).replace("-", "−") for number in field)
            alt += f"; the field of {size} by {size} begins at row {top}, column {left}"
        if square is not None:
            alt += f", and {square[2]} by {square[2]} pixels of it hold most of the gradient"
        alt += "."
    return Picture(figure, caption=caption, alt=alt)


def _ratios(left, right):
    return {"width_ratios": (left, right)} if right else {}
