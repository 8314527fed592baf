"""Layers of small windows on top of each other: what one unit depends on."""

from matplotlib.patches import Circle

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import FAINT, INK, PALETTE, SOFT, new_figure, styled

RISE = 1.25  # from one layer to the next, in distances between units


@styled
def stacked_windows(*, caption, alt=None, n=9, kernel_size=3, layers=4):
    """Units of stacked layers, and everything that the middle unit at the top depends on.

    Parameters
    ----------
    caption, alt : str
        As for `Picture`.
    n : int
        Units of each layer (outputs at the ends see fewer).
    kernel_size : int
        Odd; how many units of the layer below a unit sees.
    layers : int
        Layers above the input.

    Returns
    -------
    Picture

    Examples
    --------
    >>> stacked_windows(caption="A cone.", n=5, layers=2).alt
    'Two layers over 5 inputs; the middle unit depends on 3 units one layer below, 5 two below.'
    """
    reach = kernel_size // 2
    figure, axes = new_figure(6.6, 0.62 * RISE * (layers + 0.6))
    panel = axes[0, 0]
    seen, counts = {n // 2}, []
    for layer in range(layers, -1, -1):
        height = layer * RISE
        below = {i for j in seen for i in range(j - reach, j + reach + 1) if 0 <= i < n}
        if layer:
            _lines(panel, n, reach, height, seen)
        for unit in range(n):
            _unit(panel, unit, height, unit in seen)
        name = f"layer {layer}" if layer else "input"
        panel.text(-0.7, height, name, ha="right", va="center", color=INK)
        count = f"{len(seen)} unit{'s' * (len(seen) > 1)}"
        panel.text(n - 0.3, height, count, va="center", color=PALETTE["blue"])
        counts.append(len(seen))
        seen = below
    panel.set(xlim=(-2.2, n + 1.2), ylim=(-0.5, layers * RISE + 0.5), aspect="equal")
    panel.axis("off")
    return Picture(figure, caption=caption, alt=alt or _spoken(n, counts[1:]))


def _lines(panel, n, reach, height, seen):
    for j in range(n):
        for i in range(max(0, j - reach), min(n, j + reach + 1)):
            used = j in seen
            panel.plot(
                [i, j],
                [height - RISE, height],
                color=PALETTE["blue"] if used else FAINT,
                linewidth=1.8 if used else 0.8,
                zorder=2 if used else 1,
            )


def _unit(panel, unit, height, used):
    panel.add_patch(
        Circle(
            (unit, height),
            0.2,
            facecolor=PALETTE["sky"] if used else "white",
            edgecolor=INK if used else SOFT,
            linewidth=1.3 if used else 0.8,
            zorder=3,
        )
    )


def _spoken(n, counts):
    words = ("one", "two", "three", "four", "five", "six")
    layers = words[len(counts) - 1].capitalize() if len(counts) <= len(words) else len(counts)
    first, *others = counts
    told = [f"{first} units one layer below"]
    told += [f"{count} {words[k + 1]} below" for k, count in enumerate(others)]
    return f"{layers} layers over {n} inputs; the middle unit depends on {', '.join(told)}."
