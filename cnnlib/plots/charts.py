"""Histograms, curves and bars."""

import itertools

import numpy as np

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import (
    PALETTE,
    legend_outside,
    line_styles,
    named,
    new_figure,
    readable,
    reference_line,
    short,
    styled,
    text_width,
)

VALUE, SMALLEST = 9, 7  # points of the values above bars


def _bins(arrays, bins, limits):
    """Edges of the bins, the same for all panels; whole numbers where the values are."""
    if limits is None:
        if all(a.dtype == np.uint8 for a in arrays):
            limits = (0, 256)
        else:
            low, high = min(a.min() for a in arrays), max(a.max() for a in arrays)
            limits = (low, high) if low < high else (low - 0.5, high + 0.5)
    return np.linspace(*limits, bins + 1)


def draw_histogram(panel, array, edges):
    """The histogram of one picture: three lines for RGB, an area for anything else."""
    panel.set_xlim(edges[0], edges[-1])
    if (edges[0], edges[-1]) == (0, 256):
        panel.set_xticks([0, 64, 128, 192, 255])
    panel.grid(axis="y")
    if array.ndim != 3 or array.shape[2] != 3:
        counts, _ = np.histogram(array, edges)
        panel.stairs(counts, edges, fill=True, color=PALETTE["blue"])
        return
    top = 0
    looks = (("red", "vermilion", "-"), ("green", "green", "--"), ("blue", "blue", ":"))
    for k, (word, colour, dashes) in enumerate(looks):
        counts, _ = np.histogram(array[..., k], edges)
        top = max(top, counts.max())
        panel.stairs(
            counts, edges, color=PALETTE[colour], linestyle=dashes, linewidth=1.7, label=word
        )
    # Room above the lines for the legend; panels may share the axis.
    panel.set_ylim(0, max(panel.get_ylim()[1], 1.25 * top))
    panel.legend(
        loc="upper center",
        ncols=3,
        fontsize=9,
        handlelength=2.2,
        columnspacing=1.2,
        borderaxespad=0.1,
    )


@styled
def histogram(
    arrays,
    *,
    caption,
    alt=None,
    bins=32,
    limits=None,
    xlabel="pixel value",
    size=(3.4, 2.5),
):
    """How many pixels have which value; one line for each colour of an RGB picture.

    Parameters
    ----------
    arrays : ndarray, or list of ndarray, or dict of str to ndarray
        One panel each; (H, W, 3) is drawn as three lines, anything else as one area.
    caption, alt : str
        As for `Picture`.
    bins : int
        Number of bins, the same for all panels.
    limits : (float, float), optional
        Range of the bins; 0 to 256 for uint8, otherwise the range of all values.
    xlabel : str
        What is counted, with its unit.
    size : (float, float)
        Inches, width and height of one panel.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import numpy as np
    >>> histogram({"grey": np.zeros((4, 4), np.uint8)}, caption="All black.").alt
    'Histogram of pixel value: grey from 0 to 0.'
    """
    pairs = named(arrays)
    edges = _bins([array for _, array in pairs], bins, limits)
    width, height = size
    figure, axes = new_figure(
        width * len(pairs) + 0.3, height + 0.2, 1, len(pairs), sharey=True, sharex=True
    )
    for panel, (name, array) in zip(axes[0], pairs, strict=True):
        draw_histogram(panel, array, edges)
        panel.set(title=name, xlabel=xlabel)
    axes[0, 0].set_ylabel("number of pixels")
    if alt is None:
        said = [f"{name or 'all'} from {short(a.min())} to {short(a.max())}" for name, a in pairs]
        alt = f"Histogram of {xlabel}: {'; '.join(said)}."
    return Picture(figure, caption=caption, alt=alt)


def _spread_out(heights, gap):
    """The same heights in the same order, moved apart until no two are nearer than the gap."""
    order = np.argsort(heights)
    placed = np.array(heights, dtype=float)
    for lower, upper in itertools.pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + gap)
    # What was pushed up is shared between up and down.
    return placed - (placed - heights).mean()


def label_ends(panel, ends):
    """Write each line's name beside its last point; the reader needs no legend."""
    panel.figure.canvas.draw()
    to_points = panel.transData
    names, points, colours = zip(*ends, strict=True)
    pixels = to_points.transform(np.array(points, dtype=float))
    heights = _spread_out(pixels[:, 1], gap=15)
    back = to_points.inverted()
    for name, (x, y), high, colour in zip(names, points, heights, colours, strict=True):
        level = back.transform((0, high))[1]
        panel.annotate(
            name,
            xy=(x, y),
            xytext=(1.02, level),
            textcoords=panel.get_yaxis_transform(),
            color=readable(colour),
            va="center",
            annotation_clip=False,
            fontweight="bold",
            fontsize=9.5,
        )


def _mean_and_spread(values):
    """Mean over the seeds and sample standard deviation (n - 1); no spread (None) of one seed."""
    seeds = np.atleast_2d(np.asarray(values, dtype=float))
    return seeds.mean(axis=0), seeds.std(axis=0, ddof=1) if len(seeds) > 1 else None


@styled
def curves(
    lines,
    *,
    xlabel,
    ylabel,
    caption,
    alt=None,
    x=None,
    log=False,
    limits=None,
    title="",
    size=(6.2, 3.4),
):
    """Named lines; of several seeds their mean, and a band of one sample standard deviation.

    Parameters
    ----------
    lines : dict of str to ndarray
        Each (steps,) or (seeds, steps). The sample standard deviation divides by seeds - 1
        (``ddof=1``); one seed has none, and no band.
    xlabel, ylabel : str
        With units.
    caption, alt : str
        As for `Picture`; the alt text names first and last values where it is not given.
    x : (steps,) ndarray, optional
        1, 2, 3, ... by default. Where all are whole numbers, the axis has no others.
    log : bool
        A logarithmic vertical axis.
    limits : (float, float), optional
        Lowest and highest value of the vertical axis.
    title : str
    size : (float, float)
        Inches, width and height.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where a line has not as many values as x.

    Examples
    --------
    >>> curves(
    ...     {"raw": [2.3, 1.0], "scaled": [2.3, 0.2]}, xlabel="epoch", ylabel="loss", caption="Two."
    ... ).alt
    'loss against epoch: raw from 2.3 to 1; scaled from 2.3 to 0.2.'
    """
    figure, axes = new_figure(*size)
    panel = axes[0, 0]
    ends, said = [], []
    for (name, values), (colour, dashes) in zip(
        lines.items(), line_styles(len(lines)), strict=True
    ):
        mean, spread = _mean_and_spread(values)
        steps = np.arange(1, len(mean) + 1) if x is None else np.asarray(x)
        if steps.shape != mean.shape:
            raise ValueError(f"{name!r} has {len(mean)} values, x has shape {steps.shape}")
        panel.plot(steps, mean, color=colour, linestyle=dashes)
        if spread is not None:
            low = np.maximum(mean - spread, np.min(values, axis=0)) if log else mean - spread
            panel.fill_between(steps, low, mean + spread, color=colour, alpha=0.18, linewidth=0)
        ends.append((name, (steps[-1], mean[-1]), colour))
        said.append(f"{name} from {short(mean[0])} to {short(mean[-1])}")
    panel.set(xlabel=xlabel, ylabel=ylabel, title=title, yscale="log" if log else "linear")
    panel.set_xlim(steps[0], steps[-1])
    if limits:
        panel.set_ylim(*limits)
    if np.all(steps == np.round(steps)):
        panel.xaxis.get_major_locator().set_params(integer=True)
    panel.grid(axis="y")
    label_ends(panel, ends)
    alt = alt or f"{ylabel} against {xlabel}: {'; '.join(said)}."
    return Picture(figure, caption=caption, alt=alt)


def _fit_labels(panel, labels, width):
    """Make the values above bars of this width so small, or turn them, that none meet."""
    panel.figure.canvas.draw()
    (left, _), (right, _) = panel.transData.transform([(0, 0), (width, 0)])
    room = (right - left) / panel.figure.dpi - 0.04
    widest = max(text_width(label.get_text(), VALUE) for label in labels)
    size = VALUE * min(1, room / widest)
    for label in labels:
        if size >= SMALLEST:
            label.set_fontsize(size)
        else:
            label.set(rotation=90, fontsize=SMALLEST)


@styled
def bars(
    series,
    groups,
    *,
    ylabel,
    caption,
    alt=None,
    digits=0,
    limits=None,
    reference=None,
    title="",
    size=None,
):
    """Bars in groups, with their values; of several seeds mean and sample standard deviation.

    Parameters
    ----------
    series : dict of str to ndarray
        Each (groups,) or (seeds, groups). The sample standard deviation, a line up and down from
        the mean, divides by seeds - 1 (``ddof=1``); one seed has none.
    groups : list of str
        What stands below the groups.
    ylabel : str
        With its unit.
    caption, alt : str
        As for `Picture`; the alt text names all values where it is not given.
    digits : int
        Decimals of the values above the bars.
    limits : (float, float), optional
        Lowest and highest value of the axis.
    reference : (float, str), optional
        A level line, such as chance, and its name.
    title : str
    size : (float, float), optional
        Inches, width and height.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where a series has not one value for each group.

    Examples
    --------
    >>> bars({"same": [60], "other": [10]}, ["MLP"], ylabel="accuracy (%)", caption="Moved.").alt
    'accuracy (%): same: MLP 60; other: MLP 10.'
    """
    longest = max(len(str(group)) for group in groups)
    each = max(0.62 * len(series), 0.1 * longest + 0.1)  # inches a group needs
    figure, axes = new_figure(*(size or (min(8.4, 1.2 + each * len(groups)), 3.3)))
    panel = axes[0, 0]
    width = (0.8 if len(series) < 3 else 0.88) / len(series)
    said, labels = [], []
    look = line_styles(len(series))
    for k, (name, values) in enumerate(series.items()):
        mean, spread = _mean_and_spread(values)
        if len(mean) != len(groups):
            raise ValueError(
                f"{name!r} has {len(mean)} values for {len(groups)} groups: {list(groups)}"
            )
        at = np.arange(len(groups)) + (k - (len(series) - 1) / 2) * width
        panel.bar(
            at,
            mean,
            width * 0.92,
            color=look[k][0],
            label=name,
            yerr=spread,
            error_kw={"ecolor": "#444444", "capsize": 3, "elinewidth": 1.2},
        )
        tops = mean if spread is None else mean + spread
        for x, value, top in zip(at, mean, tops, strict=True):
            label = panel.annotate(
                short(value, digits),
                (x, top),
                xytext=(0, 3),
                textcoords="offset points",
                ha="center",
                fontsize=VALUE,
            )
            labels.append(label)
        spoken = ", ".join(f"{g} {short(v, digits)}" for g, v in zip(groups, mean, strict=True))
        said.append(f"{name}: {spoken}")
    panel.set_xticks(range(len(groups)), groups, fontsize=10, color="#222222")
    panel.tick_params(axis="x", length=0)
    panel.set(ylabel=ylabel, title=title)
    panel.margins(y=0.12)
    if limits:
        panel.set_ylim(*limits)
    panel.grid(axis="y")
    if reference is not None:
        reference_line(panel, *reference)
    if len(series) > 1:
        legend_outside(figure, *panel.get_legend_handles_labels(), "upper center")
    _fit_labels(panel, labels, width)
    return Picture(figure, caption=caption, alt=alt or f"{ylabel}: {'; '.join(said)}.")
