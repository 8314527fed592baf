"""Drawings of how a layer is connected."""

from matplotlib.patches import Circle

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import INK, PALETTE, SOFT, new_figure, styled

# Each shared weight has its own colour and its own line.
SHARED = [
    ("blue", "-"),
    ("orange", (0, (5, 1.5))),
    ("green", (0, (1.2, 1.2))),
    ("pink", "-."),
    ("vermilion", (0, (8, 2))),
]


def _units(panel, count, height, name):
    for k in range(count):
        panel.add_patch(
            Circle(
                (k, height),
                0.24,
                facecolor="white",
                edgecolor=INK,
                linewidth=1.3,
                zorder=3,
            )
        )
        panel.text(
            k,
            height - 0.01,
            f"{name}$_{{{k}}}$",
            ha="center",
            va="center",
            fontsize=10,
            zorder=4,
        )


def _edge(panel, start, end, colour, dashes, line):
    panel.plot([start, end], [0, 1.6], color=colour, linestyle=dashes, linewidth=line, zorder=1)


def _neighbours(n, kernel_size):
    """(input, output, place in the kernel) of each connection of a zero-padded convolution."""
    reach = kernel_size // 2
    return [(i, j, i - j + reach) for j in range(n) for i in range(n) if abs(i - j) <= reach]


@styled
def connections(*, caption, alt=None, n=5, kernel_size=3):
    """The same inputs and outputs connected fully, locally, and locally with shared weights.

    Parameters
    ----------
    caption, alt : str
        As for `Picture`.
    n : int
        Inputs, and as many outputs (zeros are padded).
    kernel_size : int
        Odd; how many neighbours an output sees.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where kernel_size is even, or larger than the five lines that can be told apart.

    Examples
    --------
    >>> connections(caption="Three layers.").alt[:46]
    'Five inputs and five outputs, three times: con'
    """
    if kernel_size % 2 == 0 or not 1 <= kernel_size <= len(SHARED):
        raise ValueError(f"kernel_size is 1, 3 or 5 in this drawing, not {kernel_size}")
    local = _neighbours(n, kernel_size)
    figure, axes = new_figure(8.4, 2.1, 1, 3)
    everything = [(i, j) for i in range(n) for j in range(n)]
    plain, thin = PALETTE["blue"], 1.2
    for i, j in everything:
        _edge(axes[0, 0], i, j, plain, "-", thin)
    for i, j, place in local:
        _edge(axes[0, 1], i, j, plain, "-", thin)
        colour, dashes = SHARED[place]
        _edge(axes[0, 2], i, j, PALETTE[colour], dashes, 2.2)
    titles = {
        "fully connected": (len(everything), "each line its own weight"),
        "locally connected": (len(local), "each line its own weight"),
        "convolution": (kernel_size, "same line, same weight"),
    }
    for panel, (name, (count, note)) in zip(axes[0], titles.items(), strict=True):
        _units(panel, n, 0, "x")
        _units(panel, n, 1.6, "y")
        panel.set_title(f"{name}: {count} weights")
        panel.text((n - 1) / 2, -0.62, note, ha="center", color=SOFT, fontsize=9)
        panel.set(xlim=(-0.45, n - 0.55), ylim=(-0.75, 2.0), aspect="equal")
        panel.axis("off")
    words = {3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven"}
    word = words.get(n, str(n))
    alt = alt or (
        f"{word} inputs and {word.lower()} outputs, three times: connected fully by "
        f"{len(everything)} weights, locally by {len(local)} weights, and locally by "
        f"{kernel_size} weights that all outputs share."
    )
    return Picture(figure, caption=caption, alt=alt)
