"""What all figures have in common: the palette, the fonts, and how a figure is begun."""

import functools

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

# Okabe and Ito, "Color universal design" (2008): told apart with every common colour vision.
PALETTE = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "pink": "#CC79A7",
    "sky": "#56B4E9",
    "vermilion": "#D55E00",
    "black": "#000000",
}
# Colour is never the only difference between two lines.
LINE_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)), (0, (8, 3)))

INK, SOFT, FAINT = "#222222", "#666666", "#D9D9D9"
DPI = 100
# Negative blue, zero nearly white, positive vermilion: no red against green.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#0072B2", "#F7F7F7", "#D55E00"])

RC = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "normal",
    "axes.titlecolor": INK,
    "axes.labelsize": 10,
    "axes.labelcolor": INK,
    "axes.edgecolor": SOFT,
    "axes.facecolor": "white",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.8,
    "figure.facecolor": "white",
    "legend.frameon": False,
    "legend.fontsize": 10,
    "lines.linewidth": 1.8,
    "mathtext.fontset": "dejavusans",
    "text.color": INK,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "savefig.facecolor": "white",
}


def styled(function):
    """Run a plotting function in the course's style, whatever the reader's settings are."""

    @functools.wraps(function)
    def run(*args, **kwargs):
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(RC)
            return function(*args, **kwargs)

    return run


def bare_figure(width, height, layout=None):
    """An empty figure of so many inches, outside pyplot's state."""
    figure = Figure(figsize=(width, height), dpi=DPI, layout=layout)
    FigureCanvasAgg(figure)
    return figure


def new_figure(width, height, rows=1, columns=1, **grid):
    """A figure of so many inches and its axes, as a (rows, columns) array."""
    figure = bare_figure(width, height, layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False, **grid)


def line_styles(count):
    """So many pairs of a colour and a line style, no two alike."""
    colours = list(PALETTE.values())
    return [(colours[k % len(colours)], LINE_STYLES[k % len(LINE_STYLES)]) for k in range(count)]


def legend_outside(figure, handles, names, where, size=10):
    """A legend above or below the panels, in as few rows as are not wider than the figure.

    The figure grows by what further rows need, and where one name alone is too wide.
    """
    # Smaller letters rather than a second row.
    attempts = [(len(names), size), (len(names), size - 1)]
    attempts += [(columns, size) for columns in range(len(names) - 1, 0, -1)]
    for columns, points in attempts:
        legend = figure.legend(
            handles,
            names,
            loc=f"outside {where}",
            ncols=columns,
            fontsize=points,
            handlelength=1.9,
            columnspacing=1.2,
        )
        wide = legend.get_window_extent().width / figure.dpi
        if wide <= figure.get_figwidth():
            break
        if (columns, points) != attempts[-1]:
            legend.remove()
    rows = -(-len(names) // columns)
    wide = max(wide, figure.get_figwidth())
    figure.set_size_inches(wide, figure.get_figheight() + 0.22 * (rows - 1))


def reference_line(panel, level, word):
    """A dashed line at a level, such as chance, named at its right end."""
    panel.axhline(level, color=SOFT, linestyle="--", linewidth=1.2)
    panel.annotate(
        word,
        (1, level),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        color=SOFT,
        fontsize=9,
    )


def named(values):
    """Pairs of a name and an array from a dict, a list of arrays (no names), or one array."""
    if isinstance(values, dict):
        pairs = [(str(name), np.asarray(array)) for name, array in values.items()]
    elif isinstance(values, list | tuple) and all(np.ndim(array) >= 2 for array in values):
        pairs = [("", np.asarray(array)) for array in values]
    else:
        pairs = [("", np.asarray(values))]
    if not pairs:
        raise ValueError("there is nothing to draw: give at least one array")
    return pairs


def readable(colour):
    """A darker shade of a line's colour, for words on white."""
    return tuple(0.72 * part for part in to_rgb(colour))


def ink_on(colour):
    """Black or white, whichever can be read on this (r, g, b) colour."""
    brightness = np.dot(colour[:3], (0.299, 0.587, 0.114))
    return INK if brightness > 0.5 else "white"


def text_width(text, size):
    """How many inches a line of text takes at so many points, before anything is drawn."""
    font = FontProperties(family=RC["font.family"], size=size)
    return text_to_path.get_text_width_height_descent(text, font, ismath="$" in text)[0] / 72


def short(value, digits=2):
    """A number as a person writes it: no needless zeros, a real minus sign; "?" for NaN.

    >>> short(-0.5), short(3.0), short(1 / 3)
    ('−0.5', '3', '0.33')
    """
    if np.isnan(value):
        return "?"
    text = f"{float(value):.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", "0"} else text.replace("-", "\u2212")
