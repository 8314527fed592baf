"""Points in a plane, one of which is looked at together with its neighbours."""

import numpy as np

from cnnlib.plots.photographs import show_image
from cnnlib.plots.picture import Picture
from cnnlib.plots.style import INK, PALETTE, bare_figure, styled

MARKERS = "osD^vP*X<>"
WIDE, TALL = 8.2, 4.4  # inches
SHOWN = 0.62  # share of the width for the points


@styled
def neighbourhood(
    points, labels, class_names, images, selected, neighbours, *, caption, alt=None, names=None
):
    """Points of a projection; one image, and the images of its neighbours.

    Parameters
    ----------
    points : (N, 2) array_like
    labels : (N,) array_like of int
        Indices into `class_names`: colour and shape of each point.
    class_names : sequence of str
    images : sequence of (H, W) or (H, W, 3) ndarray
        That of the selected point first, then those of its neighbours, nearest first.
    selected : int
        The number of the point that is looked at.
    neighbours : sequence of int
        The numbers of its neighbours.
    caption, alt : str
        As for `Picture`.
    names : sequence of str, optional
        What stands above each image; its class if not given.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where there are not as many images as neighbours and one.

    Examples
    --------
    >>> points, image = [[0, 0], [1, 0], [0, 2]], np.zeros((4, 4))
    >>> neighbourhood(
    ...     points, [0, 0, 1], ["a", "b"], [image, image], 0, [1], caption="Two of one class."
    ... ).alt
    '3 points of 2 classes in a plane. Selected is number 0, a; its neighbours: a.'
    """
    points, labels = np.asarray(points, dtype=float), np.asarray(labels)
    if len(images) != len(neighbours) + 1:
        raise ValueError(f"{len(neighbours)} neighbours and one need {len(neighbours) + 1} images")
    figure = bare_figure(WIDE, TALL)
    panel = figure.add_axes((0.01, 0.02, SHOWN - 0.03, 0.96))
    _draw_points(panel, points, labels, class_names)
    near = points[list(neighbours)]
    panel.scatter(*near.T, s=80, facecolors="none", edgecolors=INK, linewidth=1.1, zorder=4)
    panel.scatter(
        *points[selected], s=150, facecolors="none", edgecolors=INK, linewidth=2.4, zorder=5
    )
    names = names or [str(class_names[labels[k]]) for k in (selected, *neighbours)]
    _draw_images(figure, images, names)
    if alt is None:
        said = ", ".join(names[1:])
        alt = (
            f"{len(points)} points of {len(class_names)} classes in a plane. Selected is number "
            f"{selected}, {names[0]}; its neighbours: {said}."
        )
    return Picture(figure, caption=caption, alt=alt)


def looks(count):
    """Colour and shape of each class: no two alike, up to seventy classes."""
    colours = list(PALETTE.values())
    return [(colours[k % len(colours)], MARKERS[k % len(MARKERS)]) for k in range(count)]


def _draw_points(panel, points, labels, class_names):
    for k, (colour, marker) in enumerate(looks(len(class_names))):
        own = points[labels == k]
        panel.scatter(
            *own.T, s=17, color=colour, marker=marker, alpha=0.75, linewidth=0, label=class_names[k]
        )
    panel.set_xticks([])
    panel.set_yticks([])
    panel.spines[:].set_visible(False)
    panel.margins(0.03)
    panel.legend(
        loc="lower center",
        bbox_to_anchor=(0.5, -0.015),
        ncols=min(5, len(class_names)),
        fontsize=8.5,
        handletextpad=0.2,
        columnspacing=1.0,
        borderaxespad=0,
    )
    low, high = panel.get_ylim()
    rows = -(-len(class_names) // 5)
    panel.set_ylim(low - 0.065 * rows * (high - low), high)  # room for the legend


def _draw_images(figure, images, names):
    """The selected image large, its neighbours in rows of three below it."""
    left, wide = SHOWN, 1 - SHOWN - 0.01
    cell = wide / 3
    tall = cell * WIDE / TALL
    boxes = [(left + 0.75 * cell, 0.955 - 1.35 * tall, 1.5 * cell, 1.35 * tall)]
    top = 0.955 - 1.35 * tall - 0.09
    for k in range(len(images) - 1):
        row, column = divmod(k, 3)
        boxes.append((left + column * cell, top - (row + 1) * tall - row * 0.06, cell, tall))
    for k, (box, image, name) in enumerate(zip(boxes, images, names, strict=True)):
        x, y, width, height = box
        axes = figure.add_axes((x + 0.006, y, width - 0.012, height))
        show_image(axes, np.asarray(image), limits=(0, 1) if _is_unit(image) else (None, None))
        axes.set_title(name, fontsize=11 if k == 0 else 9, pad=3)


def _is_unit(image):
    return np.asarray(image).dtype.kind == "f"
