"""The digit mover: where a digit stands, and what models make of it."""

import numpy as np
import traitlets

from cnnlib import plots
from cnnlib.widgets.base import LessonWidget, browser_code


def _probabilities(name, model, canvas):
    """What a model says about a canvas, checked: (classes,) floats between 0 and 1."""
    values = np.asarray(model(canvas), dtype=float).ravel()
    if values.size < 2 or not np.isfinite(values).all():
        raise ValueError(f"{name!r} must return one finite probability for each class: {values}")
    if values.min() < -1e-6 or abs(values.sum() - 1) > 1e-3:
        raise ValueError(
            f"{name!r} must return probabilities, at least 0 and with the sum 1; the sum of these "
            f"is {values.sum():.3g}: a softmax is missing?"
        )
    return values


class DigitMover(LessonWidget):
    """The widget that `digit_mover` makes."""

    _esm, _css = browser_code("moving_digit")

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)
    canvas_shape = traitlets.List(traitlets.Int()).tag(sync=True)
    digit = traitlets.Bytes().tag(sync=True)
    digit_shape = traitlets.List(traitlets.Int()).tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, digit, predict, canvas=None, row=None, column=0, label=None):
        digits = digit if isinstance(digit, dict) else {"digit": digit}
        self._digits = {str(name): np.asarray(array) for name, array in digits.items()}
        shapes = {array.shape for array in self._digits.values()}
        if len(shapes) != 1 or len(next(iter(shapes))) != 2:
            raise ValueError(f"digits are matrices (h, w) of one size; the shapes here: {shapes}")
        height, width = next(iter(shapes))
        canvas = tuple(canvas or (2 * height, 3 * width))
        if canvas[0] < height or canvas[1] < width:
            raise ValueError(f"a canvas of {canvas} is smaller than the digit, {(height, width)}")
        if not isinstance(predict, dict) or not predict:
            raise ValueError("predict is a dict: the name of each model and the function it is")
        self._predict, self._label, self._seen = dict(predict), label, None
        names = list(self._digits)
        super().__init__(
            names=names,
            selected=names[0],
            canvas_shape=list(canvas),
            digit_shape=[height, width],
        )
        for name, model in self._predict.items():  # a model that is wrong says so here, at once
            _probabilities(name, model, self.canvas())
        self.row = (canvas[0] - height) // 2 if row is None else row
        self.column = column
        self._show()

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        if proposal["value"] not in self._digits:
            raise ValueError(f"no digit {proposal['value']!r}; there is: {', '.join(self.names)}")
        return proposal["value"]

    @traitlets.validate("row", "column")
    def _stay_inside(self, proposal):
        axis = 0 if proposal["trait"].name == "row" else 1
        room = self.canvas_shape[axis] - self.digit_shape[axis]
        return int(np.clip(proposal["value"], 0, room))

    def canvas(self, row=None, column=None):
        """The canvas as an array: zeros, and the digit at its place.

        Parameters
        ----------
        row, column : int, optional
            Of the digit's upper left corner; where it is now by default.

        Returns
        -------
        (H, W) float64 ndarray
        """
        row = self.row if row is None else row
        column = self.column if column is None else column
        height, width = self.digit_shape
        canvas = np.zeros(self.canvas_shape)
        canvas[row : row + height, column : column + width] = self._digits[self.selected]
        return canvas

    def _ask(self, canvas):
        return {name: _probabilities(name, f, canvas) for name, f in self._predict.items()}

    @traitlets.observe("selected", "row", "column")
    def _show(self, _change=None):
        place = (self.selected, self.row, self.column)
        # A drag changes row and column together: ask the models once.
        if place == self._seen:
            return
        self._seen = place
        array = self._digits[self.selected].astype(float)
        self.digit = (
            np.rint(255 * array / (array.max() or 1)).clip(0, 255).astype(np.uint8).tobytes()
        )
        try:
            answers, message = self._ask(self.canvas()), ""
        except Exception as error:  # whatever a model does: it is said in the widget
            answers, message = {}, f"A model failed: {type(error).__name__}: {error}"
        self.scene = {
            "models": [{"name": n, "values": p.tolist()} for n, p in answers.items()],
            "label": self._label_now(),
            "message": message,
        }

    def _label_now(self):
        if isinstance(self._label, dict):
            return self._label.get(self.selected)
        return self._label

    def state(self):
        """What the mover shows, as plain data.

        Returns
        -------
        dict
            selected, row, column (of the digit's upper left corner, pixels), label, probabilities
            (model to list of floats), says (model to its most probable class).
        """
        answers = {m["name"]: m["values"] for m in self.scene["models"]}
        return {
            "selected": self.selected,
            "row": self.row,
            "column": self.column,
            "label": self._label_now(),
            "probabilities": answers,
            "says": {name: int(np.argmax(values)) for name, values in answers.items()},
        }

    def static(self):
        """The mover as a figure: the digit where it is, and at the far end of the canvas."""
        room = self.canvas_shape[1] - self.digit_shape[1]
        far = room if self.column <= room / 2 else 0
        canvases = {
            f"column {self.column}": self.canvas(),
            f"moved to column {far}": self.canvas(column=far),
        }
        answers = [self._ask(canvas) for canvas in canvases.values()]
        return plots.predictions(
            canvases,
            {name: np.stack([a[name] for a in answers]) for name in self._predict},
            label=self._label_now(),
            caption=(
                f"The same digit at column {self.column} and at column {far} of the canvas, and "
                f"the class probabilities of {' and '.join(self._predict)}."
            ),
        )


def digit_mover(digit, predict, *, canvas=None, row=None, column=0, label=None):
    """The digit mover: drag a digit over a canvas and watch what several models say.

    Parameters
    ----------
    digit : (h, w) ndarray, or dict of str to ndarray
        One digit, or several of one size to choose from.
    predict : dict of str to callable
        For each model a function from a canvas, (H, W) float64, to its (classes,) probabilities.
    canvas : (int, int), optional
        Height and width in pixels; twice and three times the digit's by default.
    row, column : int, optional
        Where the digit's upper left corner stands at first: half-way down, at the left.
    label : int or dict of str to int, optional
        The true class (of each digit), marked among the bars.

    Returns
    -------
    DigitMover
        Displayed by the notebook; ``.state()`` says what it shows.

    Raises
    ------
    ValueError
        Where the digit does not fit on the canvas, or a model does not return probabilities.

    Examples
    --------
    >>> import numpy as np
    >>> def left_half(canvas):
    ...     return np.array([1.0, 0.0]) if canvas[:, :12].any() else np.array([0.0, 1.0])
    >>> mover = digit_mover(np.ones((8, 8)), {"left half": left_half})
    >>> mover.state()["says"]
    {'left half': 0}
    >>> mover.column = 16
    >>> mover.state()["says"]
    {'left half': 1}
    """
    return DigitMover(digit, predict, canvas, row, column, label)
