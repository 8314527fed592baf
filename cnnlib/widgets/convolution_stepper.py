"""The convolution stepper: one output cell after the other, with all its products."""

import numpy as np
import traitlets

from cnnlib import plots
from cnnlib.functional import cross_correlate2d
from cnnlib.plots.style import short
from cnnlib.widgets.base import LessonWidget, browser_code
from cnnlib.widgets.cells import matrix, signed

LARGEST_IMAGE = 12
LARGEST_KERNEL = 5
# A guess counts when it is right to the two decimals that the widget shows.
TOLERANCE = 0.0051


class Stepper(LessonWidget):
    """The widget that `stepper` makes.

    Everything that the browser shows is in ``scene``, which follows from the other traits.
    """

    _esm, _css = browser_code("cells", "convolution_stepper")

    image = traitlets.Any().tag(sync=True)
    kernel = traitlets.Any().tag(sync=True)
    stride = traitlets.Int(1, min=1, max=4).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=4).tag(sync=True)
    dilation = traitlets.Int(1, min=1, max=4).tag(sync=True)
    flip = traitlets.Bool(False).tag(sync=True)
    position = traitlets.Int(0).tag(sync=True)
    pinned = traitlets.Int(None, allow_none=True).tag(sync=True)
    predicting = traitlets.Bool(False).tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, image, kernel, **settings):
        self._revealed = set()
        self._answers = {"asked": 0, "right": 0}
        self._verdict = ""
        self._output = None
        self._message = ""
        super().__init__(image=image, kernel=kernel)
        self._recompute()
        for name, value in settings.items():
            if name not in ("stride", "padding", "dilation", "flip", "position", "predicting"):
                raise TypeError(f"the stepper has no setting {name!r}")
            setattr(self, name, value)
        self.on_msg(self._on_browser_message)

    # What is allowed

    @traitlets.validate("image")
    def _check_image(self, proposal):
        return matrix(proposal["value"], "image", LARGEST_IMAGE)

    @traitlets.validate("kernel")
    def _check_kernel(self, proposal):
        return matrix(proposal["value"], "kernel", LARGEST_KERNEL)

    @traitlets.validate("position", "pinned")
    def _stay_inside(self, proposal):
        value = proposal["value"]
        if value is None or self._output is None:
            return None if proposal["trait"].name == "pinned" else 0
        return int(np.clip(value, 0, self._output.size - 1))

    # What follows from it

    @traitlets.observe("image", "kernel", "stride", "padding", "dilation", "flip")
    def _recompute(self, _change=None):
        if not self.image or not self.kernel:
            return  # still under construction
        try:
            self._output = cross_correlate2d(
                self.image,
                self._effective_kernel(),
                stride=self.stride,
                padding=self.padding,
                dilation=self.dilation,
            )
            self._message = ""
        except ValueError as error:
            self._output = None
            self._message = f"No output: {error}. Add padding, or make the dilation smaller."
        self._revealed, self._verdict = set(), ""
        self.position, self.pinned = self.position, self.pinned  # stay inside the new output
        self._show()

    @traitlets.observe("predicting")
    def _begin_predicting(self, _change):
        self._revealed, self._verdict = set(), ""
        self._answers = {"asked": 0, "right": 0}
        self._show()

    @traitlets.observe("position")
    def _clear_verdict(self, _change):
        if self._verdict:
            self._verdict = ""
            self._show()

    def _effective_kernel(self):
        kernel = np.array(self.kernel)
        return kernel[::-1, ::-1] if self.flip else kernel

    def _padded(self):
        return np.pad(np.array(self.image), self.padding)

    def _is_hidden(self, index):
        return self.predicting and index not in self._revealed

    def _cell(self, index):
        """All that is to be said about one output cell; nothing that is still to be predicted."""
        row, column = divmod(index, self._output.shape[1])
        kernel = self._effective_kernel()
        rows = row * self.stride + self.dilation * np.arange(kernel.shape[0])
        columns = column * self.stride + self.dilation * np.arange(kernel.shape[1])
        window = self._padded()[np.ix_(rows, columns)]
        terms = [f"{signed(x)}·{signed(k)}" for x, k in zip(window.flat, kernel.flat, strict=True)]
        products = (window * kernel).ravel()
        hidden = self._is_hidden(index)
        value = float(self._output[row, column])
        result = "?" if hidden else short(value)
        return {
            "row": row,
            "column": column,
            "rows": rows.tolist(),
            "columns": columns.tolist(),
            "terms": terms,
            "products": None if hidden else products.tolist(),
            "sums": None if hidden else np.cumsum(products).tolist(),
            "value": None if hidden else value,
            "formula": f"Y[{row}, {column}] = {' + '.join(terms)} = {result}",
        }

    def _show(self):
        cells = [] if self._output is None else [self._cell(k) for k in range(self._output.size)]
        self.scene = {
            "padded": self._padded().tolist(),
            "kernel": self._effective_kernel().tolist(),
            "shape": [] if self._output is None else list(self._output.shape),
            "cells": cells,
            "message": self._message,
            "torch": self.torch_line(),
            "answers": dict(self._answers),
            "verdict": self._verdict,
        }

    # What can be done with it

    def torch_line(self):
        """The line of PyTorch that computes the same output from tensors X and K.

        Returns
        -------
        str
        """
        kernel = "K.flip(0, 1)" if self.flip else "K"
        return (
            f"F.conv2d(X[None, None], {kernel}[None, None], stride={self.stride}, "
            f"padding={self.padding}, dilation={self.dilation})[0, 0]"
        )

    def edit(self, which, row, column, value):
        """Change one number.

        Parameters
        ----------
        which : {"image", "kernel"}
        row, column : int
        value : float
        """
        if which not in ("image", "kernel"):
            raise ValueError(f"only 'image' and 'kernel' can be edited, not {which!r}")
        changed = np.array(getattr(self, which))
        changed[row, column] = value
        setattr(self, which, changed)

    def guess(self, value):
        """Answer what the cell at the present position will be, and show it.

        Parameters
        ----------
        value : float or None
            None gives up: the cell is shown and counts as not right.

        Returns
        -------
        bool
            Whether the guess is right, to two decimals.

        Raises
        ------
        ValueError
            Where nothing is asked: not in predict mode, or the cell is already shown.
        """
        if self._output is None or not self._is_hidden(self.position):
            raise ValueError(
                "nothing is asked here: switch predict mode on, or go to a hidden cell"
            )
        row, column = divmod(self.position, self._output.shape[1])
        truth = float(self._output[row, column])
        right = value is not None and abs(float(value) - truth) <= TOLERANCE
        self._answers["asked"] += 1
        self._answers["right"] += right
        self._revealed.add(self.position)
        where = f"Y[{row}, {column}] = {short(truth)}"
        if right:
            self._verdict = f"Right: {where}."
        elif value is None:
            self._verdict = f"It is {where}."
        else:
            self._verdict = f"Not yet: you said {short(float(value))}, but {where}."
        self._show()
        return right

    def _on_browser_message(self, _widget, content, _buffers):
        if content.get("do") == "edit":
            self.edit(content["which"], content["row"], content["column"], content["value"])
        elif content.get("do") == "guess" and self._is_hidden(self.position):
            self.guess(content["value"])

    # What it says without a browser

    def state(self):
        """What the stepper shows, as plain data.

        Returns
        -------
        dict
            image, kernel (nested lists), stride, padding, dilation, flip, output (nested list, or
            None where the kernel does not fit), shape, position (row, column), value and formula
            of that cell, pinned (row, column) or None, predicting, asked, right, message.
        """
        there = self._output is not None
        cell = self._cell(self.position) if there else {}
        width = self._output.shape[1] if there else 1
        return {
            name: getattr(self, name)
            for name in ("image", "kernel", "stride", "padding", "dilation", "flip", "predicting")
        } | {
            "output": self._output.tolist() if there else None,
            "shape": self._output.shape if there else None,
            "position": divmod(self.position, width) if there else None,
            "value": float(self._output.flat[self.position]) if there else None,
            "formula": cell.get("formula", ""),
            "pinned": None if self.pinned is None else divmod(self.pinned, width),
            **self._answers,
            "message": self._message,
        }

    def static(self):
        """The stepper as a figure: image, kernel and output, with the present cell framed."""
        kernel = self._effective_kernel()
        titles = ["image X" + (", padded" if self.padding else "")]
        titles += ["kernel K" + (", flipped" if self.flip else ""), "output Y"]
        if self._output is None:
            return plots.numbers(
                dict(zip(titles, (self._padded(), kernel), strict=False)),
                operators=["∗" if self.flip else "⋆"],
                shades=["grey", "signed"],
                caption=f"There is no output: {self._message}",
            )
        cell = self._cell(self.position)
        reach = [(size - 1) * self.dilation + 1 for size in kernel.shape]
        hidden = [k for k in range(self._output.size) if self._is_hidden(k)]
        output = self._output.copy()
        output.flat[hidden] = np.nan
        return plots.numbers(
            dict(zip(titles, (self._padded(), kernel, output), strict=True)),
            operators=["∗" if self.flip else "⋆", "="],
            windows=[
                (cell["rows"][0], cell["columns"][0], *reach),
                None,
                (cell["row"], cell["column"], 1, 1),
            ],
            shades=["grey", "signed", "grey"],
            caption=f"{cell['formula']}. In PyTorch: {self.torch_line()}",
        )


def stepper(image, kernel, **settings):
    """The convolution stepper: walk through the output, one cell and its products at a time.

    Parameters
    ----------
    image : (H, W) array_like
        At most 12 x 12.
    kernel : (kh, kw) array_like
        At most 5 x 5.
    **settings
        The initial stride, padding, dilation (int), flip, predicting (bool), position (int, the
        output cells counted row by row from 0).

    Returns
    -------
    Stepper
        Displayed by the notebook; ``.state()`` says what it shows.

    Raises
    ------
    ValueError
        Where image or kernel is not a matrix of finite numbers, or too large to show.

    Examples
    --------
    >>> walk = stepper([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]])
    >>> walk.state()["output"]
    [[-4.0, -4.0], [-4.0, -4.0]]
    >>> walk.state()["formula"]
    'Y[0, 0] = 1·1 + 2·0 + 4·0 + 5·(−1) = −4'
    """
    return Stepper(image, kernel, **settings)
