"""The gradient flow: what an output sends back to inputs and weights, and how it adds up there."""

import numpy as np
import traitlets

from cnnlib import plots
from cnnlib.functional import cross_correlate2d
from cnnlib.plots.style import short
from cnnlib.widgets.base import LessonWidget, browser_code
from cnnlib.widgets.cells import matrix, signed

LARGEST_INPUT = 8
LARGEST_WEIGHT = 4
LARGEST_OUTPUT = LARGEST_INPUT + 4  # a weight of 1 x 1 and a padding of 2

INPUT = [[1, 0, 2, 1, 0], [0, 3, 1, 0, 1], [2, 1, 0, 2, 1], [1, 0, 1, 3, 0], [0, 2, 1, 0, 2]]
WEIGHT = [[1, 2, 0], [0, -1, 1], [3, 0, -2]]
GRAD_OUT = [[1, 0, 2], [-1, 1, 0], [0, 2, 1]]
# What the state has none of where there is no output.
OF_THE_OUTPUT = (
    *("output", "shape", "grad_out", "grad_x", "grad_weight", "grad_bias", "count_x"),
    *("count_weight", "value", "count", "partners", "cell_x", "cell_weight", "so_far"),
)


class GradientFlow(LessonWidget):
    """The widget that `gradient_flow` makes.

    Everything that the browser shows is in ``scene``, which follows from the other traits.
    """

    _esm, _css = browser_code("cells", "gradient_flow")

    stride = traitlets.Int(1, min=1, max=3).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=2).tag(sync=True)
    selected = traitlets.List(["output", 0, 0]).tag(sync=True)
    counting = traitlets.Bool(False).tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, x, weight, grad_out, stride, padding, selected):
        if x is None and weight is None and grad_out is None and (stride, padding) == (1, 0):
            grad_out = GRAD_OUT
        self._x = np.array(matrix(INPUT if x is None else x, "input", LARGEST_INPUT))
        self._weight = np.array(
            matrix(WEIGHT if weight is None else weight, "weight", LARGEST_WEIGHT)
        )
        given = [[1]] if grad_out is None else grad_out
        self._given = np.array(matrix(given, "gradient of the output", LARGEST_OUTPUT))
        self._output, self._message = None, ""
        super().__init__(stride=stride, padding=padding)
        self._recompute()
        shape = None if self._output is None else self._output.shape
        if grad_out is not None and shape not in (None, self._given.shape):
            raise ValueError(
                f"the gradient of the output has shape {self._given.shape}, but the output has "
                f"shape {shape}: they must be the same"
            )
        self.select(*selected)

    # What is allowed

    @traitlets.validate("selected")
    def _stay_inside(self, proposal):
        kind, row, column = proposal["value"]
        if kind not in ("output", "input", "weight"):
            raise ValueError(f"an 'output', an 'input' or a 'weight' is selected, not {kind!r}")
        grid = {"output": self._output, "input": self._x, "weight": self._weight}[kind]
        if grid is None:
            return [kind, 0, 0]
        rows, columns = grid.shape
        return [kind, int(np.clip(row, 0, rows - 1)), int(np.clip(column, 0, columns - 1))]

    # What follows from it

    @traitlets.observe("stride", "padding")
    def _recompute(self, _change=None):
        self._padded = np.pad(self._x, self.padding)
        try:
            self._output = cross_correlate2d(self._padded, self._weight, stride=self.stride)
            self._message = ""
        except ValueError as error:
            self._output = None
            self._message = f"No output: {error}. Add padding."
        else:
            self._grad_out = self._grad_out_of(self._output.shape)
            self._shares()
        self.selected = self.selected  # stay inside the new output
        self._show()

    def _grad_out_of(self, shape):
        """What was given where it reaches, 1 elsewhere: stride and padding change the shape."""
        grad = np.ones(shape)
        rows, columns = (min(a, b) for a, b in zip(shape, self._given.shape, strict=True))
        grad[:rows, :columns] = self._given[:rows, :columns]
        return grad

    def _window(self, row, column):
        """Rows and columns of the padded input that an output sees."""
        return tuple(
            place * self.stride + np.arange(size)
            for place, size in zip((row, column), self._weight.shape, strict=True)
        )

    def _shares(self):
        """What each output, taken alone, sends to the (padded) input and to the weights."""
        outputs = list(np.ndindex(self._output.shape))
        self._to_x = np.zeros((len(outputs), *self._padded.shape))
        self._to_weight = np.zeros((len(outputs), *self._weight.shape))
        self._count_x = np.zeros(self._padded.shape, dtype=int)
        for k, place in enumerate(outputs):
            window, grad = np.ix_(*self._window(*place)), self._grad_out[place]
            self._to_x[(k, *window)] = grad * self._weight
            self._to_weight[k] = grad * self._padded[window]
            self._count_x[window] += 1

    def _senders(self):
        """Output and factor of each term of the selected input's or weight's gradient."""
        kind, row, column = self.selected
        for place in np.ndindex(self._output.shape):
            rows, columns = self._window(*place)
            if kind == "weight":
                yield place, self._padded[rows[row], columns[column]]
            elif row + self.padding in rows and column + self.padding in columns:
                m, n = row + self.padding - rows[0], column + self.padding - columns[0]
                yield place, self._weight[m, n]

    def _count_weight(self):
        """Every weight is used by every output."""
        return np.full(self._weight.shape, self._output.size)

    def _sums(self):
        """The gradients: up to the selected output where one is selected, else the whole sums."""
        kind, row, column = self.selected
        upto = row * self._output.shape[1] + column + 1 if kind == "output" else self._output.size
        return {
            "grad_x": self._to_x[:upto].sum(axis=0),
            "grad_weight": self._to_weight[:upto].sum(axis=0),
            "grad_bias": float(self._grad_out.ravel()[:upto].sum()),
        }

    def _inner(self, padded):
        """The part of a padded matrix that is no padding."""
        rows, columns = self._x.shape
        return padded[self.padding : self.padding + rows, self.padding : self.padding + columns]

    # What is said about the selected cell

    def _about(self):
        """Frames and small numbers in the cells, and the sums with their numbers.

        Cells are counted row by row, those of the padding, too.
        """
        kind, row, column = self.selected
        about = {"output": self._about_output, "input": self._about_input}
        return about.get(kind, self._about_weight)(row, column)

    def _about_output(self, row, column):
        grad, index = self._grad_out[row, column], row * self._output.shape[1] + column
        window = np.ix_(*self._window(row, column))
        cells = _numbers(self._padded)[window].ravel().tolist()
        to_x, to_weight = self._to_x[index][window].ravel(), self._to_weight[index].ravel()
        sums = self._sums()["grad_weight"]
        every_weight = list(range(self._weight.size))
        terms = [
            {
                "term": f"{signed(grad)}·{signed(self._padded[window][place])}",
                "product": float(grad * self._padded[window][place]),
                "where": f"weight [{place[0]}, {place[1]}]",
                "sum": float(sums[place]),
            }
            for place in np.ndindex(self._weight.shape)
        ]
        return {
            "framed": {
                "x": cells,
                "grad_x": cells,
                "weight": every_weight,
                "grad_weight": every_weight,
                "output": [index],
                "grad_out": [index],
            },
            "corners": {
                "grad_x": dict(zip(cells, map(_plus, to_x), strict=True)),
                "grad_weight": dict(zip(every_weight, map(_plus, to_weight), strict=True)),
            },
            "terms": terms,
            "formula": (
                f"G[{row}, {column}] = {short(grad)}: grad_weight += {signed(grad)}·window of X, "
                f"window of grad_x += {signed(grad)}·W, grad_bias += {signed(grad)}"
            ),
        }

    def _about_weight(self, row, column):
        here = row * self._weight.shape[1] + column
        senders = list(self._senders())
        met = [
            (self._window(*place)[0][row], self._window(*place)[1][column]) for place, _ in senders
        ]
        cells = [int(_numbers(self._padded)[place]) for place in met]
        grads = [_times(self._grad_out[place]) for place, _ in senders]
        return self._about_sum(
            f"grad_weight[{row}, {column}]",
            senders,
            framed={"weight": [here], "grad_weight": [here], "x": cells},
            corners={"x": dict(zip(cells, grads, strict=True))},
        )

    def _about_input(self, row, column):
        place = (row + self.padding, column + self.padding)
        here, senders = int(_numbers(self._padded)[place]), list(self._senders())
        first = [(rows[0], columns[0]) for rows, columns in (self._window(*p) for p, _ in senders)]
        used = [int(_numbers(self._weight)[place[0] - top, place[1] - left]) for top, left in first]
        outputs = [int(_numbers(self._output)[p]) for p, _ in senders]
        factors = [_times(factor) for _, factor in senders]
        return self._about_sum(
            f"grad_x[{row}, {column}]",
            senders,
            framed={"x": [here], "grad_x": [here], "weight": sorted(used)},
            corners={"grad_out": dict(zip(outputs, factors, strict=True))},
        )

    def _about_sum(self, name, senders, framed, corners):
        """What an input's and a weight's gradient have in common: a sum over outputs."""
        outputs = [int(_numbers(self._output)[place]) for place, _ in senders]
        products = [float(self._grad_out[place] * factor) for place, factor in senders]
        sums = np.cumsum(products).tolist()
        terms = [
            {
                "term": f"{signed(self._grad_out[place])}·{signed(factor)}",
                "product": product,
                "where": f"from Y[{place[0]}, {place[1]}]",
                "sum": total,
            }
            for (place, factor), product, total in zip(senders, products, sums, strict=True)
        ]
        added = " + ".join(term["term"] for term in terms)
        return {
            "framed": framed | {"output": outputs, "grad_out": outputs},
            "corners": corners,
            "terms": terms,
            "formula": f"{name} = {added} = {short(sums[-1])}" if terms else f"{name} = 0",
        }

    def _bias(self, total):
        kind, row, column = self.selected
        upto = row * self._output.shape[1] + column + 1 if kind == "output" else self._output.size
        terms = " + ".join(signed(value) for value in self._grad_out.ravel()[:upto])
        return f"grad_bias{' so far' if kind == 'output' else ''} = {terms} = {short(total)}"

    def _sentence(self):
        kind, row, column = self.selected
        count = len(self._partners())
        if kind == "output":
            outside = self._weight.size - count
            lost = f" ({outside} more fall on the padding and are lost)" if outside else ""
            shown = (
                "The lower row counts from how many outputs each gets gradient."
                if self.counting
                else "The lower row shows the sums over the outputs up to this one, in small what "
                "this one adds."
            )
            return (
                f"Y[{row}, {column}] sends gradient to {count} {_plural('input', count)}{lost} and "
                f"to all {self._weight.size} {_plural('weight', self._weight.size)}. {shown}"
            )
        who = f"W[{row}, {column}]" if kind == "weight" else f"X[{row}, {column}]"
        if not count:
            return f"{who} is used by no output, so its gradient is 0."
        sends = "which sends it gradient" if count == 1 else "and each sends it gradient"
        return f"{who} is used by {count} {_plural('output', count)}, {sends}."

    def _partners(self):
        kind, row, column = self.selected
        if kind != "output":
            return [place for place, _ in self._senders()]
        rows, columns = (axis - self.padding for axis in self._window(row, column))
        height, width = self._x.shape
        return [
            (int(i), int(j)) for i in rows for j in columns if 0 <= i < height and 0 <= j < width
        ]

    @traitlets.observe("selected", "counting")
    def _show(self, _change=None):
        if self._output is None:
            self.scene = {"message": self._message, "torch": self.torch_line()}
            return
        sums = self._sums()
        if self.counting:
            sums |= {"grad_x": self._count_x, "grad_weight": self._count_weight()}
        self.scene = {
            "grids": {
                "x": self._padded.tolist(),
                "weight": self._weight.tolist(),
                "output": self._output.tolist(),
                "grad_x": sums["grad_x"].tolist(),
                "grad_weight": sums["grad_weight"].tolist(),
                "grad_out": self._grad_out.tolist(),
            },
            "bias": self._bias(sums["grad_bias"]),
            "partial": self.selected[0] == "output",
            "sentence": self._sentence(),
            **self._about(),
            "message": "",
            "torch": self.torch_line(),
        }

    # What can be done with it

    def select(self, kind, row, column):
        """Select a cell.

        Parameters
        ----------
        kind : {"output", "input", "weight"}
        row, column : int
            Counted from 0, the padding not counted; a place outside is moved to the edge.

        Raises
        ------
        ValueError
            Where there is no such kind.
        """
        self.selected = [kind, row, column]

    def torch_line(self):
        """The lines of PyTorch that compute the same gradients from tensors X, W and G.

        Returns
        -------
        str
        """
        return (
            f"F.conv2d(X[None, None], W[None, None], stride={self.stride}, "
            f"padding={self.padding})[0, 0].backward(G); X.grad, W.grad"
        )

    # What it says without a browser

    def state(self):
        """What the widget shows, as plain data.

        Returns
        -------
        dict
            x, weight, stride, padding; output, shape, grad_out; grad_x, grad_weight, grad_bias
            (the sums over all outputs), count_x, count_weight (from how many outputs each gets
            gradient); selected (kind, row, column), value (of the selected cell: the gradient of
            the output there, or the sum over all outputs), formula, count and partners (of an
            output: the inputs that it sends gradient to; of an input or a weight: the outputs
            that send it gradient), cell_x and cell_weight (what the selected output alone sends,
            or None), so_far (a dict of grad_x, grad_weight, grad_bias: the sums over the outputs
            up to the selected one); message. Matrices are nested lists. Where the weight does not
            fit into the padded input, what follows from the output is None.
        """
        there = self._output is not None
        kind, row, column = self.selected
        known = {
            "x": self._x.tolist(),
            "weight": self._weight.tolist(),
            "stride": self.stride,
            "padding": self.padding,
            "selected": (kind, row, column),
            "message": self._message,
        }
        if not there:
            return known | dict.fromkeys(OF_THE_OUTPUT) | {"formula": ""}
        grad_x, grad_weight = self._inner(self._to_x.sum(axis=0)), self._to_weight.sum(axis=0)
        values = {"output": self._grad_out, "input": grad_x, "weight": grad_weight}
        sums = self._sums()
        partners = self._partners()
        here = row * self._output.shape[1] + column if kind == "output" else None
        return known | {
            "output": self._output.tolist(),
            "shape": self._output.shape,
            "grad_out": self._grad_out.tolist(),
            "count_x": self._inner(self._count_x).tolist(),
            "count_weight": self._count_weight().tolist(),
            "cell_x": None if here is None else self._inner(self._to_x[here]).tolist(),
            "cell_weight": None if here is None else self._to_weight[here].tolist(),
            "grad_x": grad_x.tolist(),
            "grad_weight": grad_weight.tolist(),
            "grad_bias": float(self._grad_out.sum()),
            "value": float(values[kind][row, column]),
            "formula": self._about()["formula"],
            "count": len(partners),
            "partners": partners,
            "so_far": {
                "grad_x": self._inner(sums["grad_x"]).tolist(),
                "grad_weight": sums["grad_weight"].tolist(),
                "grad_bias": sums["grad_bias"],
            },
        }

    def static(self):
        """The widget as a figure: input, weights, gradient of the output, and the two sums."""
        padded = ", padded" if self.padding else ""
        if self._output is None:
            return plots.numbers(
                {f"X{padded}": self._padded, "W": self._weight},
                shades=["grey", "signed"],
                caption=f"There is no output and no gradient: {self._message}",
            )
        scene = self.scene
        upto = " so far" if scene["partial"] else ""
        backward = (
            ("outputs per weight", "outputs per input")
            if self.counting
            else (f"grad_weight{upto}", f"grad_x{upto}")
        )
        grids = {
            f"X{padded}": "x",
            "W": "weight",
            "G = grad_out": "grad_out",
            backward[0]: "grad_weight",
            backward[1]: "grad_x",
        }
        arrays = {title: np.array(scene["grids"][name]) for title, name in grids.items()}
        frames = [
            np.isin(_numbers(array), scene["framed"].get(name, ()))
            for array, name in zip(arrays.values(), grids.values(), strict=True)
        ]
        last = backward[1]  # the gradient of the padding is dropped
        arrays[last], frames[-1] = self._inner(arrays[last]), self._inner(frames[-1])
        return plots.numbers(
            arrays,
            operators=["", "", "→", ""],
            windows=[_windows(frame) for frame in frames],
            shades=["grey", *["signed"] * 4],
            caption=f"{scene['formula']}. {scene['sentence'].split(' The lower row')[0]}",
        )


def _numbers(array):
    """The numbers of the cells of a matrix, counted row by row."""
    return np.arange(array.size).reshape(array.shape)


def _plural(word, count):
    return word if count == 1 else f"{word}s"


def _plus(value):
    return f"+{short(value)}" if value >= 0 else short(value)


def _times(value):
    return f"×{short(value)}"


def _windows(framed):
    """Frames around the cells that are true: one if they fill a rectangle, else one for each."""
    places = np.argwhere(framed)
    if not len(places):
        return None
    top, left = places.min(axis=0)
    height, width = places.max(axis=0) - (top, left) + 1
    if height * width == len(places):
        return (top, left, height, width)
    return [(row, column, 1, 1) for row, column in places]


def gradient_flow(
    x=None, weight=None, grad_out=None, stride=1, padding=0, selected=("output", 0, 0)
):
    """The gradient flow: click a cell of a convolution, see who sends gradient to whom.

    One channel. With an output selected, the gradients are shown as sums over the outputs up to
    that one, row by row, and what it has added stands in the corners. With an input or a weight
    selected, its gradient is shown as the sum that it is.

    Parameters
    ----------
    x : (H, W) array_like, optional
        The input, at most 8 x 8.
    weight : (kh, kw) array_like, optional
        At most 4 x 4.
    grad_out : (H_out, W_out) array_like, optional
        The gradient of the loss with respect to each output; all 1 by default, as for the sum of
        the outputs. Where stride or padding are changed and there are more outputs, the gradients
        of the new ones are 1.
    stride : int
        1 to 3.
    padding : int
        0 to 2.
    selected : (str, int, int)
        The cell that is selected first: "output", "input" or "weight", row, column.

    Returns
    -------
    GradientFlow
        Displayed by the notebook; ``.state()`` says what it shows.

    Raises
    ------
    ValueError
        Where something is not a matrix of finite numbers or too large to show, or where the shape
        of `grad_out` is not the output's.

    Examples
    --------
    >>> flow = gradient_flow([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 2], [3, 4]], [[1, 0], [0, 2]])
    >>> flow.select("weight", 0, 0)
    >>> flow.state()["formula"]
    'grad_weight[0, 0] = 1·1 + 0·2 + 0·4 + 2·5 = 11'
    >>> flow.select("input", 1, 1)
    >>> flow.state()["formula"]
    'grad_x[1, 1] = 1·4 + 0·3 + 0·2 + 2·1 = 6'
    """
    return GradientFlow(x, weight, grad_out, stride, padding, selected)
