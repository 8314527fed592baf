"""The shape laboratory: build a stack of layers, see what each leaves and what it costs."""

import re

import traitlets

from cnnlib import arithmetic, plots
from cnnlib.widgets.base import LessonWidget, browser_code

MOST_LAYERS = 20
BYTES = 4  # of a float32
# What can be edited, in this order. What is not listed here can be shown, but has nothing to edit.
SETTINGS = {
    "Conv2d": (
        *("out_channels", "kernel_size", "stride", "padding", "dilation", "groups"),
        "bias",
    ),
    "ConvTranspose2d": (
        *("out_channels", "kernel_size", "stride", "padding", "output_padding", "dilation"),
        *("groups", "bias"),
    ),
    "MaxPool2d": ("kernel_size", "stride", "padding", "dilation"),
    "AvgPool2d": ("kernel_size", "stride", "padding"),
    "AdaptiveAvgPool2d": ("output_size",),
    "Linear": ("out_features", "bias"),
}
# What is torch's default need not stand in the stack.
DEFAULTS = {
    "stride": 1,
    "padding": 0,
    "output_padding": 0,
    "dilation": 1,
    "groups": 1,
    "bias": True,
}
# What a layer that is added has at first; and which can be added.
NEW = {
    "Conv2d": {"out_channels": 8, "kernel_size": 3},
    "ReLU": {},
    "MaxPool2d": {"kernel_size": 2},
    "AvgPool2d": {"kernel_size": 2},
    "BatchNorm2d": {},
    "AdaptiveAvgPool2d": {"output_size": 1},
    "Flatten": {},
    "Linear": {"out_features": 10},
}
REQUIRED = {kind: tuple(settings) for kind, settings in NEW.items()}
REQUIRED["ConvTranspose2d"] = REQUIRED["Conv2d"]
# Short words for what needs some, where there is little room.
WORDS = {
    "out_channels": "out",
    "out_features": "out",
    "output_size": "to",
    "kernel_size": "kernel",
    "output_padding": "output padding",
}
# What follows from the layer before, and is not edited.
FOLLOWS = {
    "Conv2d": "in_channels",
    "ConvTranspose2d": "in_channels",
    "BatchNorm2d": "num_features",
    "Linear": "in_features",
}
GOALS = ("size", "channels", "params_below", "macs_below")
# What "memory" says, for readers.
MEMORY = f"{BYTES} bytes for each number of a layer's output"
EXAMPLE = '{"layer": "Conv2d", "out_channels": 8, "kernel_size": 3}'
PLAIN = str | bytes | int | float | type(None) | type(...)  # none of these is a layer or a stack
FIRST = [{"layer": "Conv2d", "out_channels": 16, "kernel_size": 3}]


def _parsed(name, text):
    """A setting as typed: 3, or 3, 5 for rows and columns, or a word for the padding."""
    if not isinstance(text, str):
        return text
    plain = text.strip().strip("()").lower()
    if name == "padding" and plain in ("same", "valid"):
        return plain
    numbers = re.split(r"\s*[,x×]\s*|\s+", plain)
    if len(numbers) > 2 or not all(re.fullmatch(r"-?\d{1,6}", number) for number in numbers):
        words = ", or 'same' or 'valid'" if name == "padding" else ""
        raise ValueError(f"{name} is a whole number, or two as in 3, 5{words}, not {text!r}")
    values = tuple(int(number) for number in numbers)
    return values[0] if len(values) == 1 else values


class ShapeLaboratory(LessonWidget):
    """The widget that `shape_laboratory` makes.

    Everything that the browser shows is in ``scene``, which follows from the stack.
    """

    _esm, _css = browser_code("shape_laboratory")

    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, stack=None, input_size=(3, 32, 32), goal=None):
        self._goal = _checked_goal(goal)
        self._refused, self._answers = "", 0
        super().__init__()
        self._input_size = _checked_size(input_size)
        self._take(FIRST if stack is None else stack)
        self._first, self._first_problem = [dict(layer) for layer in self._stack], self._problem
        self._show()
        self.on_msg(self._on_browser_message)

    # What follows from the stack

    @property
    def stack(self):
        """The layers: a list of dicts, complete as far as the sizes are known."""
        return [dict(layer) for layer in self._walk()[0]]

    @stack.setter
    def stack(self, stack):
        self._take(stack)
        self._refused = ""
        self._show()

    def _take(self, stack):
        """Take what is given as the stack; what is none leaves no layers, and a sentence."""
        try:
            self._stack, self._problem = _layers(stack), ""
        except ValueError as error:
            self._stack, self._problem = [], str(error)

    @property
    def input_size(self):
        """(C, H, W) of the input."""
        return self._input_size

    @input_size.setter
    def input_size(self, size):
        self._input_size = _checked_size(size)
        self._stack, self._refused = _following(self._stack), ""
        self._show()

    def _walk(self):
        """The layers with what follows from the one before, their results, and the error."""
        if self._problem:
            return [], [], self._problem
        layers, size = [dict(layer) for layer in self._stack], self._input_size
        for k, layer in enumerate(layers):
            follows = FOLLOWS.get(layer["layer"])
            if follows and follows not in layer:
                layers[k] = {"layer": layer["layer"], follows: _into(layer["layer"], size)} | layer
            try:
                _complete(k, layer)
                row = arithmetic.layer_table(layers[: k + 1], self._input_size)[-1]
            except ValueError as error:
                return layers, arithmetic.layer_table(layers[:k], self._input_size), str(error)
            size = row["output_size"]
        return layers, arithmetic.layer_table(layers, self._input_size), ""

    def _totals(self):
        """Final size, parameters, MACs and bytes; None where a layer fails."""
        layers, rows, error = self._walk()
        if error:
            return dict.fromkeys(("size", "params", "macs", "memory"))
        return {
            "size": tuple(rows[-1]["output_size"]) if rows else self._input_size,
            "params": arithmetic.count_params(layers),
            "macs": arithmetic.count_macs(layers, self._input_size),
            "memory": arithmetic.activation_memory(layers, self._input_size, BYTES),
        }

    def _conditions(self):
        """Each condition of the goal: its words, how it stands, and whether it is met."""
        totals = self._totals()
        size = totals["size"]
        there = size is not None
        now = {
            "size": tuple(size[1:]) if there and len(size) == 3 else None,
            "channels": size[0] if there else None,
            "params_below": totals["params"],
            "macs_below": totals["macs"],
        }
        words = {
            "size": "a map of {} × {}",
            "channels": "{:,} channels",
            "params_below": "fewer than {:,} parameters",
            "macs_below": "fewer than {:,} MACs",
        }
        conditions = []
        for name, wanted in self._goal.items():
            value = now[name]
            met = value is not None and (
                value < wanted if name.endswith("below") else value == wanted
            )
            numbers = wanted if name == "size" else (wanted,)
            conditions.append({"name": name, "text": words[name].format(*numbers), "met": met})
        return conditions

    def _show(self):
        layers, rows, error = self._walk()
        totals = self._totals()
        failing = self._failing()
        shown = []
        for k, layer in enumerate(layers):
            kind = layer["layer"]
            settings = [
                {"name": name, "value": layer.get(name, _default(layer, name))}
                for name in SETTINGS.get(kind, ())
            ]
            follows = FOLLOWS.get(kind)
            shown.append(
                {
                    "layer": kind,
                    "settings": settings,
                    "follows": {"name": follows, "value": layer.get(follows)} if follows else None,
                    "result": _result(rows[k]) if k < len(rows) else None,
                    "failed": k == failing,
                }
            )
        self.scene = {
            "input": list(self._input_size),
            "layers": shown,
            "totals": totals | {"size": totals["size"] and list(totals["size"])},
            "error": error,
            "refused": self._refused,
            "goal": self._conditions(),
            "met": self._met(),
            "answers": self._answers,
            "memory": MEMORY,
            "torch": self.torch_line(),
            "new": list(NEW),
            "most": MOST_LAYERS,
        }

    def _failing(self):
        """Index of the layer that fails, if one does."""
        _, rows, error = self._walk()
        return len(rows) if error and not self._problem else None

    def _met(self):
        return all(one["met"] for one in self._conditions()) if self._goal else None

    # What can be done with it

    def _change(self, layers):
        self._stack, self._problem, self._refused = layers, "", ""
        self._show()

    def edit(self, index, name, value):
        """Change a setting of a layer. What goes into the layers follows anew.

        Parameters
        ----------
        index : int
            Counted from 0.
        name : str
            Such as "out_channels", "kernel_size", "stride", "padding", "dilation", "groups".
        value : int, (int, int), bool or str
            As in torch; a str as typed into the widget, such as "3, 5" or "same".

        Raises
        ------
        ValueError
            Where there is no such layer or setting. A value that does not fit is no error here:
            the layer is the failing one.
        """
        index = self._index(index)
        kind = self._stack[index]["layer"]
        if name not in SETTINGS.get(kind, ()):
            names = ", ".join(SETTINGS.get(kind, ())) or "nothing"
            raise ValueError(f"layer {index} ({kind}) has no {name!r} to edit, but: {names}")
        layers = _following(self._stack)
        layers[index][name] = _parsed(name, value)
        self._change(layers)

    def add(self, layer, index=None, **settings):
        """Put a layer into the stack.

        Parameters
        ----------
        layer : str
            torch's class name, such as "Conv2d".
        index : int, optional
            Before which layer; at the end by default.
        **settings
            As in torch; a Conv2d has 8 channels and a kernel of 3 by default.

        Raises
        ------
        ValueError
            Where there are too many layers.
        """
        if len(self._stack) >= MOST_LAYERS:
            raise ValueError(f"{MOST_LAYERS} layers are the most that are shown")
        index = len(self._stack) if index is None else index
        layers = _following(self._stack)
        layers.insert(index, {"layer": layer, **NEW.get(layer, {}), **settings})
        self._change(layers)

    def remove(self, index):
        """Take a layer out of the stack.

        Parameters
        ----------
        index : int
        """
        index = self._index(index)
        self._change([one for k, one in enumerate(_following(self._stack)) if k != index])

    def move(self, index, to):
        """Move a layer to another place.

        Parameters
        ----------
        index, to : int
            Where it is, and where it is afterwards.
        """
        layers = _following(self._stack)
        layers.insert(self._index(to), layers.pop(self._index(index)))
        self._change(layers)

    def reset(self):
        """Take the stack as it was given."""
        self._stack, self._problem = [dict(layer) for layer in self._first], self._first_problem
        self._refused = ""
        self._show()

    def _index(self, index):
        if not isinstance(index, int) or not -len(self._stack) <= index < len(self._stack):
            raise ValueError(f"there is no layer {index!r}; there are {len(self._stack)}")
        return index % len(self._stack)

    def _on_browser_message(self, _widget, content, _buffers):
        self._answers += 1  # the browser hears of each, also where nothing else has changed
        try:
            match content.get("do"):
                case "edit":
                    self.edit(content["index"], content["name"], content["value"])
                case "add":
                    self.add(content["layer"])
                case "remove":
                    self.remove(content["index"])
                case "move":
                    self.move(content["index"], content["to"])
                case "input":
                    self.input_size = tuple(
                        _parsed("input_size", value) for value in content["value"]
                    )
                case "reset":
                    self.reset()
        except ValueError as error:  # the browser shows what was typed: say why it is refused
            self._refused = f"Not possible: {error}."
            self._show()

    def torch_line(self):
        """The PyTorch that makes the stack.

        Returns
        -------
        str
        """
        lines = []
        for layer in self._walk()[0]:
            positional = ("in_channels", "out_channels", "in_features", "out_features")
            positional += ("num_features", "output_size")
            first = [f"{layer[name]}" for name in positional if name in layer]
            follows = FOLLOWS.get(layer["layer"])
            if follows and follows not in layer:  # behind the layer that fails
                first.insert(0, "...")
            rest = [
                f"{name}={value!r}"
                for name, value in layer.items()
                if name != "layer" and name not in positional and value != _default(layer, name)
            ]
            lines.append(f"    nn.{layer['layer']}({', '.join(first + rest)}),\n")
        return f"nn.Sequential(\n{''.join(lines)})" if lines else "nn.Sequential()"

    # What it says without a browser

    def state(self):
        """What the laboratory shows, as plain data.

        Returns
        -------
        dict
            stack (a complete list of dicts), input_size, sizes (the output of each layer, up to
            the one that fails), size (of the end), params, macs, memory (bytes of all layers'
            outputs, 4 for each number; all four None where a layer fails), error (a sentence, or
            ""), failing (the layer's index, or None), goal (the conditions by the keys with which
            the goal was given, each True or False: "size", the map's height and width; "channels",
            exactly so many; "params_below", fewer parameters; "macs_below", fewer MACs),
            conditions (the same in words, such as "fewer than 5,000 parameters"), met (whether
            all are; None without a goal), torch. What is not a list of layers leaves an empty
            stack, with an error and no failing layer.
        """
        layers, rows, error = self._walk()
        return {
            "stack": [dict(layer) for layer in layers],
            "input_size": self._input_size,
            "sizes": [tuple(row["output_size"]) for row in rows],
            **self._totals(),
            "error": error,
            "failing": self._failing(),
            "goal": {one["name"]: one["met"] for one in self._conditions()},
            "conditions": {one["text"]: one["met"] for one in self._conditions()},
            "met": self._met(),
            "torch": self.torch_line(),
        }

    def static(self):
        """The laboratory as a figure: the table of the layers and their costs."""
        layers, rows, error = self._walk()
        failing = self._failing()
        table = []
        for k, layer in enumerate(layers):
            settings = [
                f"{WORDS.get(name, name)} {_written(layer[name])}"
                for name in SETTINGS.get(layer["layer"], ())
                if name in layer and layer[name] != _default(layer, name)
            ]
            table.append(
                {"layer": layer["layer"], "settings": ", ".join(settings)}
                | (_result(rows[k]) if k < len(rows) else {"failed": k == failing})
            )
        totals = self._totals()
        said = f"It fails: {error}." if error else _spoken(self._input_size, totals)
        if self._goal:
            goal = "; ".join(
                f"{one['text']} {'(yes)' if one['met'] else '(not yet)'}"
                for one in self._conditions()
            )
            said += f" Goal: {goal}."
        said += f" Memory: {MEMORY}."
        return plots.layer_costs(table, self._input_size, caption=said)


def _default(layer, name):
    """torch's default of a setting; None where there is none."""
    if name == "stride" and layer["layer"] in ("MaxPool2d", "AvgPool2d"):
        return layer.get("kernel_size")
    return DEFAULTS.get(name)


def _into(kind, size):
    """What a layer takes in, from the size of what comes."""
    if kind == "Linear" and len(size) == 3:
        return size[0] * size[1] * size[2]  # what it would be after a Flatten
    return size[0]


def _layers(stack):
    """A stack as a list of dicts; what is wrong with a layer is said later, by the layer."""
    if isinstance(stack, PLAIN):
        raise ValueError(f"a stack is a list of layers such as {EXAMPLE}, not {stack!r}")
    several = isinstance(stack, list | tuple)
    for index, layer in enumerate(stack if several else ()):
        unnamed = isinstance(layer, dict) and not isinstance(layer.get("layer"), str)
        if unnamed or isinstance(layer, PLAIN):
            raise ValueError(
                f"layer {index} is {layer!r}; a layer is a dict with the name of torch's class, "
                f"such as {EXAMPLE}"
            )
    if several and all(isinstance(layer, dict) for layer in stack):
        layers = [dict(layer) for layer in stack]
    else:
        layers = arithmetic.describe(stack)
    if len(layers) > MOST_LAYERS:
        raise ValueError(f"{len(layers)} layers are too many to show: at most {MOST_LAYERS}")
    return layers


def _complete(index, layer):
    """Say which setting a layer needs and has not."""
    for name in REQUIRED.get(layer["layer"], ()):
        if name not in layer:
            raise ValueError(f"layer {index} ({layer['layer']}) needs {name}")


def _following(layers):
    """The layers without what follows from the one before."""
    return [
        {name: value for name, value in layer.items() if name != FOLLOWS.get(layer["layer"])}
        for layer in layers
    ]


def _checked_size(size):
    if (
        not isinstance(size, list | tuple)
        or len(size) != 3
        or not all(isinstance(n, int) and 1 <= n <= 4096 for n in size)
    ):
        raise ValueError(f"input_size is (C, H, W), each from 1 to 4096, not {size!r}")
    return tuple(size)


def _checked_goal(goal):
    for name, value in (goal or {}).items():
        if name not in GOALS:
            raise ValueError(f"a goal has no {name!r}; it may have: {', '.join(GOALS)}")
        whole = isinstance(value, int)
        if name == "size":
            whole = isinstance(value, list | tuple) and len(value) == 2
        if not whole:
            what = "(height, width)" if name == "size" else "a whole number"
            raise ValueError(f"the goal {name!r} is {what}, not {value!r}")
    wanted = {name: goal[name] for name in GOALS if name in (goal or {})}
    return wanted | ({"size": tuple(wanted["size"])} if "size" in wanted else {})


def _result(row):
    return {
        "output_size": list(row["output_size"]),
        "params": row["params"],
        "macs": row["macs"],
        "memory": BYTES * row["values"],
    }


def _written(value):
    return " × ".join(str(v) for v in value) if isinstance(value, tuple | list) else str(value)


def _spoken(input_size, totals):
    return (
        f"From {_written(input_size)} to {_written(totals['size'])} with {totals['params']:,} "
        f"parameters, {totals['macs']:,} multiply-accumulates and {totals['memory']:,} bytes of "
        "activations."
    )


def shape_laboratory(stack=None, input_size=(3, 32, 32), goal=None):
    """The shape laboratory: build a stack of layers, see sizes, parameters, MACs and memory.

    Parameters
    ----------
    stack : list of dict, or torch.nn.Sequential, optional
        As in `cnnlib.arithmetic`; in_channels, num_features and in_features may be left out: they
        follow from the layer before. One convolution by default.
    input_size : (int, int, int)
        Channels, height and width.
    goal : dict, optional
        What is to be reached: any of "size" (h, w) of the map at the end, "channels" (exactly so
        many), "params_below" and "macs_below" (fewer than so many).

    Returns
    -------
    ShapeLaboratory
        Displayed by the notebook; ``.state()`` says what it shows.

    Raises
    ------
    ValueError
        Where the input size or the goal is not what it should be. What is wrong with the stack or
        one of its layers is no error: the laboratory shows it, and it stands in the state.

    Examples
    --------
    >>> laboratory = shape_laboratory(goal={"size": (10, 10), "params_below": 5000})
    >>> laboratory.state()["size"], laboratory.state()["params"], laboratory.state()["met"]
    ((16, 30, 30), 448, False)
    >>> laboratory.edit(0, "stride", 3)
    >>> laboratory.state()["size"], laboratory.state()["goal"]
    ((16, 10, 10), {'size': True, 'params_below': True})
    """
    return ShapeLaboratory(stack, input_size, goal)
