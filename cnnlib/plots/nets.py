"""Networks side by side: what they cost, and how well they did."""

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import (
    INK,
    PALETTE,
    SOFT,
    bare_figure,
    legend_outside,
    short,
    styled,
)

ROW = 0.27  # inches
CONVOLUTION, DENSE = PALETTE["blue"], PALETTE["orange"]
COSTS = {
    "params": "parameters",
    "macs": "MACs for one image",
    "memory": "memory of outputs (bytes)",
}
MARKS = ("s", "o", "D", "^", "v")
COLOURS = tuple(PALETTE[name] for name in ("black", "blue", "vermilion", "green", "pink"))


def in_words(value):
    """A large number with a short unit: 61.1 M; G stands for 1,000 M.

    >>> in_words(61_100_840), in_words(416_520), in_words(15_470_264_320)
    ('61.1 M', '417 k', '15.5 G')
    """
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if value >= 0.9995 * size:
            number = value / size
            return f"{number:.{2 if number < 9.995 else 1 if number < 99.95 else 0}f} {unit}"
    return f"{value:.0f}"


@styled
def net_costs(nets, *, caption, alt=None, layers=None):
    """Parameters, multiplications and memory of networks; in convolutions and in dense layers.

    Parameters
    ----------
    nets : dict of str to dict
        For each network "params", "macs" and "memory": each a pair of what is in convolutions
        and what is in dense layers.
    caption, alt : str
        As for `Picture`; the alt text reads the totals out where it is not given.
    layers : (str, list of (float, bool)), optional
        A title, and for each layer of one network a value and whether it is a dense layer: drawn
        below as bars in their order.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where there is no network.

    Examples
    --------
    >>> cost = {"params": (2_572, 59_134), "macs": (357_600, 58_920), "memory": (25_216, 856)}
    >>> net_costs({"LeNet-5": cost}, caption="One network.").alt
    'LeNet-5: 61.7 k parameters, 417 k MACs for one image, 26.1 k memory of outputs (bytes).'
    """
    if not nets:
        raise ValueError("there is nothing to draw: give at least one network")
    tall = 0.85 + ROW * len(nets) + (2.2 if layers else 0)
    figure = bare_figure(8.4, tall, layout="constrained")
    heights = [0.85 + ROW * len(nets), 2.2][: 2 if layers else 1]
    grid = figure.add_gridspec(len(heights), 3, height_ratios=heights)
    for k, (key, words) in enumerate(COSTS.items()):
        panel = figure.add_subplot(grid[0, k])
        _draw_costs(panel, {name: cost[key] for name, cost in nets.items()}, words)
        panel.set_yticks(range(len(nets)), nets if k == 0 else [""] * len(nets), color=INK)
    if layers:
        _draw_layers(figure.add_subplot(grid[1, :]), *layers)
    handles = [Patch(color=colour) for colour in (CONVOLUTION, DENSE)]
    legend_outside(figure, handles, ["convolutions", "dense layers"], "upper center")
    return Picture(figure, caption=caption, alt=alt or _costs_in_words(nets))


def _draw_costs(panel, values, words):
    rows = range(len(values))
    first, second = zip(*values.values(), strict=True)
    totals = [a + b for a, b in zip(first, second, strict=True)]
    panel.barh(rows, first, 0.7, color=CONVOLUTION)
    panel.barh(rows, second, 0.7, left=first, color=DENSE)
    for row, total in zip(rows, totals, strict=True):
        panel.annotate(
            in_words(total),
            (total, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    panel.set(title=words, xlim=(0, 1.42 * max(totals)), ylim=(len(values) - 0.5, -0.5))
    panel.set_xticks([])
    panel.spines["bottom"].set_visible(False)
    panel.tick_params(axis="y", length=0, labelsize=10)


def _draw_layers(panel, title, layers):
    values, dense = zip(*layers, strict=True)
    places = range(1, len(values) + 1)
    panel.bar(places, values, 0.85, color=[DENSE if one else CONVOLUTION for one in dense])
    panel.set(title=title, xlabel="layers with weights, in order", xlim=(0.3, len(values) + 0.7))
    panel.xaxis.get_major_locator().set_params(integer=True)
    panel.yaxis.set_major_formatter(lambda value, _: in_words(value))
    panel.grid(axis="y")


def _costs_in_words(nets):
    said = []
    for name, cost in nets.items():
        parts = [f"{in_words(sum(cost[key]))} {words}" for key, words in COSTS.items()]
        said.append(f"{name}: {', '.join(parts)}")
    return f"{'; '.join(said)}."


@styled
def published_results(results, *, xlabel, caption, alt=None, hollow="validation"):
    """Results that were published, a line each; the mark says of what kind they are.

    Parameters
    ----------
    results : sequence
        Each with the attributes year, name, error, kind and split: see
        `cnnlib.exercises.lesson08.ilsvrc`.
    xlabel : str
        With its unit.
    caption, alt : str
        As for `Picture`; the alt text reads the results out where it is not given.
    hollow : str
        The split whose marks are hollow.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where there are no results, or of more kinds than there are marks.

    Examples
    --------
    >>> from cnnlib.exercises.lesson08 import ilsvrc
    >>> published_results(ilsvrc.RESULTS[:1], xlabel="error (%)", caption="The first.").alt
    'error (%): 2010 NEC-UIUC 28.2 (before networks, test).'
    """
    kinds = list(dict.fromkeys(one.kind for one in results))
    if not 0 < len(kinds) <= len(MARKS):
        raise ValueError(f"there are {len(kinds)} kinds of results; 1 to {len(MARKS)} can be drawn")
    look = dict(zip(kinds, zip(MARKS, COLOURS, strict=True), strict=False))
    figure = bare_figure(8.0, 0.95 + 0.25 * len(results), layout="constrained")
    panel = figure.subplots()
    for row, one in enumerate(results):
        mark, colour = look[one.kind]
        panel.plot(one.error, row, **_mark(mark, colour, one.split == hollow))
        panel.annotate(
            short(one.error),
            (one.error, row),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    names = [f"{one.name}   {one.year}" for one in results]
    panel.set_yticks(range(len(results)), names, color=INK, fontsize=9.5)
    panel.set(xlabel=xlabel, xlim=(0, 1.12 * max(one.error for one in results)))
    panel.set_ylim(len(results) - 0.4, -0.6)
    panel.tick_params(axis="y", length=0)
    panel.grid(axis="both")
    _explain_marks(figure, look, {one.split for one in results}, hollow)
    if alt is None:
        said = [
            f"{one.year} {one.name} {short(one.error)} ({one.kind}, {one.split})" for one in results
        ]
        alt = f"{xlabel}: {'; '.join(said)}."
    return Picture(figure, caption=caption, alt=alt)


def _mark(mark, colour, hollow):
    filling = "white" if hollow else colour
    return {
        "marker": mark,
        "markersize": 7.5,
        "linestyle": "",
        "markeredgecolor": colour,
        "markeredgewidth": 1.6,
        "markerfacecolor": filling,
    }


def _explain_marks(figure, look, splits, hollow):
    handles = [Line2D([], [], **_mark(*marks, False)) for marks in look.values()]
    names = list(look)
    for split in sorted(splits):
        handles.append(Line2D([], [], **_mark("o", SOFT, split == hollow)))
        names.append(f"{split} images")
    legend_outside(figure, handles, names, "upper center", size=9)
