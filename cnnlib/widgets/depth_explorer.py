"""The depth explorer: what arrives at each layer of an untrained network, signal and gradient."""

from functools import cache

import traitlets

from cnnlib import plots
from cnnlib.widgets.base import LessonWidget, browser_code

DEPTHS = (2, 40)
SMALLEST = 1e-30  # what is smaller is drawn there
IMAGES = 64
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@cache
def measure(depth, skip, batch_norm, seed=0):
    """Signal and gradient at each layer of an untrained `models.DepthNet`, for 64 digits.

    Parameters
    ----------
    depth : int
    skip, batch_norm : bool
    seed : int
        Of the weights.

    Returns
    -------
    (tuple of float, tuple of float)
        For each layer with weights: how far apart the images are where they enter it (standard
        deviation over the images, mean over all places), and the norm of the gradient of its
        weights.
    """
    import torch
    import torch.nn.functional as F
    from torch import nn

    from cnnlib import datasets, models

    x, y = next(iter(datasets.load("digits").batches("train", IMAGES)))
    signal = []

    def write_down(_module, given):
        signal.append(given[0].detach().std(dim=0).mean().item())

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as the sums of several threads differ in their last digits
    try:
        with torch.random.fork_rng(devices=[]), torch.enable_grad():
            torch.manual_seed(seed)
            net = models.DepthNet(depth, skip=skip, batch_norm=batch_norm)
            layers = [m for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
            for layer in layers:
                layer.register_forward_pre_hook(write_down)
            F.cross_entropy(net(x), y).backward()
    finally:
        torch.set_num_threads(threads)
    return tuple(signal), tuple(layer.weight.grad.norm().item() for layer in layers)


def _written(value):
    """A number of any size, to two digits: "0.59", "2.2·10⁻¹⁰"."""
    if value == 0 or 1e-3 <= value < 1e4:
        return f"{float(f'{value:.1e}'):g}"
    digits, power = f"{value:.1e}".split("e")
    return f"{digits}·10{str(int(power)).translate(SUPERSCRIPT)}"


class DepthExplorer(LessonWidget):
    """See `depth_explorer`."""

    _esm, _css = browser_code("depth_explorer")

    depth = traitlets.Int(20).tag(sync=True)
    skip = traitlets.Bool(False).tag(sync=True)
    batch_norm = traitlets.Bool(False).tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, **settings):
        super().__init__(**settings)
        self._show()

    @traitlets.validate("depth")
    def _even(self, proposal):
        depth = proposal["value"]
        low, high = DEPTHS
        if not low <= depth <= high or depth % 2:
            raise traitlets.TraitError(f"depth must be even, from {low} to {high}, not {depth}")
        return depth

    @traitlets.observe("depth", "skip", "batch_norm")
    def _show(self, _change=None):
        signal, norms = measure(self.depth, self.skip, self.batch_norm)
        self.scene = {
            "signal": [max(value, SMALLEST) for value in signal],
            "norms": [max(value, SMALLEST) for value in norms],
            "sentences": self._sentences(signal, norms),
        }

    def _kind(self):
        skip = "with skips" if self.skip else "without skips"
        return f"{skip}, {'with' if self.batch_norm else 'without'} batch norm"

    def _sentences(self, signal, norms):
        return [
            f"{self.depth} layers {self._kind()}. Gradient: {_written(norms[0])} in the first "
            f"layer, {_written(norms[-1])} in the last.",
            f"Signal: {_written(signal[0])} where the digits come in, {_written(signal[-1])} where "
            "they enter the last layer.",
        ]

    def state(self):
        """What the widget shows, as plain data.

        Returns
        -------
        dict
            "depth", "skip" and "batch_norm"; "norms", for each layer from the first to the dense
            one the norm of the gradient of its weights; "signal", how far apart the images are
            where they enter the layer.
        """
        signal, norms = measure(self.depth, self.skip, self.batch_norm)
        return {
            "depth": self.depth,
            "skip": self.skip,
            "batch_norm": self.batch_norm,
            "norms": list(norms),
            "signal": list(signal),
        }

    def static(self):
        """The widget as a figure, in its present state.

        Returns
        -------
        cnnlib.plots.Picture
        """
        return plots.curves(
            {"signal": self.scene["signal"], "gradient": self.scene["norms"]},
            xlabel="layer",
            ylabel="size",
            log=True,
            caption=" ".join(self.scene["sentences"]),
            alt=f"Signal and gradient against the layer. {' '.join(self.scene['sentences'])}",
        )


def depth_explorer(depth=20, skip=False, batch_norm=False):
    """A widget: an untrained network of 2 to 40 layers, and what arrives at each of them.

    Sliders and boxes set the depth, skips and batch norm. The net is `models.DepthNet` with torch's
    initialisation, for 64 digits; Python measures anew at each change.

    Parameters
    ----------
    depth : int
        Even, from 2 to 40.
    skip, batch_norm : bool

    Returns
    -------
    DepthExplorer

    Raises
    ------
    traitlets.TraitError
        If the depth is odd or out of range.

    Examples
    --------
    >>> explorer = depth_explorer(depth=30)
    >>> explorer.state()["norms"][0] < 1e-10
    True
    >>> explorer.skip = True
    >>> explorer.state()["norms"][0] > 1e-3
    True
    """
    return DepthExplorer(depth=depth, skip=skip, batch_norm=batch_norm)
