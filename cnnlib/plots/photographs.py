"""Arrays shown as pictures."""

import math

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from cnnlib.plots.picture import Picture
from cnnlib.plots.style import (
    INK,
    PALETTE,
    SIGNED,
    SOFT,
    named,
    new_figure,
    short,
    styled,
    text_width,
)

PANEL = 2.6  # inches, the longer side of a picture where several stand together
ALONE = 3.6  # inches, a picture by itself
WIDEST = 8.4  # inches, as much as a notebook shows without shrinking
ROW = 0.45  # inches for a legend
MARKS = [("orange", "-"), ("sky", (0, (4, 2))), ("pink", (0, (1, 1))), ("vermilion", "-.")]
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
    longest = max(text_width(name, LARGEST) for name in names) + BETWEEN
    size = max(SMALLER, LARGEST * min(1, wide / longest))
    needed = longest * size / LARGEST
    column = max(wide, min(needed, widest))
    if needed <= column:
        return size, list(names), column
    names = [_broken(name, size, column - BETWEEN) for name in names]
    longest = max(text_width(line, size) for name in names for line in name.split("\n")) + BETWEEN
    return size * min(1, column / longest), names, column


def _broken(title, size, room):
    """A title in lines of so many inches, as far as its words allow."""
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
    tall = height * scale * shrink + 0.36 + 0.19 * max(title.count("\n") for title in titles)
    return (columns * (column + bar * shrink), rows * tall), points, titles


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
    columns = columns or min(len(pictures), 5)
    rows = math.ceil(len(pictures) / columns)
    inches, points, titles = _layout(pictures, names, columns, colourbar, size)
    figure, axes = new_figure(*inches, rows, columns)
    pairs = _limits(pictures, limits, signed)
    panels = zip(axes.flat, titles, pictures, pairs, strict=False)  # the last row may have room
    for panel, title, array, pair in panels:
        shown = show_image(panel, array, pair, signed)
        panel.set_title(title, fontsize=points)
        if colourbar and array.ndim == 2:
            bar = figure.colorbar(shown, ax=panel, shrink=0.9, pad=0.03, label=label)
            bar.outline.set_visible(False)
    for panel in axes.flat[len(pictures) :]:
        panel.set_visible(False)
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


def _mark(panel, image, box, k, name, margin):
    """The frame of the k-th mark; its margin does not reach beyond the picture."""
    top, left, tall, wide = box
    height, width = image.shape[:2]
    low = max(top - margin, min(top, 0)), max(left - margin, min(left, 0))
    bottom = min(top + tall + margin, max(top + tall, height))
    right = min(left + wide + margin, max(left + wide, width))
    colour, dashes = MARKS[k % len(MARKS)]
    rectangle = Rectangle(
        (low[1] - 0.5, low[0] - 0.5),  # a pixel's middle is where its number says
        right - low[1],
        bottom - low[0],
        fill=False,
        edgecolor=PALETTE[colour],
        linewidth=2.4,
        linestyle=dashes,
        path_effects=[withStroke(linewidth=4.4, foreground=INK)] if k == 0 else None,
        clip_on=False,
        label=name,
    )
    panel.add_patch(rectangle)


def _legend_below(figure, panel):
    """A legend in as few rows as fit below the picture."""
    handles, names = panel.get_legend_handles_labels()
    unique = dict(zip(names, handles, strict=True))
    # Smaller letters rather than a second row.
    attempts = [(len(unique), 10), (len(unique), 9), *((n, 10) for n in range(len(unique), 0, -1))]
    for columns, size in attempts:
        legend = figure.legend(
            unique.values(),
            unique.keys(),
            loc="outside lower center",
            ncols=columns,
            fontsize=size,
            handlelength=1.7,
            columnspacing=1.3,
        )
        wide = legend.get_window_extent().width / figure.dpi
        if wide <= figure.get_figwidth():
            break
        if columns > 1:
            legend.remove()
    rows = math.ceil(len(unique) / columns)
    figure.set_size_inches(
        max(wide, figure.get_figwidth()), figure.get_figheight() + ROW / 2 * (rows - 1)
    )


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
    figure, axes = new_figure(max(width * scale, 2.4) + 0.1, height * scale + ROW)
    panel = axes[0, 0]
    show_image(panel, image)
    said = []
    for k, (name, place) in enumerate(boxes.items()):
        places = [place] if np.ndim(place) == 1 else place
        for box in places:
            # A larger box for a later mark, so that two in the same place are both seen.
            _mark(panel, image, box, k, name, margin=k * max(height, width) / 150)
            said.append(f"{name} at row {int(box[0])}, column {int(box[1])}")
    _legend_below(figure, panel)
    alt = alt or f"A picture with marks: {'; '.join(said)}."
    return Picture(figure, caption=caption, alt=alt)
