"""The cost explorer: what networks from LeNet to ResNet cost, and where in them."""

import functools

import traitlets

from cnnlib import plots
from cnnlib.widgets.base import LessonWidget, browser_code

LEAST, MOST, STEP = 64, 448, 32  # pixels a side
BYTES = 4  # of a float32
MEASURES = {"params": "parameters", "macs": "MACs", "memory": "memory of outputs"}
# Name -> class in cnnlib.models, its arguments, channels of the image, its side where it is fixed.
NETS = {
    "LeNet-5": ("LeNet5", {}, 1, 28),
    "AlexNet (2012)": ("AlexNet2012", {}, 3, 227),
    "VGG-16": ("VGG", {"depth": 16}, 3, None),
    "GoogLeNet": ("GoogLeNet", {}, 3, None),
    "ResNet-18": ("ResNet", {"depth": 18}, 3, None),
    "ResNet-50": ("ResNet", {"depth": 50}, 3, None),
    "ResNet-152": ("ResNet", {"depth": 152}, 3, None),
}


@functools.lru_cache(maxsize=128)
def layer_costs(name, side):
    """What each layer with weights of a network costs, for one image.

    The network is run on torch's meta device: shapes only, no numbers and no memory.

    Parameters
    ----------
    name : str
        A key of `NETS`.
    side : int
        Of the square image; one that the network has been made for where it takes one only.

    Returns
    -------
    tuple of dict
        For each convolution and dense layer, in the order of computation: "layer" ("conv1",
        "dense1": counted apart), "dense" (whether it is one), "output" (its size without the
        batch), "params" (with those of a batch norm behind it), "macs", "memory" (bytes of its
        output in float32).

    Examples
    --------
    >>> first = layer_costs("AlexNet (2012)", 227)[0]
    >>> first["output"], first["params"], first["macs"]
    ((96, 55, 55), 34944, 105415200)
    """
    import torch
    from torch import nn

    from cnnlib import models

    make, arguments, channels, _ = NETS[name]
    rows = []

    def note(module, y):
        size = tuple(y.shape[1:])
        params = sum(p.numel() for p in module.parameters())
        if isinstance(module, nn.BatchNorm2d):
            rows[-1]["params"] += params
            return
        dense = isinstance(module, nn.Linear)
        places = 1 if dense else size[1] * size[2]
        number = 1 + sum(row["dense"] == dense for row in rows)
        rows.append(
            {
                "layer": f"{'dense' if dense else 'conv'}{number}",
                "dense": dense,
                "output": size,
                "params": params,
                "macs": module.weight.numel() * places,
                "memory": BYTES * y.numel(),
            }
        )

    with torch.device("meta"):
        net, x = getattr(models, make)(**arguments).eval(), torch.empty(1, channels, side, side)
    for module in net.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear, nn.BatchNorm2d)):
            module.register_forward_hook(lambda module, _x, y: note(module, y))
    with torch.no_grad():
        net(x)
    return tuple(rows)


def net_cost(name, side):
    """The sums of a network: for each measure a pair, in convolutions and in dense layers.

    Examples
    --------
    >>> net_cost("VGG-16", 224)["params"]
    (14714688, 123642856)
    """
    rows = layer_costs(name, NETS[name][3] or side)
    return {
        key: tuple(
            sum(row[key] for row in rows if row["dense"] == dense) for dense in (False, True)
        )
        for key in MEASURES
    }


class CostExplorer(LessonWidget):
    """The widget that `cost_explorer` makes."""

    _esm, _css = browser_code("cost_explorer")

    side = traitlets.Int(224, min=LEAST, max=MOST).tag(sync=True)
    chosen = traitlets.List(traitlets.Unicode()).tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    measure = traitlets.Unicode("memory").tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, nets=None, side=224, selected=None, measure="memory"):
        chosen = list(NETS) if nets is None else list(nets)
        if selected is None:
            selected = "VGG-16" if "VGG-16" in chosen or not chosen else chosen[0]
        super().__init__(chosen=chosen, side=side, selected=selected, measure=measure)
        self._show()

    # What is allowed

    @traitlets.validate("side")
    def _check_side(self, proposal):
        side = proposal["value"]
        if not LEAST <= side <= MOST:
            raise ValueError(f"side is {side}: it must be from {LEAST} to {MOST}")
        return side

    @traitlets.validate("chosen")
    def _check_chosen(self, proposal):
        unknown = [name for name in proposal["value"] if name not in NETS]
        if unknown or not proposal["value"]:
            raise ValueError(f"choose at least one of {', '.join(NETS)}; not {unknown}")
        return [name for name in NETS if name in proposal["value"]]

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        if proposal["value"] not in NETS:
            raise ValueError(f"there is no {proposal['value']!r}; there are {', '.join(NETS)}")
        return proposal["value"]

    @traitlets.validate("measure")
    def _check_measure(self, proposal):
        if proposal["value"] not in MEASURES:
            raise ValueError(f"measure is one of {', '.join(MEASURES)}, not {proposal['value']!r}")
        return proposal["value"]

    # What follows from it

    @traitlets.observe("side", "chosen", "selected", "measure")
    def _on_change(self, _change):
        if self.scene:
            self._show()

    def _show(self):
        costs = {name: net_cost(name, self.side) for name in self.chosen}
        most = {key: max(sum(cost[key]) for cost in costs.values()) for key in MEASURES}
        rows = [
            {
                "name": name,
                "size": self._size(name),
                "costs": [self._bar(cost[key], most[key], key) for key in MEASURES],
            }
            for name, cost in costs.items()
        ]
        layers = self._layers()
        tallest = max(row[self.measure] for row in layers)
        self.scene = {
            "names": list(NETS),
            "measures": MEASURES,
            "range": [LEAST, MOST, STEP],
            "rows": rows,
            "layers": [
                {
                    "share": row[self.measure] / tallest,
                    "dense": row["dense"],
                    "says": f"{row['layer']}, {_times(row['output'])}: "
                    f"{_written(row[self.measure], self.measure)}",
                }
                for row in layers
            ],
            "title": self._title(),
            "sentence": self._sentence(),
        }

    def _size(self, name):
        fixed = NETS[name][3]
        return f"{fixed} × {fixed}, always" if fixed else f"{self.side} × {self.side}"

    @staticmethod
    def _bar(pair, most, key):
        total = sum(pair)
        return {
            "text": _written(total, key),
            "convolutions": pair[0] / most,
            "dense": pair[1] / most,
            "says": f"{100 * pair[1] / total:.1f} % of it in dense layers",
        }

    def _layers(self):
        return layer_costs(self.selected, NETS[self.selected][3] or self.side)

    def _title(self):
        return f"{self.selected}, {self._size(self.selected)}: {MEASURES[self.measure]} by layer"

    def _sentence(self):
        layers, key = self._layers(), self.measure
        total, largest = sum(row[key] for row in layers), max(layers, key=lambda row: row[key])
        share = 100 * largest[key] / total
        dense = 100 * sum(row[key] for row in layers if row["dense"]) / total
        return (
            f"{len(layers)} layers with weights. The largest part, {share:.0f} % of all, is in "
            f"{largest['layer']} ({_times(largest['output'])}). In dense layers: {dense:.1f} %."
        )

    # What it says without a browser

    def state(self):
        """What the explorer shows, as plain data.

        Returns
        -------
        dict
            side; chosen (names); costs: for each chosen network a dict with "input" (the side of
            its image: two networks take one size only), "params", "macs", "memory" (bytes of the
            outputs of convolutions and dense layers, float32), and "dense", the share of each of
            the three in dense layers; selected; measure; layers (of the selected network: a list
            of dicts with layer, dense, output, params, macs, memory); sentence.
        """
        costs = {}
        for name in self.chosen:
            cost = net_cost(name, self.side)
            costs[name] = {
                "input": NETS[name][3] or self.side,
                **{key: sum(pair) for key, pair in cost.items()},
                "dense": {key: pair[1] / sum(pair) for key, pair in cost.items()},
            }
        return {
            "side": self.side,
            "chosen": list(self.chosen),
            "costs": costs,
            "selected": self.selected,
            "measure": self.measure,
            "layers": [dict(row) for row in self._layers()],
            "sentence": self._sentence(),
        }

    def static(self):
        """The explorer as a figure: costs of the chosen networks, layers of the selected one.

        Returns
        -------
        cnnlib.plots.Picture
        """
        return plots.net_costs(
            {name: net_cost(name, self.side) for name in self.chosen},
            layers=(self._title(), [(row[self.measure], row["dense"]) for row in self._layers()]),
            caption=f"Images of {self.side} × {self.side} pixels; LeNet-5 takes 28 × 28 only, "
            f"AlexNet 227 × 227. {self.selected}: {self._sentence()}",
        )


def _times(size):
    return " × ".join(map(str, size))


def _written(value, key):
    text = plots.nets.in_words(value)
    return f"{text}B" if key == "memory" and text[-1].isalpha() else text


def cost_explorer(nets=None, side=224, selected=None, measure="memory"):
    """The cost explorer: parameters, multiplications and memory of networks, LeNet to ResNet.

    Parameters
    ----------
    nets : list of str, optional
        Which are shown: any of "LeNet-5", "AlexNet (2012)", "VGG-16", "GoogLeNet", "ResNet-18",
        "ResNet-50", "ResNet-152"; all by default.
    side : int
        Of the square images, 64 to 448.
    selected : str, optional
        Of which network the layers are shown; VGG-16 by default.
    measure : {"params", "macs", "memory"}
        What is shown of its layers.

    Returns
    -------
    CostExplorer
        Displayed by the notebook; ``.state()`` says what it shows.

    Raises
    ------
    ValueError
        Where there is no such network or measure. (``traitlets.TraitError`` for a side that is
        out of range.)

    Examples
    --------
    >>> explorer = cost_explorer(["VGG-16", "ResNet-50"])
    >>> explorer.state()["costs"]["ResNet-50"]["params"]
    25557032
    >>> round(explorer.state()["costs"]["VGG-16"]["dense"]["params"], 3)
    0.894
    """
    return CostExplorer(nets, side, selected, measure)
