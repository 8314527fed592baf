"""Arrays shown as pictures."""

import math

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import (
    INK,
    PALETTE,
    SIGNED,
    SOFT,
    legend_outside,
    named,
    new_figure,
    short,
    styled,
    text_width,
)

PANEL = 2.6  # inches, the longer side of a picture where several stand together
ALONE = 3.6  # inches, a picture by itself
WIDEST = 8.4  # inches, as much as a notebook shows without shrinking
MARKS = [("orange", "-"), ("sky", (0, (3, 1.3))), ("pink", (0, (1, 1))), ("vermilion", "-.")]
BETWEEN = 0.15  # inches between pictures
LARGEST, SMALLER = 11, 9.5  # points of a title


def _check_picture(name, array):
    """Refuse what imshow cannot show as an image."""
    if array.size and (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))):
        return
    raise ValueError(
        f"{name or 'a picture'} has shape {array.shape}; an image is (H, W) or (H, W, 3). "
        "Channels first? Then np.moveaxis(image, 0, -1)."
    )


def _limits(arrays, limits, signed):
    """The (lowest, highest) value of each picture's colour scale."""
    grey = [a for a in arrays if a.ndim == 2]
    if isinstance(limits, tuple):
        return [limits] * len(arrays)
    if limits == "shared":
        groups = [grey] * len(arrays)
    elif limits == "own":
        groups = [[a] for a in arrays]
    else:
        raise ValueError(f"limits is 'shared', 'own' or a pair (low, high), not {limits!r}")
    pairs = []
    for group in groups:
        values = [float(v) for a in group for v in (np.nanmin(a), np.nanmax(a))] or [
            0.0,
            1.0,
        ]
        if signed:
            reach = max(map(abs, values)) or 1.0
            pairs.append((-reach, reach))
        else:
            pairs.append((min(values), max(values)) if min(values) < max(values) else (0, 1))
    return pairs


def show_image(axes, array, limits=(None, None), signed=False):
    """One picture, pixels as squares, no axis ticks."""
    if array.ndim == 3 and array.dtype.kind == "f":
        array = np.clip(array, 0, 1)
    # A pixel that is large on the page keeps its hard edge; a photograph is smoothed when shrunk.
    smooth = "antialiased" if max(array.shape[:2]) > 64 else "nearest"
    colours = SIGNED if signed else "gray"
    low, high = limits
    shown = axes.imshow(array, cmap=colours, vmin=low, vmax=high, interpolation=smooth)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_color(SOFT)
    return shown


def _fitted_titles(names, wide, widest):
    """Titles that do not meet: their points, their lines, and the inches that a column needs.

    Long titles are made a little smaller; then columns are made wider; then titles are broken.
    """
    longest = max(_title_width(name, LARGEST) for name in names) + BETWEEN
    size = max(SMALLER, LARGEST * min(1, wide / longest))
    needed = longest * size / LARGEST
    column = max(wide, min(needed, widest))
    if needed <= column:
        return size, list(names), column
    names = [
        "\n".join(_broken(line, size, column - BETWEEN) for line in name.split("\n"))
        for name in names
    ]
    longest = max(_title_width(name, size) for name in names) + BETWEEN
    return size * min(1, column / longest), names, column


def _title_width(title, size):
    """Inches of a title's longest line."""
    return max(text_width(line, size) for line in title.split("\n"))


def _broken(title, size, room):
    """A line of a title in lines of so many inches, as far as its words allow."""
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def _layout(arrays, names, columns, colourbar, size):
    """Inches of a grid in which every picture has the same height; points and lines of titles."""
    side = size or (ALONE if len(arrays) == 1 else PANEL)
    height, width = np.max([a.shape[:2] for a in arrays], axis=0)
    scale = side / max(height, width)
    rows = math.ceil(len(arrays) / columns)
    bar = 0.75 if colourbar else 0
    shrink = min(1, WIDEST / (columns * (width * scale + BETWEEN + bar)))
    wide = (width * scale + BETWEEN) * shrink
    points, titles, column = _fitted_titles(names, wide, WIDEST / columns - bar * shrink)
    heading = 0.36 + 0.19 * max(title.count("\n") for title in titles) if any(titles) else 0.1
    tall = height * scale * shrink + heading
    return (columns * (column + bar * shrink), rows * tall), points, titles


def picture_grid(pictures, titles, columns=None, colourbar=False, size=None):
    """A figure, and a panel with its title for each of these pictures, still to be drawn."""
    columns = columns or min(len(pictures), 5)
    rows = math.ceil(len(pictures) / columns)
    inches, points, titles = _layout(pictures, titles, columns, colourbar, size)
    figure, axes = new_figure(*inches, rows, columns)
    panels = axes.flat[: len(pictures)]
    for panel, title in zip(panels, titles, strict=True):
        panel.set_title(title, fontsize=points)
    for panel in axes.flat[len(pictures) :]:  # the last row may have room
        panel.set_visible(False)
    return figure, panels


@styled
def images(
    arrays,
    *,
    caption,
    alt=None,
    columns=None,
    limits="shared",
    signed=False,
    colourbar=False,
    label="value",
    size=None,
):
    """Pictures side by side or in a grid.

    Parameters
    ----------
    arrays : ndarray, or list of ndarray, or dict of str to ndarray
        Each (H, W), grey, or (H, W, 3), RGB: uint8, or floats in [0, 1]. The names are the titles.
    caption, alt : str
        As for `Picture`; the alt text lists the titles where it is not given.
    columns : int, optional
        Pictures in a row; all of them, up to five, by default.
    limits : {"shared", "own"} or (float, float)
        What is black and what is white in grey pictures: one range for all, each its own, or these.
    signed : bool
        Zero is white, negative blue, positive vermilion.
    colourbar : bool
        Show the scale of each grey picture.
    label : str
        What the scale shows, with its unit.
    size : float, optional
        Inches of the longer side of one picture.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        Where an array is not the shape of an image.

    Examples
    --------
    >>> import numpy as np
    >>> images({"dark": np.zeros((2, 3)), "light": np.ones((2, 3))}, caption="Two greys.").alt
    'Pictures side by side: dark, light.'
    """
    names, pictures = zip(*named(arrays), strict=True)
    for name, array in zip(names, pictures, strict=True):
        _check_picture(name, array)
    pairs = _limits(pictures, limits, signed)
    figure, panels = picture_grid(pictures, names, columns, colourbar, size)
    for panel, array, pair in zip(panels, pictures, pairs, strict=True):
        shown = show_image(panel, array, pair, signed)
        if colourbar and array.ndim == 2:
            bar = figure.colorbar(shown, ax=panel, shrink=0.9, pad=0.03, label=label)
            bar.outline.set_visible(False)
    if alt is None:
        titles = ", ".join(filter(None, names))
        alt = f"Pictures side by side: {titles}." if titles else f"A picture: {caption}"
    return Picture(figure, caption=caption, alt=alt)


def planes(image, *, caption, alt=None):
    """An RGB picture and its three planes, each shown as the matrix of numbers that it is.

    Parameters
    ----------
    image : (H, W, 3) ndarray
        uint8, or floats in [0, 1].
    caption, alt : str
        As for `Picture`.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import numpy as np
    >>> planes(np.zeros((4, 5, 3), dtype=np.uint8), caption="Black.").alt[:38]
    'A colour picture of 4 by 5 pixels and '
    """
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"planes needs an RGB image of shape (H, W, 3), got {image.shape}")
    top = 255 if image.dtype.kind in "ui" else 1.0
    panels = {"image": image} | {
        f"{name} plane": image[:, :, k] for k, name in enumerate(("red", "green", "blue"))
    }
    if alt is None:
        alt = (
            f"A colour picture of {image.shape[0]} by {image.shape[1]} pixels and its red, green "
            f"and blue plane in grey, where black is 0 and white {short(top)}."
        )
    return images(panels, caption=caption, alt=alt, columns=4, limits=(0, top))


def _look(k):
    """Colour and line of the k-th mark; the first has a dark edge, and is seen on any ground."""
    colour, dashes = MARKS[k % len(MARKS)]
    edge = [withStroke(linewidth=4.4, foreground=INK)] if k == 0 else None
    return {
        "color": PALETTE[colour],
        "linestyle": dashes,
        "linewidth": 2.4,
        "path_effects": edge,
    }


def _frame(box, image, margin):
    """A box with a margin that does not reach beyond the picture: left, top, width, height."""
    top, left, tall, wide = box
    height, width = image.shape[:2]
    upper, lower = max(top - margin, min(top, 0)), min(top + tall + margin, max(top + tall, height))
    first, last = (
        max(left - margin, min(left, 0)),
        min(left + wide + margin, max(left + wide, width)),
    )
    return first, upper, last - first, lower - upper


@styled
def boxes_on_image(image, boxes, *, caption, alt=None, size=5.0):
    """Rectangles marked on a picture.

    Parameters
    ----------
    image : (H, W) or (H, W, 3) ndarray
    boxes : dict of str to box or list of boxes
        The name of a mark, such as "found" or "true place", and its (top, left, height, width) in
        pixels.
    caption, alt : str
        As for `Picture`.
    size : float
        Inches of the longer side.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import numpy as np
    >>> boxes_on_image(np.zeros((20, 30)), {"found": (2, 3, 5, 5)}, caption="A box.").alt
    'A picture with marks: found at row 2, column 3.'
    """
    image = np.asarray(image)
    _check_picture("image", image)
    height, width = image.shape[:2]
    scale = size / max(height, width)
    figure, axes = new_figure(max(width * scale, 2.4) + 0.1, height * scale + 0.45)
    panel = axes[0, 0]
    show_image(panel, image)
    said = []
    for k, (name, place) in enumerate(boxes.items()):
        places = [place] if np.ndim(place) == 1 else place
        for box in places:
            # A larger box for a later mark, so that two in the same place are both seen.
            first, upper, wide, tall = _frame(box, image, k * max(height, width) / 150)
            # A pixel's middle is where its number says, so its edge is half a pixel before.
            corner = (first - 0.5, upper - 0.5)
            panel.add_patch(Rectangle(corner, wide, tall, fill=False, clip_on=False, **_look(k)))
            said.append(f"{name} at row {int(box[0])}, column {int(box[1])}")
    handles = [Line2D([], [], **_look(k)) for k in range(len(boxes))]
    legend_outside(figure, handles, list(boxes), "lower center")
    alt = alt or f"A picture with marks: {'; '.join(said)}."
    return Picture(figure, caption=caption, alt=alt)
