"""A training run on one sheet: its curves, its filters, and their maps."""

import math

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from cnnlib.plots.photographs import show_image
from cnnlib.plots.picture import Picture
from cnnlib.plots.style import PALETTE, SOFT, bare_figure, readable, short, styled

WIDTH, CURVES, TILES = 8.4, 2.35, 0.98  # inches: of the sheet; heights of curves, of a row of tiles
IN_A_ROW = 8
WORDS = 9  # points
FALL = 4  # times; a loss that has fallen less fills no more of a logarithmic axis
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@styled
def training_sheet(
    losses,
    accuracies,
    changes,
    *,
    filters,
    image,
    maps,
    guessing,
    goal,
    caption,
    alt=None,
    marks=(),
    log=True,
    name="",
):
    """Loss, accuracy and the filters' change by step; the filters; their maps of an image.

    Parameters
    ----------
    losses : list of float
        One for each step. What is not finite is left out, and marked.
    accuracies : list of (int, float)
        Step and share.
    changes : list of float
        One for each step: the filters' distance from their start, in units of their norm there.
    filters : (C_out, C_in, kh, kw) ndarray
    image : (H, W) or (H, W, 3) uint8 ndarray
    maps : (C_out, H, W) ndarray
    guessing : float
        The loss of guessing, a dashed line.
    goal : float
        An accuracy, a dashed line.
    caption, alt : str
        As for `Picture`; trained numbers are rounded in the alt text.
    marks : list of (int, float)
        Where the learning rate changed: after which step, and to what.
    log : bool
        A logarithmic axis for the loss.
    name : str
        Of the image.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import numpy as np
    >>> training_sheet(
    ...     [2.3, 1.1], [(0, 0.1), (2, 0.5)], [0.1, 0.2], filters=np.ones((2, 1, 3, 3)),
    ...     image=np.zeros((6, 6), np.uint8), maps=np.ones((2, 4, 4)), guessing=2.3, goal=0.9,
    ...     caption="Two steps.",
    ... ).alt  # fmt: skip
    'Loss from 2.3 to 1.1 in 2 steps; test accuracy about 50 %; 2 filters of 3 by 3; their maps.'
    """
    rows = -(-len(filters) // IN_A_ROW)
    tall = CURVES + 2 * rows * TILES + 0.5
    figure = bare_figure(WIDTH, tall, layout="constrained")
    top, below = figure.subfigures(2, 1, height_ratios=(CURVES, tall - CURVES))
    panels = top.subplots(1, 3, width_ratios=(1.35, 1, 1))
    _draw_losses(panels[0], np.array(losses, dtype=float), guessing, log)
    _draw_accuracies(panels[1], accuracies, goal)
    finite = np.array([change if np.isfinite(change) else np.nan for change in changes])
    panels[2].plot(np.arange(1, len(finite) + 1), finite, color=PALETTE["blue"])
    panels[2].set(title="change of the filters", ylabel="distance / norm at start")
    panels[2].set_ylim(bottom=0, top=None if np.nan_to_num(finite).any() else 1)
    for panel in panels:
        panel.set_xlim(0, max(len(losses), 10))
        panel.set_xlabel("step")
        panel.xaxis.get_major_locator().set_params(integer=True, nbins=5)
        panel.grid(axis="y")
        for step, _ in marks:
            panel.axvline(step, color=PALETTE["orange"], linestyle=(0, (4, 2)), linewidth=1.4)
    for step, rate in marks:
        _name_mark(panels[0], step, rate)
    _draw_tiles(below, filters, image, maps, rows, name)
    return Picture(figure, caption=caption, alt=alt or _spoken(losses, accuracies, filters))


def _draw_losses(panel, losses, guessing, log):
    steps, finite = np.arange(1, len(losses) + 1), np.isfinite(losses)
    shown = np.where(finite, losses, np.nan)
    panel.plot(steps, shown, color=PALETTE["blue"], linewidth=1.3)
    _level(panel, guessing, "guessing")
    if log:
        panel.set_yscale("log")
        low, high = panel.get_ylim()
        low, high = min(low, guessing / FALL), max(high, 1.3 * guessing)
        panel.set_ylim(low, high)
        if high < 100 * low:  # powers of ten alone would be few
            panel.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: magnitude(value)))
        panel.yaxis.set_minor_formatter(NullFormatter())
    elif finite.any():
        panel.set_ylim(0, min(1.05 * max(np.nanmax(shown), guessing), 4 * guessing))
    else:
        panel.set_ylim(0, 1.5 * guessing)
    if log and not finite.any():
        panel.set_ylim(0.01, 10)
    panel.set(title="training loss", ylabel="cross-entropy")
    if len(losses) and not finite[-1]:
        place = (len(losses), 0.93)
        colour, across = PALETTE["vermilion"], panel.get_xaxis_transform()
        look = {"color": colour, "markersize": 9, "markeredgewidth": 2.4, "clip_on": False}
        panel.plot(*place, "x", transform=across, **look)
        panel.annotate(
            "no number",
            place,
            xycoords=across,
            xytext=(-8, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=WORDS,
            color=readable(colour),
        )


def _draw_accuracies(panel, accuracies, goal):
    steps, shares = zip(*accuracies, strict=True)
    shares = 100 * np.array(shares)
    mark = "o" if len(steps) < 40 else ""
    panel.plot(steps, shares, color=PALETTE["blue"], marker=mark, markersize=3)
    _level(panel, 100 * goal, "goal", left=True)
    panel.set(title="test accuracy", ylabel="%", ylim=(0, 103), yticks=(0, 25, 50, 75, 100))


def _level(panel, level, word, left=False):
    """A dashed line, named at the end where the curve is not; beside it there is no room."""
    panel.axhline(level, color=SOFT, linestyle="--", linewidth=1.2)
    panel.annotate(
        word,
        (0 if left else 1, level),
        xycoords=("axes fraction", "data"),
        xytext=(4 if left else -2, 2),
        textcoords="offset points",
        ha="left" if left else "right",
        va="bottom",
        color=SOFT,
        fontsize=WORDS,
    )


def _name_mark(panel, step, rate):
    panel.annotate(
        short(rate, 6),
        (step, 0.02),
        xycoords=panel.get_xaxis_transform(),
        xytext=(3, 0),
        textcoords="offset points",
        fontsize=WORDS,
        color=readable(PALETTE["orange"]),
        fontweight="bold",
    )


def _draw_tiles(figure, filters, image, maps, rows, name):
    """Two rows of tiles, or more: the filters; then the image with the maps below their filters."""
    columns = min(len(filters), IN_A_ROW) + 1
    panels = figure.subplots(2 * rows, columns, squeeze=False)
    for panel in panels.flat:
        panel.axis("off")
    for first, arrays in ((0, [_tile(one) for one in filters]), (rows, maps)):
        limits = _limits(arrays)
        for k, array in enumerate(arrays):
            row, column = divmod(k, IN_A_ROW)
            panel = panels[first + row, column + 1]
            panel.axis("on")
            show_image(panel, np.nan_to_num(array), limits, signed=True)
        word = "filters" if first == 0 else "maps"
        title = f"{word}, ±{magnitude(limits[1])}"
        panels[first, 1].set_title(title, fontsize=WORDS, loc="left")
    panel = panels[rows, 0]
    panel.axis("on")
    show_image(panel, image, (0, 255))
    panel.set_title(name, fontsize=WORDS)


def magnitude(value, digits=2):
    """A number of any size in few characters.

    >>> magnitude(0.54), magnitude(0.001), magnitude(2.5e31)
    ('0.54', '0.001', '3·10³¹')
    """
    if value == 0 or 1e-3 <= value < 1e4:
        return short(value, max(digits, math.ceil(-math.log10(value)) if value else 0))
    power = math.floor(math.log10(value))
    digit = round(value / 10.0**power)
    written = str(power).translate(SUPERSCRIPT)
    return f"10{written}" if digit == 1 else f"{digit}·10{written}"


def _tile(kernels):
    """The kernels of a filter side by side, with a gap of nothing."""
    gap = np.full((kernels.shape[1], 1), np.nan)
    parts = [part for kernel in kernels for part in (gap, kernel)]
    return np.hstack(parts[1:])


def _limits(arrays):
    known = [np.abs(array[np.isfinite(array)]).max(initial=0) for array in arrays]
    reach = float(max(known)) or 1.0
    return (-reach, reach)


def _spoken(losses, accuracies, filters):
    count, _, *size = filters.shape
    looked = f"{count} filters of {' by '.join(map(str, size))}; their maps."
    share = f"test accuracy about {5 * round(20 * accuracies[-1][1])} %"
    finite = [loss for loss in losses if np.isfinite(loss)]
    if not finite:
        return f"No training yet; {share}; {looked}"
    steps = f"{len(losses)} {'step' if len(losses) == 1 else 'steps'}"
    broken = ", then no number any more" if len(finite) < len(losses) else ""
    path = f"Loss from {magnitude(finite[0], 1)} to {magnitude(finite[-1], 1)} in {steps}{broken}"
    return f"{path}; {share}; {looked}"
