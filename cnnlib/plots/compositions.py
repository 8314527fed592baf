"""Figures of several kinds of panel: what the interactive parts show where they cannot run."""

import numpy as np

from cnnlib.plots.charts import draw_histogram
from cnnlib.plots.matrices import draw_table, mark_window
from cnnlib.plots.photographs import show_image
from cnnlib.plots.picture import Picture
from cnnlib.plots.style import PALETTE, new_figure, styled


@styled
def predictions(pictures, probabilities, *, caption, alt=None, label=None):
    """What several models say about several pictures: a row for each picture, bars for each model.

    Parameters
    ----------
    pictures : dict of str to (H, W) ndarray
    probabilities : dict of str to (pictures, classes) ndarray
        For each model, in the order of the pictures; between 0 and 1.
    caption, alt : str
        As for `Picture`.
    label : int, optional
        The true class, marked below its bar.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import numpy as np
    >>> predictions(
    ...     {"left": np.eye(8)}, {"MLP": np.full((1, 10), 0.1)}, caption="Undecided."
    ... ).alt
    'Pictures (left) and the probability of each of 10 classes according to MLP.'
    """
    models = {name: np.atleast_2d(values) for name, values in probabilities.items()}
    rows, classes = len(pictures), next(iter(models.values())).shape[1]
    figure, axes = new_figure(
        8.4, 1.75 * rows + 0.3, rows, len(models) + 1, width_ratios=[1.2] + [1.5] * len(models)
    )
    for row, (title, picture) in enumerate(pictures.items()):
        show_image(axes[row, 0], np.asarray(picture))
        axes[row, 0].set_title(title, fontsize=10)
        for panel, (name, values) in zip(axes[row, 1:], models.items(), strict=True):
            best = int(values[row].argmax())
            colours = [PALETTE["blue"] if k == best else "#9CC3DD" for k in range(classes)]
            panel.bar(range(classes), 100 * values[row], color=colours)
            panel.set(ylim=(0, 105), yticks=(0, 50, 100), xticks=range(classes))
            panel.set_title(f"{name} says {best}", fontsize=10)
            panel.grid(axis="y")
            if label is not None:
                panel.get_xticklabels()[label].set(fontweight="bold", color="black")
        axes[row, 1].set_ylabel("probability (%)")
    for panel in axes[-1, 1:]:
        panel.set_xlabel("class" if label is None else f"class (true: {label})")
    alt = alt or (
        f"Pictures ({', '.join(pictures)}) and the probability of each of {classes} classes "
        f"according to {' and '.join(models)}."
    )
    return Picture(figure, caption=caption, alt=alt)


@styled
def pixel_sheet(image, permuted, row, column, *, caption, alt=None, side=8):
    """A picture, the numbers around one pixel, the picture with its pixels permuted, histograms.

    Parameters
    ----------
    image, permuted : (H, W) or (H, W, 3) uint8 ndarray
        The second has the same pixels in another order.
    row, column : int
        The pixel whose surroundings are shown.
    caption, alt : str
        As for `Picture`.
    side : int
        Height and width of the surroundings, in pixels.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import numpy as np
    >>> image = np.arange(256, dtype=np.uint8).reshape(16, 16)
    >>> pixel_sheet(image, image[::-1], 3, 4, caption="A ramp.").alt[-49:]
    'The pixel at row 3, column 4 has the value (52,).'
    """
    image, permuted = np.asarray(image), np.asarray(permuted)
    top = int(np.clip(row - side // 2, 0, max(image.shape[0] - side, 0)))
    left = int(np.clip(column - side // 2, 0, max(image.shape[1] - side, 0)))
    patch = image[top : top + side, left : left + side]
    plane = patch if patch.ndim == 2 else patch[..., 0]
    figure, axes = new_figure(8.4, 5.4, 2, 2, width_ratios=(1.25, 1), height_ratios=(1, 0.85))
    show_image(axes[0, 0], image, limits=(0, 255))
    mark_window(axes[0, 0], (top - 0.5, left - 0.5, *plane.shape), thick=1.6)
    axes[0, 0].set_title("the picture")
    draw_table(axes[0, 1], plane, digits=0, size=7.5)
    # Where the chosen pixel is in the enlargement.
    mark_window(axes[0, 1], (row - top, column - left, 1, 1), thick=1.8)
    kind = "grey levels" if patch.ndim == 2 else "red plane"
    axes[0, 1].set(xlim=(-0.1, plane.shape[1] + 0.1), ylim=(plane.shape[0] + 0.1, -0.1))
    axes[0, 1].set_title(f"framed pixels, {kind}")
    axes[0, 1].axis("off")
    show_image(axes[1, 0], permuted, limits=(0, 255))
    axes[1, 0].set_title("the same pixels, permuted")
    draw_histogram(axes[1, 1], image, np.linspace(0, 256, 33))
    axes[1, 1].set_title("histogram, the same for both")
    axes[1, 1].set(xlabel="pixel value", ylabel="number of pixels")
    value = tuple(int(v) for v in np.atleast_1d(image[row, column]))
    alt = alt or (
        "A picture, an enlargement of its numbers, the picture with its pixels in random order, "
        f"and their histogram. The pixel at row {row}, column {column} has the value {value}."
    )
    return Picture(figure, caption=caption, alt=alt)
