"""The receptive-field explorer: which pixels a unit sees, and how much each of them counts."""

import numpy as np
import traitlets

from cnnlib import arithmetic, plots
from cnnlib.widgets.base import LessonWidget, browser_code
from cnnlib.widgets.pictures import as_bytes, reduced

# Pixels of the input's side: as many bytes, squared, are sent for the heat map. And of a setting.
LARGEST = 300
MOST_LAYERS = 40
HELD = 0.95  # the part of the gradient that the effective field holds
SETTINGS = ("kernel_size", "stride", "padding", "dilation")
WINDOWS = ("Conv2d", "MaxPool2d", "AvgPool2d")
END = ("Flatten", "Linear", "AdaptiveAvgPool2d", "AdaptiveMaxPool2d", "ConvTranspose2d")


def _conv(kernel_size, stride=1, padding=0, **name):
    return {
        **name,
        "layer": "Conv2d",
        "in_channels": 1,
        "out_channels": 1,
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
    }


def _pool(kernel_size=2, stride=2):
    return {"layer": "MaxPool2d", "kernel_size": kernel_size, "stride": stride}


def _vgg(*blocks):
    layers = []
    for block, count in enumerate(blocks, start=1):
        names = (f"conv{block}_{number}" for number in range(1, count + 1))
        layers += [_conv(3, padding=1, name=name) for name in names]
        layers.append(_pool() | {"name": f"pool{block}"})
    return layers


# Only windows count here, so all channels are 1. LeNet-5: LeCun, Bottou, Bengio, Haffner,
# Proc. IEEE 86(11), 1998. AlexNet as in torchvision: Krizhevsky, arXiv:1404.5997, 2014.
# VGG-16: Simonyan, Zisserman, arXiv:1409.1556, 2014; conv3_2 is the second layer of block 3.
STACKS = {
    "LeNet": [_conv(5), _pool(), _conv(5), _pool(), _conv(5)],
    "AlexNet": [
        *(_conv(11, 4, 2), _pool(3), _conv(5, 1, 2), _pool(3)),
        *[_conv(3, 1, 1)] * 3,
        _pool(3),
    ],
    "VGG-16": _vgg(2, 2, 3, 3, 3),
    "ten 3 × 3": [_conv(3, padding=1)] * 10,
}
INPUT_SIZES = {"LeNet": 32, "AlexNet": 224, "VGG-16": 224, "ten 3 × 3": 32}


def _windows(stack):
    """The layers of a stack that have a window, as plain settings with a name each."""
    described = _described(stack)
    windows, counts = [], {"conv": 0, "pool": 0}
    for layer in described:
        if layer["layer"] in END:
            break  # from here on a unit sees the whole map
        if layer["layer"] not in WINDOWS:
            continue
        word = "conv" if layer["layer"] == "Conv2d" else "pool"
        counts[word] += 1
        default = 1 if word == "conv" else layer.get("kernel_size")
        windows.append(
            {
                "name": str(layer.get("name", f"{word}{counts[word]}")),
                "kernel_size": layer.get("kernel_size"),
                "stride": layer.get("stride", default),
                "padding": layer.get("padding", 0),
                "dilation": layer.get("dilation", 1),
            }
        )
    if not windows:
        raise ValueError("the stack has no layer with a window (a convolution or a pooling)")
    if len(windows) > MOST_LAYERS:
        raise ValueError(f"{len(windows)} layers are too many to show: at most {MOST_LAYERS}")
    windows = _told_apart([_plain(window) for window in windows])
    _check(windows)
    return [window | {name: int(window[name]) for name in SETTINGS} for window in windows]


def _described(stack):
    """A stack as a list of dicts, each with its "layer", and its name where it was given one."""
    if not isinstance(stack, list | tuple) or not all(isinstance(one, dict) for one in stack):
        return arithmetic.describe(stack)
    if not any("layer" in layer for layer in stack):
        return [{"layer": "Conv2d", **layer} for layer in stack]
    names = [{"name": layer["name"]} if "name" in layer else {} for layer in stack]
    bare = [{key: layer[key] for key in layer if key != "name"} for layer in stack]
    return [a | b for a, b in zip(arithmetic.describe(bare), names, strict=True)]


def _told_apart(windows):
    """The same windows; of several with one name, all but the first have a number behind it."""
    taken = {window["name"] for window in windows}
    met, named = set(), []
    for window in windows:
        name, number = window["name"], 1
        while name in met or (number > 1 and name in taken):
            number += 1
            name = f"{window['name']} ({number})"
        met.add(name)
        named.append(window | {"name": name})
    return named


def _check(windows):
    """Say what is wrong with a setting, and of which layer, by its name."""
    for window in windows:
        try:
            arithmetic.receptive_field([window])
        except ValueError as error:
            said = str(error).removeprefix("layer 0: ")
            raise ValueError(f"{window['name']}: {said}") from None
        for setting in SETTINGS:
            if window[setting] > LARGEST:
                raise ValueError(
                    f"{window['name']}: {setting} is at most {LARGEST} here, not {window[setting]}"
                )


def _plain(window):
    """A window with whole numbers for what may be written otherwise: (3, 3) or "same"."""
    window = dict(window)
    for name in SETTINGS:
        value = window[name]
        if isinstance(value, list | tuple) and len(set(value)) == 1:
            window[name] = value[0]
    if window["padding"] == "valid":
        window["padding"] = 0
    if window["padding"] == "same":
        before, after = arithmetic.same_padding(window["kernel_size"], window["dilation"])
        if before != after:
            raise ValueError(
                f"{window['name']} pads {before} before and {after} after ('same' with a kernel of "
                f"{window['kernel_size']}): only equal padding on both sides is shown here"
            )
        window["padding"] = before
    return window


def _profile(windows, lengths, unit):
    """Along one axis: the mean square gradient of a unit with respect to each pixel, up to 1.

    Each layer spreads it in equal shares over its window. That is exact for a chain of
    convolutions with independent weights of mean 0: squares of sums are, on average, sums of
    squares. In a pooling each place of the window is taken to pass it on equally often.
    """
    profile = np.zeros(lengths[-1])
    profile[unit] = 1
    for window, length in zip(reversed(windows), reversed(lengths[:-1]), strict=True):
        padding, reach = window["padding"], window["dilation"] * window["kernel_size"]
        spread = np.zeros(length + 2 * padding + reach)
        for place in range(window["kernel_size"]):
            first = place * window["dilation"]
            spread[first : first + window["stride"] * len(profile) : window["stride"]] += profile
        profile = spread[padding : padding + length]
        profile = profile / (profile.max() or 1)
    return profile


class ReceptiveFieldExplorer(LessonWidget):
    """The widget that `receptive_field_explorer` makes."""

    _esm, _css = browser_code("receptive_fields")

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    layer = traitlets.Int(0).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)
    heat = traitlets.Bool(True).tag(sync=True)
    picture = traitlets.Bytes().tag(sync=True)
    gradients = traitlets.Bytes().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, stacks, input_size, image, measured, stack, layer, unit, heat):
        if stacks is None:
            stacks, input_size = STACKS, INPUT_SIZES if input_size is None else input_size
        if not isinstance(stacks, dict):
            stacks = {"stack": stacks}
        if not stacks:
            raise ValueError("the explorer needs at least one stack of layers")
        self._stacks = {str(name): _windows(layers) for name, layers in stacks.items()}
        self._input_sizes = {name: self._input_size(input_size, name) for name in self._stacks}
        self._measured = self._checked(measured or {})
        self._picture = None if image is None else reduced(as_bytes("image", image))
        self._windows, self._edited, self._busy = [], False, True
        self._answers = 0
        names = list(self._stacks)
        super().__init__(names=names, heat=heat)
        if self._picture is not None:
            self.picture = self._picture.tobytes()
        self.selected = names[0] if stack is None else stack
        self._busy = False
        self._begin()
        self.layer = len(self._windows) - 1 if layer is None else layer
        if unit is not None:
            self.row, self.column = (unit, unit) if isinstance(unit, int) else unit
        self.on_msg(self._on_browser_message)

    @staticmethod
    def _input_size(given, name):
        size = given.get(name, 32) if isinstance(given, dict) else given
        size = 32 if size is None else size
        if isinstance(size, list | tuple) and len(set(size)) == 1:
            size = size[0]
        if not isinstance(size, int) or not 1 <= size <= LARGEST:
            raise ValueError(
                f"input_size is the side of a square input, 1 to {LARGEST} pixels, not {size!r}"
            )
        return size

    def _checked(self, measured):
        for name, maps in measured.items():
            if name not in self._stacks:
                raise ValueError(
                    f"measured: there is no stack {name!r}, only {', '.join(self._stacks)}"
                )
            side = self._input_sizes[name]
            for index, array in maps.items():
                if np.shape(array) != (side, side) or not np.isfinite(array).all():
                    raise ValueError(
                        f"measured: the map of layer {index} of {name!r} must be finite numbers of "
                        f"shape {(side, side)}, as its input; its shape is {np.shape(array)}"
                    )
        return measured

    # What is allowed

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        if proposal["value"] not in self._stacks:
            raise ValueError(f"no stack {proposal['value']!r}; there is: {', '.join(self.names)}")
        return proposal["value"]

    @traitlets.validate("layer")
    def _check_layer(self, proposal):
        count = len(self._windows)
        index = proposal["value"] + (count if proposal["value"] < 0 else 0)
        return int(np.clip(index, 0, max(count - 1, 0)))

    @traitlets.validate("row", "column")
    def _stay_inside(self, proposal):
        return int(np.clip(proposal["value"], 0, max(self._units() - 1, 0)))

    # What follows from it

    @property
    def _side(self):
        return self._input_sizes[self.selected]

    def _lengths(self, upto=None):
        """Lengths of an axis: of the input and of what each layer leaves, as far as they fit."""
        lengths = [self._side]
        for window in self._windows[:upto]:
            try:
                lengths.append(
                    arithmetic.out_size(lengths[-1], **{name: window[name] for name in SETTINGS})
                )
            except ValueError:
                break
        return lengths

    def _units(self):
        """Units along an axis of the chosen layer's output; 0 where it does not fit."""
        lengths = self._lengths(self.layer + 1)
        return lengths[-1] if len(lengths) == self.layer + 2 else 0

    @traitlets.observe("selected")
    def _begin(self, _change=None):
        """Take the stack as it was given, its last layer, and the unit in the middle."""
        if self._busy:
            return
        self._windows = [dict(window) for window in self._stacks[self.selected]]
        self._edited = False
        self._go(len(self._windows) - 1)

    @traitlets.observe("layer")
    def _to_the_middle(self, _change):
        self._go(self.layer)

    def _go(self, layer):
        if self._busy:
            return
        self._busy = True
        self.layer = layer
        self.row = self.column = self._units() // 2
        self._busy = False
        self._show()

    def _changed(self, layer):
        """The stack was edited: stay at a layer, and at its unit in the middle."""
        self._edited = True
        self._go(min(layer, len(self._windows) - 1))

    def _field(self, row, column):
        """Size, and the first row and column that a unit sees; may be outside of the input."""
        size, jump, start = arithmetic.receptive_field(self._windows[: self.layer + 1])
        return size, start + row * jump, start + column * jump

    def _gradients(self):
        """(n, n) magnitudes of the gradient for the chosen unit, the largest 1, and their source.

        None where the layer does not fit.
        """
        lengths = self._lengths(self.layer + 1)
        if len(lengths) < self.layer + 2:
            return None, "expected"
        middle = lengths[-1] // 2
        measured = self._measured.get(self.selected, {}).get(self.layer)
        if measured is not None and not self._edited and (self.row, self.column) == (middle,) * 2:
            values = np.abs(np.asarray(measured, dtype=float))
            return values / (values.max() or 1), "measured"
        windows = self._windows[: self.layer + 1]
        rows, columns = (_profile(windows, lengths, unit) for unit in (self.row, self.column))
        return np.sqrt(np.outer(rows, columns)), "expected"

    def _effective(self, values):
        """Top, left and side of the smallest centred square with 95 % of the gradient."""
        size, top, left = self._field(self.row, self.column)
        sums = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        rows, columns = values.shape

        def held(inset):
            first_row, last_row = np.clip((top + inset, top + size - inset), 0, rows)
            first, last = np.clip((left + inset, left + size - inset), 0, columns)
            corners = sums[[first_row, first_row, last_row, last_row], [first, last, first, last]]
            return corners @ (1, -1, -1, 1)

        inset, enough = 0, HELD * held(0)
        while 2 * (inset + 1) < size and held(inset + 1) >= enough:
            inset += 1
        return top + inset, left + inset, size - 2 * inset

    def _table(self):
        """Settings and results of each layer, as far as it fits."""
        lengths, rows = self._lengths(), []
        for k, window in enumerate(self._windows):
            size, jump, start = arithmetic.receptive_field(self._windows[: k + 1])
            output = lengths[k + 1] if k + 1 < len(lengths) else None
            rows.append({**window, "output": output, "size": size, "jump": jump, "start": start})
        return rows

    def _formula(self):
        """How size, jump and start of the chosen layer follow from those of the layer before."""
        before = arithmetic.receptive_field(self._windows[: self.layer])
        size, jump, start = arithmetic.receptive_field(self._windows[: self.layer + 1])
        now = self._windows[self.layer]
        more = "" if now["dilation"] == 1 else f"{now['dilation']}·"
        return (
            f"size = {before[0]} + {more}({now['kernel_size']} − 1)·{before[1]} = {size}; "
            f"jump = {before[1]}·{now['stride']} = {jump}; "
            f"start = {before[2]} − {now['padding']}·{before[1]} = {start}"
        ).replace("-", "−")

    def _message(self):
        lengths = self._lengths()
        if len(lengths) > self.layer + 1:
            return ""
        window, length = self._windows[len(lengths) - 1], lengths[-1]
        try:
            arithmetic.out_size(length, **{name: window[name] for name in SETTINGS})
        except ValueError as error:
            return f"{window['name']} has no output: {error}."
        return ""

    @traitlets.observe("row", "column")
    def _show(self, _change=None):
        if self._busy or not self._windows:
            return
        size, top, left = self._field(self.row, self.column)
        values, source = self._gradients()
        scene = {
            "table": self._table(),
            "side": self._side,
            "units": self._units(),
            "message": self._message(),
            "formula": self._formula(),
            "source": source,
            "edited": self._edited,
            "answers": self._answers,
            "picture": None if self._picture is None else list(self._picture.shape),
        }
        if values is None:
            self.gradients, self.scene = b"", scene | {"field": None, "sentences": []}
            return
        jump = arithmetic.receptive_field(self._windows[: self.layer + 1])[1]
        self.gradients = np.rint(255 * values).astype(np.uint8).tobytes()
        self.scene = scene | {
            "field": [top, left, size],
            "jump": jump,
            "square": list(self._effective(values)),
            "sentences": self._sentences(values, source),
        }

    def _sentences(self, values, source):
        size, top, left = self._field(self.row, self.column)
        first_row, first_column, side = self._effective(values)
        name = self._windows[self.layer]["name"]
        seen = (
            f"Unit [{self.row}, {self.column}] of {name} sees {size} × {size} pixels: rows {top} "
            f"to {top + size - 1}, columns {left} to {left + size - 1}."
        ).replace("-", "−")
        if min(top, left) < 0 or max(top, left) + size > self._side:
            seen += " What is outside of the input is padding."
        how = "measured" if source == "measured" else "expected for random weights"
        held = (
            f"{round(100 * HELD)} % of the gradient ({how}) is in {side} × {side} pixels, "
            f"{100 * side**2 / size**2:.0f} % of that area"
        )
        tall, wide = (self._within(first, side) for first in (first_row, first_column))
        if min(tall, wide) < side:
            held += f"; without the border, in {tall} × {wide} pixels of the input"
        return [seen, f"{held}."]

    def _within(self, first, count):
        """How many of so many rows or columns are in the input, not in the border around it."""
        return min(first + count, self._side) - max(first, 0)

    # What can be done with it

    def edit(self, layer, name, value):
        """Change one setting of a layer; the unit goes to the middle.

        Parameters
        ----------
        layer : int or str
            Counted from 0, or its name.
        name : {"kernel_size", "stride", "padding", "dilation"}
        value : int

        Raises
        ------
        ValueError
            Where there is no such layer or setting, or the value is no whole number or too small.
        """
        index = self._index(layer)
        if name not in SETTINGS:
            raise ValueError(f"a layer has no setting {name!r}; it has: {', '.join(SETTINGS)}")
        changed = [dict(window) for window in self._windows]
        changed[index][name] = value
        _check(changed)
        changed[index][name] = int(value)
        self._windows = changed
        self._changed(self.layer)

    def add(self, index=None, *, kernel_size=3, stride=1, padding=0, dilation=1):
        """Put a layer into the stack, and choose it.

        Parameters
        ----------
        index : int or str, optional
            Before which layer; at the end by default.
        kernel_size, stride, padding, dilation : int
            As in torch.

        Raises
        ------
        ValueError
            Where a setting is no whole number or too small, or there are too many layers.
        """
        if len(self._windows) >= MOST_LAYERS:
            raise ValueError(f"{MOST_LAYERS} layers are the most that are shown")
        index = len(self._windows) if index is None else self._index(index)
        taken, number = {window["name"] for window in self._windows}, 1
        while f"new{number}" in taken:
            number += 1
        window = {
            "name": f"new{number}",
            "kernel_size": kernel_size,
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
        }
        changed = [*self._windows[:index], window, *self._windows[index:]]
        _check(changed)
        self._windows = changed
        self._changed(index)

    def remove(self, index):
        """Take a layer out of the stack.

        Parameters
        ----------
        index : int or str
            Counted from 0, or its name.

        Raises
        ------
        ValueError
            Where there is no such layer, or it is the only one.
        """
        index = self._index(index)
        if len(self._windows) == 1:
            raise ValueError("a stack needs at least one layer")
        self._windows = [w for k, w in enumerate(self._windows) if k != index]
        self._changed(self.layer - (index < self.layer))

    def reset(self):
        """Take the stack as it was given."""
        self._begin()

    def _index(self, layer):
        names = [window["name"] for window in self._windows]
        if isinstance(layer, str) and layer in names:
            return names.index(layer)
        if not isinstance(layer, int) or not -len(self._windows) <= layer < len(self._windows):
            raise ValueError(
                f"there is no layer {layer!r}; there are 0 to {len(names) - 1}: {', '.join(names)}"
            )
        return layer % len(self._windows)

    def _on_browser_message(self, _widget, content, _buffers):
        self._answers += 1  # the browser hears of each, also where nothing else has changed
        try:
            match content.get("do"):
                case "edit":
                    self.edit(content["layer"], content["name"], content["value"])
                case "add":
                    self.add()
                case "remove":
                    self.remove(content["layer"])
                case "reset":
                    self.reset()
        except ValueError as error:  # the browser shows what was typed: say why it is refused
            refused = {"message": f"Not possible: {error}.", "answers": self._answers}
            self.scene = {**self.scene, **refused}

    # What it says without a browser

    def state(self):
        """What the explorer shows, as plain data.

        Returns
        -------
        dict
            selected (the stack's name), edited, layers (a list of dicts: name, kernel_size,
            stride, padding, dilation; no two have the same name), layer (the chosen one, counted
            from 0), name (of it), size, jump, start (pixels, see
            `cnnlib.arithmetic.receptive_field`), formula, input_size, output_size (h, w), unit
            (row, column), rows and columns (the first and the last that the unit sees; may be
            outside of the input), inside (whether none is), effective_size (side, in pixels, of
            the smallest square around the middle of the field that holds 95 % of the sum of the
            gradient's magnitudes; it may reach into the border), effective_share (its area in that
            of the field), source ("measured", or "expected" for random weights), message. Where
            the layer does not fit, what follows from its output is None.
        """
        size, jump, start = arithmetic.receptive_field(self._windows[: self.layer + 1])
        _, top, left = self._field(self.row, self.column)
        values, source = self._gradients()
        there = values is not None
        side = self._effective(values)[2] if there else None
        last = max(top, left) + size - 1
        return {
            "selected": self.selected,
            "edited": self._edited,
            "layers": [dict(window) for window in self._windows],
            "layer": self.layer,
            "name": self._windows[self.layer]["name"],
            "size": size,
            "jump": jump,
            "start": start,
            "formula": self._formula(),
            "input_size": (self._side, self._side),
            "output_size": (self._units(), self._units()) if there else None,
            "unit": (self.row, self.column) if there else None,
            "rows": (top, top + size - 1) if there else None,
            "columns": (left, left + size - 1) if there else None,
            "inside": (min(top, left) >= 0 and last < self._side) if there else None,
            "effective_size": side,
            "effective_share": side**2 / size**2 if there else None,
            "source": source,
            "message": self._message(),
        }

    def static(self):
        """The explorer as a figure: the input with both fields, and the table of the layers."""
        size, top, left = self._field(self.row, self.column)
        values, source = self._gradients()
        message = self._message()
        sentences = self._sentences(values, source) if values is not None else [message]
        return plots.receptive_field(
            self._side,
            None if values is None else (top, left, size),
            heat=values if self.heat else None,
            square=None if values is None else self._effective(values),
            image=self._picture,
            table=self._table(),
            chosen=self.layer,
            caption=" ".join(sentences),
        )


def receptive_field_explorer(
    stacks=None,
    input_size=None,
    image=None,
    measured=None,
    stack=None,
    layer=None,
    unit=None,
    heat=True,
):
    """The receptive-field explorer: choose a unit of a stack of layers, see what it sees.

    The field is drawn as a square on the input, and in it how large the gradient of the unit is:
    the effective field. Without measurements that is the root mean square of the gradient over
    all random weights (independent, with mean 0), which follows by arithmetic.

    Parameters
    ----------
    stacks : list of dict, torch.nn.Sequential, or dict of str to such, optional
        As in `cnnlib.arithmetic`, or dicts of kernel_size, stride, padding, dilation (and name;
        a name that is there already gets a number behind it).
        Element-wise layers change nothing and are left out; what follows a Flatten, too. LeNet,
        AlexNet, VGG-16 and ten 3 x 3 layers by default.
    input_size : int or dict of str to int, optional
        Side of the square input in pixels, at most 300; 32 by default.
    image : (H, W) or (H, W, 3) ndarray, optional
        Drawn below the fields, stretched to the input's size.
    measured : dict of str to dict of int to (n, n) ndarray, optional
        For a stack's name and a layer: the magnitudes of the gradient of the unit at (h // 2,
        w // 2) with respect to the input. Shown for that unit, as long as nothing is edited.
    stack : str, optional
        The stack that is chosen first.
    layer : int, optional
        The layer that is chosen first, counted from 0, -1 for the last; the last by default.
    unit : int or (int, int), optional
        The unit's row and column; the middle by default.
    heat : bool
        Whether the effective field is shown.

    Returns
    -------
    ReceptiveFieldExplorer
        Displayed by the notebook; ``.state()`` says what it shows.

    Raises
    ------
    ValueError
        Where a stack or a map is not what it should be.

    References
    ----------
    W. Luo, Y. Li, R. Urtasun, R. Zemel, "Understanding the effective receptive field in deep
    convolutional neural networks", NIPS 2016, arXiv:1701.04128.

    Examples
    --------
    >>> explorer = receptive_field_explorer([{"kernel_size": 3}] * 3)
    >>> explorer.state()["size"]
    7
    >>> explorer.edit(0, "stride", 2)
    >>> explorer.state()["size"], explorer.state()["formula"]
    (11, 'size = 7 + (3 − 1)·2 = 11; jump = 2·1 = 2; start = 0 − 0·2 = 0')
    """
    return ReceptiveFieldExplorer(stacks, input_size, image, measured, stack, layer, unit, heat)
