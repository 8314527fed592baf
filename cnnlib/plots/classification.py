"""What a classifier takes for what: the confusion matrix, and its mistakes as pictures."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.patches import Rectangle

from cnnlib.plots.matrices import number_size
from cnnlib.plots.photographs import picture_grid, show_image
from cnnlib.plots.picture import Picture
from cnnlib.plots.style import INK, PALETTE, SOFT, bare_figure, ink_on, styled, text_width

CELL, SMALLEST_CELL = 0.46, 0.2  # inches
WIDEST = 8.4
LABEL = 10  # points
GRID = "#BBBBBB"
RIGHT = (*to_rgb("#D3E5F1"), 1.0)  # a pale blue: right answers are many, and do not shout
ERRORS = LinearSegmentedColormap.from_list("errors", ["#FCEBD2", PALETTE["vermilion"]])
STRONGEST = 0.75  # of that scale: the number in the cell stays readable
MISTAKE = 1.3  # inches, the longer side of a picture


@styled
def confusion_matrix(matrix, class_names, *, caption, alt=None, size=None):
    """How often each class is taken for which: right answers pale blue, mistakes orange to red.

    The colours of the mistakes go from one to the most frequent; what never happens is white.
    At the right end of each row stands how many of the class are correct; a class without
    examples is hatched.

    Parameters
    ----------
    matrix : (classes, classes) array_like of int
        Row: the true class; column: the predicted class; the number of such images.
    class_names : sequence of str
        In the order of rows and columns.
    caption, alt : str
        As for `Picture`; the alt text says how many are correct, and the most frequent mistakes,
        where it is not given.
    size : float, optional
        Inches of a cell; by default as large as fits, 0.46 at most.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the matrix is not square, has not one row for each name, or holds anything but counts.

    Examples
    --------
    >>> confusion_matrix([[9, 1], [0, 7]], ["cat", "dog"], caption="One cat barks.").alt
    '...16 of 17 are correct. Most frequent mistakes: cat read as dog (1).'
    """
    names = [str(name) for name in class_names]
    counts = _counts(matrix, names)
    found = [_found(row, k) for k, row in enumerate(counts)]
    left = max(text_width(name, LABEL) for name in names) + 0.5
    right = max(text_width(words, LABEL) for words in [*found, "correct"]) + 0.3
    cell = size or min(CELL, max(SMALLEST_CELL, (WIDEST - left - right) / len(names)))
    upright = max(text_width(name, LABEL) for name in names) > cell - 0.06
    below = (max(text_width(name, LABEL) for name in names) if upright else 0.15) + 0.4
    above, side = 0.35, cell * len(names)
    wide, tall = left + side + right, above + side + below
    figure = bare_figure(wide, tall)
    panel = figure.add_axes((left / wide, below / tall, side / wide, side / tall))
    _draw_counts(panel, counts, number_size([counts], 0, cell))
    _mark_empty_rows(panel, counts)
    panel.set_xticks(range(len(names)), names, rotation=90 if upright else 0)
    panel.set_yticks(range(len(names)), names)
    panel.tick_params(length=0, labelsize=LABEL, labelcolor=INK)
    panel.set(xlabel="predicted class", ylabel="true class")
    _write_beside(panel, found, cell)
    return Picture(figure, caption=caption, alt=alt or _spoken_matrix(counts, names))


def _counts(matrix, names):
    """The matrix as whole numbers, or an error that says what it is instead."""
    counts = np.asarray(matrix)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"a confusion matrix is square, (classes, classes), not {counts.shape}")
    if len(counts) != len(names):
        raise ValueError(f"{len(counts)} classes have {len(names)} names: {', '.join(names)}")
    whole = counts.astype(int)
    if (whole != counts).any() or (whole < 0).any():
        wrong = counts[(whole != counts) | (whole < 0)][0]
        raise ValueError(f"a confusion matrix holds counts, 0, 1, 2, ..., but {wrong} is in it")
    return whole


def _found(row, k):
    return f"{row[k]} of {row.sum()}" if row.sum() else "no examples"


def _mistakes_only(counts):
    return counts * (1 - np.eye(len(counts), dtype=int))


def _draw_counts(panel, counts, points):
    """The cells with their colours and their numbers."""
    wrong = _mistakes_only(counts)
    colours = ERRORS(STRONGEST * (wrong - 1) / max(1, wrong.max() - 1))
    colours[wrong == 0] = 1
    colours[np.diag(np.diag(counts)) > 0] = RIGHT
    panel.imshow(colours, interpolation="nearest", aspect="auto")
    edges = np.arange(len(counts) + 1) - 0.5
    line = {"color": GRID, "linewidth": 0.8, "clip_on": False, "snap": True}
    panel.hlines(edges, edges[0], edges[-1], **line)
    panel.vlines(edges, edges[0], edges[-1], **line)
    panel.spines[:].set_visible(False)
    for (i, j), count in np.ndenumerate(counts):
        if count or (i == j and counts[i].any()):
            panel.text(
                j,
                i,
                str(count),
                ha="center",
                va="center",
                fontsize=points,
                fontweight="normal" if i == j else "bold",
                color=ink_on(colours[i, j]),
            )


def _mark_empty_rows(panel, counts):
    """Hatch the rows of classes without examples, and take the zero away."""
    for k in np.flatnonzero(counts.sum(axis=1) == 0):
        box = Rectangle((-0.5, k - 0.5), len(counts), 1, hatch="////", linewidth=0)
        box.set(facecolor="#F2F2F2", edgecolor=GRID, zorder=1.5)  # below the lines
        panel.add_patch(box)


def _write_beside(panel, found, cell):
    """How many of each class are correct, at the right end of its row."""
    style = {"transform": panel.get_yaxis_transform(), "va": "center", "fontsize": LABEL}
    beside = 1 + 0.12 / (cell * len(found))
    panel.text(beside, -0.5 - 0.18 / cell, "correct", color=SOFT, **style)
    for k, words in enumerate(found):
        panel.text(beside, k, words, color=INK, **style)


def _spoken_matrix(counts, names):
    wrong = _mistakes_only(counts)
    correct = f"{np.trace(counts)} of {counts.sum()} are correct"
    said = f"Confusion matrix of {len(names)} classes: {correct}."
    # Most frequent first; of equal ones, in the order of the rows.
    order = np.argsort(-wrong.ravel(), kind="stable")[:5]
    pairs = [divmod(int(k), len(names)) for k in order if wrong.flat[k]]
    if pairs:
        worst = ", ".join(f"{names[i]} read as {names[j]} ({wrong[i, j]})" for i, j in pairs)
        said += f" Most frequent mistakes: {worst}."
    empty = [name for name, row in zip(names, counts, strict=True) if not row.sum()]
    return said + (f" No examples of {', '.join(empty)}." if empty else "")


@styled
def mistakes(
    images,
    labels,
    predictions,
    class_names,
    *,
    caption,
    alt=None,
    confidences=None,
    count=12,
    columns=6,
):
    """The images that a classifier reads wrongly, those that it is surest of first.

    Above each stands what it is and what it is taken for: "7 read as 1", and how sure of that
    the classifier is.

    Parameters
    ----------
    images : (N, C, H, W) or (N, H, W) array_like
        One or three channels. The lowest value of all is black, the highest white.
    labels, predictions : (N,) array_like of int
        The true and the predicted classes, right ones among them: these are left out.
    class_names : sequence of str
    caption, alt : str
        As for `Picture`; the alt text lists what is shown where it is not given.
    confidences : (N,) or (N, classes) array_like, optional
        The probability of each prediction, between 0 and 1, or the logits of all classes, of
        which the softmax is taken. Without them, the mistakes stand in their own order.
    count : int
        Pictures at most.
    columns : int
        Pictures in a row.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the arrays have not one entry for each image, if a label or a prediction is no class,
        or if confidences are not probabilities.

    Examples
    --------
    >>> import numpy as np
    >>> images = np.eye(4)[:, None] * np.ones((4, 4, 1))
    >>> mistakes(images, [0, 1, 1, 0], [0, 1, 0, 1], ["one", "two"], caption="Two of four.").alt
    '2 of 4 images are read wrongly. Shown: two read as one; one read as two.'
    """
    pictures = _channels_last(images)
    labels, predictions = _classes(labels, predictions, len(pictures), class_names)
    sure = _confidence(confidences, predictions)
    (wrong,) = np.nonzero(labels != predictions)
    if sure is not None:
        wrong = wrong[np.argsort(-sure[wrong], kind="stable")]
    shown = wrong[:count]
    said = f"{len(wrong)} of {len(labels)} images are read wrongly."
    if not len(shown):
        return Picture(_nothing_wrong(len(labels)), caption=caption, alt=alt or said)
    titles = [f"{class_names[labels[k]]} read as {class_names[predictions[k]]}" for k in shown]
    if sure is not None:
        titles = [f"{title}\n{_percent(sure[k])}" for title, k in zip(titles, shown, strict=True)]
    figure, panels = picture_grid(
        [pictures[k] for k in shown], titles, min(columns, len(shown)), size=MISTAKE
    )
    for panel, k in zip(panels, shown, strict=True):
        show_image(panel, pictures[k], limits=(0, 1))
    listed = "; ".join(title.replace("\n", ", ") for title in titles)
    return Picture(figure, caption=caption, alt=alt or f"{said} Shown: {listed}.")


def _channels_last(images):
    """The images as (N, H, W) or (N, H, W, 3) floats, from black at 0 to white at 1."""
    images = np.asarray(images, dtype=float)
    if images.ndim == 4 and images.shape[1] in (1, 3):
        images = images[:, 0] if images.shape[1] == 1 else np.moveaxis(images, 1, -1)
    elif images.ndim != 3:
        raise ValueError(
            f"images have shape {images.shape}, but must be (N, 1, H, W), (N, 3, H, W) or (N, H, W)"
        )
    low, high = images.min(initial=np.inf), images.max(initial=-np.inf)
    return (images - low) / (high - low) if low < high else np.zeros_like(images)


def _classes(labels, predictions, count, class_names):
    """Labels and predictions as arrays of `count` indices of classes."""
    pair = []
    for name, values in (("labels", labels), ("predictions", predictions)):
        values = np.asarray(values)
        if values.shape != (count,):
            raise ValueError(f"{name} have shape {values.shape} for {count} images: one for each")
        bad = values[(values < 0) | (values >= len(class_names)) | (values != values.astype(int))]
        if len(bad):
            raise ValueError(
                f"{name} are classes from 0 to {len(class_names) - 1}, but {bad[0]} is among them"
            )
        pair.append(values.astype(int))
    return pair


def _confidence(values, predictions):
    """The probability of each prediction, from probabilities or logits; None of None."""
    if values is None:
        return None
    values = np.asarray(values, dtype=float)
    count = len(predictions)
    if values.ndim not in (1, 2) or len(values) != count:
        raise ValueError(
            f"confidences have shape {values.shape}, but must be ({count},), probabilities, or "
            f"({count}, classes), logits"
        )
    if values.ndim == 2:
        powers = np.exp(values - values.max(axis=1, keepdims=True))
        return powers[np.arange(count), predictions] / powers.sum(axis=1)
    bad = values[~((values >= 0) & (values <= 1))]
    if len(bad):
        raise ValueError(
            f"confidences are probabilities, between 0 and 1, but {bad[0]:g} is among them; "
            "logits are given with all classes, (N, classes)"
        )
    return values


def _percent(probability):
    """A probability in whole per cent, but never rounded to a certainty that it is not.

    >>> _percent(0.984), _percent(0.9999), _percent(1.0)
    ('98 %', '> 99 %', '100 %')
    """
    rounded = round(100 * probability)
    return "> 99 %" if rounded == 100 and probability < 1 else f"{rounded} %"


def _nothing_wrong(count):
    figure = bare_figure(4, 0.6)
    words = f"none of {count} images is read wrongly"
    figure.text(0.5, 0.5, words, ha="center", va="center", color=SOFT)
    return figure
