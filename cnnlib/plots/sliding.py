"""A kernel that slides: the film of a cross-correlation, and signals against each other."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib.plots.matrices import draw_table, mark_window, number_size
from cnnlib.plots.picture import Picture
from cnnlib.plots.style import (
    DPI,
    INK,
    SOFT,
    bare_figure,
    line_styles,
    new_figure,
    readable,
    short,
    styled,
    text_width,
)

WIDEST = 8.4  # inches
CELL = 0.24  # inches
NAME = 10  # points of a line's name
BESIDE = 6  # dots between a line and its name


@styled
def film(image, kernel, *, caption, alt=None, columns=3, digits=2):
    """One frame for each output cell: the window on the image, and the sum that it gives.

    Parameters
    ----------
    image : (H, W) array_like
    kernel : (kh, kw) array_like
        Not flipped; at most as large as the image.
    caption, alt : str
        As for `Picture`; the alt text reads the sums out where it is not given.
    columns : int
        Frames in a row.
    digits : int
        Decimals at most.

    Returns
    -------
    Picture

    Examples
    --------
    >>> film([[1, 2, 3]], [[1, 1]], caption="Two places.").alt
    'A window slides over an image. Y[0, 0] = 3; Y[0, 1] = 5.'
    """
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    windows = sliding_window_view(image, kernel.shape)
    sums = (windows * kernel).sum(axis=(-2, -1))
    rows = -(-sums.size // columns)
    height, width = image.shape
    gap, title = 1.0, 1.6  # in cells
    total = columns * (width + gap) - gap + 0.4, rows * (height + title) + 0.2
    cell = min(CELL, WIDEST / total[0])
    size = number_size([image], digits, cell, largest=9)
    figure = bare_figure(total[0] * cell, total[1] * cell)
    panel = figure.add_axes((0, 0, 1, 1), aspect="equal")
    said = []
    for number, ((i, j), value) in enumerate(np.ndenumerate(sums)):
        row, column = divmod(number, columns)
        left, top = column * (width + gap), row * (height + title) + title
        draw_table(panel, image, "grey", digits, left, top, size, cell)
        mark_window(panel, (i, j, *kernel.shape), left, top, thick=2.2)
        panel.text(
            left + width / 2,
            top - 0.45,
            f"Y[{i}, {j}] = {short(value, digits)}",
            ha="center",
            fontsize=10,
            color=INK,
        )
        said.append(f"Y[{i}, {j}] = {short(value, digits)}")
    panel.set(xlim=(-0.2, total[0] - 0.2), ylim=(total[1], 0))
    panel.axis("off")
    alt = alt or f"A window slides over an image. {'; '.join(said)}."
    return Picture(figure, caption=caption, alt=alt)


def _name_lines(panel, lines):
    """Write the name of each line beside it, where it is farthest from all the others."""
    drawn = [_dense(panel.transData.transform(line.get_xydata())) for line in lines]
    (left, low), (right, high) = panel.get_window_extent().get_points()
    turns = np.arange(16) * np.pi / 8
    around = np.column_stack([np.cos(turns), np.sin(turns)])
    for k, line in enumerate(lines):
        name = line.get_label()
        half = np.array([text_width(name, NAME) * DPI / 2, NAME / 2])  # its size, in dots
        places = (drawn[k][:, None] + (half + BESIDE) * around).reshape(-1, 2)
        inside = ((places - half > (left, low)) & (places + half < (right, high))).all(axis=1)
        places = places[inside & (_distances(places, drawn[k], half) > BESIDE / 2)]
        if not len(places):  # a name too long for the panel
            panel.legend(loc="best").set_in_layout(False)
            return
        others = np.concatenate(drawn[:k] + drawn[k + 1 :])
        best = places[_distances(places, others, half).argmax()]
        corners = best + half * [[-1, -1], [-1, 1], [1, -1], [1, 1]]
        drawn.append(corners)  # the next name keeps away from this one
        x, y = panel.transData.inverted().transform(best)
        colour = readable(line.get_color())
        panel.text(x, y, name, color=colour, ha="center", va="center", weight="bold", size=NAME)


def _dense(points, step=4):
    """Points along a line, not farther apart than so many dots."""
    along = np.insert(np.hypot(*np.diff(points, axis=0).T).cumsum(), 0, 0)
    there = np.linspace(0, along[-1], int(along[-1] / step) + 2)
    return np.column_stack([np.interp(there, along, values) for values in points.T])


def _distances(places, points, half):
    """How far a name of this half size is, at each place, from the nearest of the points."""
    beyond = np.abs(places[:, None] - points) - half
    return np.hypot(*np.maximum(beyond, 0).transpose(2, 0, 1)).min(axis=1)


@styled
def signals(panels, *, xlabel, caption, alt=None, xlim=None, ylabel="", size=(8.4, 2.3)):
    """Lines over a common axis, in panels side by side.

    Parameters
    ----------
    panels : dict of str to dict of str to (x, y)
        The title of each panel, and in it the name and the points of each line.
    xlabel, ylabel : str
        With units.
    caption, alt : str
        As for `Picture`; the alt text says where each line is highest where it is not given.
    xlim : (float, float), optional
        First and last value of the common axis.
    size : (float, float)
        Inches, width and height of the figure.

    Returns
    -------
    Picture

    Examples
    --------
    >>> ramp = {"f": ([0, 1, 2], [0, 1, 0])}
    >>> signals({"one": ramp}, xlabel="t", caption="A peak.").alt
    'one: f is highest (1) at t = 1.'
    """
    figure, axes = new_figure(*size, 1, len(panels), sharex=True)
    said, drawn = [], []
    for panel, (title, lines) in zip(axes[0], panels.items(), strict=True):
        looks = line_styles(len(lines))
        drawn.append([])
        for (name, (x, y)), (colour, dashes) in zip(lines.items(), looks, strict=True):
            drawn[-1] += panel.plot(x, y, color=colour, linestyle=dashes, label=name)
            best = int(np.argmax(y))
            said.append(
                f"{title}: {name} is highest ({short(y[best])}) at {xlabel} = {short(x[best])}"
            )
        panel.axvline(0, color=SOFT, linewidth=0.8, linestyle=":")
        panel.set(title=title, xlabel=xlabel, xlim=xlim)
        panel.margins(y=0.12)
        panel.grid(axis="y")
    axes[0, 0].set_ylabel(ylabel)
    figure.canvas.draw()  # from here on it is known where everything stands
    for panel, lines in zip(axes[0], drawn, strict=True):
        if len(lines) > 1:
            _name_lines(panel, lines)
    return Picture(figure, caption=caption, alt=alt or f"{'; '.join(said)}.")
