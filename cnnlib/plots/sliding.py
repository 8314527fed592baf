"""A kernel that slides: the film of a cross-correlation, and signals against each other."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnlib.plots.matrices import draw_table, mark_window, number_size
from cnnlib.plots.picture import Picture
from cnnlib.plots.style import INK, SOFT, bare_figure, line_styles, new_figure, short, styled

WIDEST = 8.4  # inches
CELL = 0.24  # inches


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
    said = []
    for panel, (title, lines) in zip(axes[0], panels.items(), strict=True):
        for (name, (x, y)), (colour, dashes) in zip(
            lines.items(), line_styles(len(lines)), strict=True
        ):
            panel.plot(x, y, color=colour, linestyle=dashes, label=name)
            best = int(np.argmax(y))
            said.append(
                f"{title}: {name} is highest ({short(y[best])}) at {xlabel} = {short(x[best])}"
            )
        panel.axvline(0, color=SOFT, linewidth=0.8, linestyle=":")
        panel.set(title=title, xlabel=xlabel, xlim=xlim)
        panel.margins(y=0.12)
        panel.grid(axis="y")
        if len(lines) > 1:
            panel.legend(loc="upper right", handlelength=1.8)
    axes[0, 0].set_ylabel(ylabel)
    return Picture(figure, caption=caption, alt=alt or f"{'; '.join(said)}.")
