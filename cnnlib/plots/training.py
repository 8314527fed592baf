"""How training went: loss and accuracy, epoch by epoch."""

import math

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from cnnlib.plots.charts import _mean_and_spread
from cnnlib.plots.picture import Picture
from cnnlib.plots.style import (
    INK,
    legend_outside,
    line_styles,
    new_figure,
    reference_line,
    short,
    styled,
)

MARKERS = "osD^vPX"  # with the colours, so that a line is known without them
# Hollow markers for training: after a single epoch there is no line to be dashed.
PARTS = {
    "train": {"linestyle": (0, (4, 2)), "markerfacecolor": "white"},
    "valid": {"linestyle": "-"},
}
COLUMNS = ("train_loss", "train_accuracy", "valid_loss", "valid_accuracy")
SPOKEN = {"train": "training", "valid": "validation"}


@styled
def training_curves(
    histories,
    *,
    caption,
    alt=None,
    parts=("train", "valid"),
    log=False,
    num_classes=None,
    size=(8.4, 3.4),
):
    """Loss and accuracy after each epoch, side by side; training dashed, validation solid.

    Parameters
    ----------
    histories : history, or list of histories, or dict of str to any of the two
        The names are in the legend. Several histories in a list are seeds: their mean is drawn,
        and a band of one sample standard deviation (``ddof=1``). A history is any object with the
        attributes ``train_loss``, ``train_accuracy``, ``valid_loss`` and ``valid_accuracy``, or a
        dict with these keys: a list each, one value an epoch; accuracies between 0 and 1. Those
        that are missing, None, or empty are not drawn.
    caption, alt : str
        As for `Picture`; the alt text has first and last values where it is not given.
    parts : "train", "valid", or both
        Which of them are drawn.
    log : bool
        A logarithmic axis for the loss.
    num_classes : int, optional
        Draw where somebody stands who only guesses: a loss of ln(num_classes); an accuracy of
        1 / num_classes, if the axis reaches down to it.
    size : (float, float)
        Inches, width and height.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is nothing to draw, or if the seeds of one name have not equally many epochs.

    Examples
    --------
    >>> history = {"train_loss": [2.0, 0.5], "train_accuracy": [0.2, 0.9]}
    >>> training_curves(history, caption="Two epochs.").alt
    'Over 2 epochs: training loss from 2 to 0.5, training accuracy from 20 to 90 %.'
    """
    parts = (parts,) if isinstance(parts, str) else tuple(parts)
    runs = {name: _seeds(name, values, parts) for name, values in _by_name(histories).items()}
    drawn = {part for lines in runs.values() for _, part in lines}
    if not drawn:
        raise ValueError(f"there is nothing to draw: no history has any of {', '.join(parts)}")
    figure, axes = new_figure(*size, 1, 2)
    panels = dict(zip(("loss", "accuracy"), axes[0], strict=True))
    looks = _looks(runs)
    for name, lines in runs.items():
        for (what, part), values in lines.items():
            look = {**looks[name], **PARTS[part]}
            _draw_line(panels[what], values, look, log and what == "loss")
    panels["loss"].set_ylabel("loss (cross-entropy)")
    panels["accuracy"].set_ylabel("accuracy (%)")
    if log:
        _log_axis(panels["loss"])
    _finish(panels, max(values.shape[1] for lines in runs.values() for values in lines.values()))
    if num_classes is not None:
        _guessing(panels, num_classes)
    _legend(figure, looks, sorted(drawn))
    return Picture(figure, caption=caption, alt=alt or _spoken(runs))


def _by_name(histories):
    """The histories by their names; what comes without a name gets an empty one."""
    if isinstance(histories, dict) and not set(histories) & set(COLUMNS):
        return {str(name): values for name, values in histories.items()}
    return {"": histories}


def _seeds(name, histories, parts):
    """The (seeds, epochs) values of each line of a name, by ("loss" or "accuracy", part)."""
    histories = histories if isinstance(histories, list | tuple) else [histories]
    lines = {}
    for what, scale in (("loss", 1), ("accuracy", 100)):
        for part in parts:
            rows = [_row(history, f"{part}_{what}") for history in histories]
            rows = [row for row in rows if row.size]
            if len({len(row) for row in rows}) > 1:
                raise ValueError(
                    f"the runs of {name!r} have {', '.join(str(len(row)) for row in rows)} epochs, "
                    "and their mean needs equally many: give each a name of its own"
                )
            if rows:
                lines[what, part] = scale * np.stack(rows)
    return lines


def _row(history, key):
    """The values of one list of a history; none where it has no such list, or only None."""
    values = history.get(key) if isinstance(history, dict) else getattr(history, key, None)
    row = np.array([] if values is None else values, dtype=float)
    return row if np.isfinite(row).any() else np.array([])


def _looks(names):
    colours = (colour for colour, _ in line_styles(len(names)))
    return {
        name: {"color": colour, "marker": MARKERS[k % len(MARKERS)], "markersize": 5}
        for k, (name, colour) in enumerate(zip(names, colours, strict=True))
    }


def _draw_line(panel, values, look, log):
    mean, spread = _mean_and_spread(values)
    epochs = np.arange(1, len(mean) + 1)
    # Few markers: with many epochs they would hide the line.
    panel.plot(epochs, mean, markevery=max(1, len(epochs) // 10), **look)
    if spread is not None:
        low = np.maximum(mean - spread, values.min(axis=0)) if log else mean - spread
        panel.fill_between(epochs, low, mean + spread, color=look["color"], alpha=0.15, linewidth=0)


def _log_axis(panel):
    """A logarithmic axis with plain numbers: 1, 2, 5, 10, ...; closer on less than a decade."""
    panel.set_yscale("log")
    low, high = panel.get_ylim()
    panel.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if high > 10 * low else range(1, 10)))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    panel.yaxis.set_minor_formatter(NullFormatter())


def _finish(panels, epochs):
    margin = 0.5 if epochs == 1 else min(0.5, 0.04 * epochs)
    for panel in panels.values():
        panel.set(xlabel="epoch", xlim=(1 - margin, epochs + margin))
        panel.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
        panel.grid(axis="y")
    low, high = panels["accuracy"].get_ylim()
    panels["accuracy"].set_ylim(low, min(100.5, high))


def _guessing(panels, num_classes):
    reference_line(panels["loss"], math.log(num_classes), "guessing")
    low, high = panels["accuracy"].get_ylim()
    if low <= 100 / num_classes <= high:
        reference_line(panels["accuracy"], 100 / num_classes, "guessing")


def _legend(figure, looks, parts):
    """The names by colour and marker; and which line is training, which validation."""
    names = [name for name in looks if name]
    handles = [Line2D([], [], **looks[name]) for name in names]
    for part in parts:
        handles.append(Line2D([], [], color=INK, marker="o", markersize=5, **PARTS[part]))
        names.append(SPOKEN[part])
    legend_outside(figure, handles, names, "upper center")


def _spoken(runs):
    said = []
    for name, lines in runs.items():
        words = []
        for (what, part), values in lines.items():
            mean = values.mean(axis=0)
            unit = " %" if what == "accuracy" else ""
            digits = 1 if unit else 3
            words.append(
                f"{SPOKEN[part]} {what} from {short(mean[0], digits)} "
                f"to {short(mean[-1], digits)}{unit}"
            )
        if words:
            said.append(f"{name}: {', '.join(words)}" if name else ", ".join(words))
    longest = max(values.shape[1] for lines in runs.values() for values in lines.values())
    return f"Over {longest} epoch{'s' if longest != 1 else ''}: {'; '.join(said)}."
