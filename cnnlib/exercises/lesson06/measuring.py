"""`measure_receptive_field`: what a unit of a network depends on, measured with gradients.

Imports torch: `cnnlib.exercises.lesson06` loads this module when the exercise is asked for.
"""

import copy

import torch
from torch import nn

from cnnlib.check import Case, Exercise, Mistake, Part


class Rectifying(nn.Module):
    """Two convolutions and a pooling, called in forward: no list of layers shows them."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 3, (3, 1))
        self.second = nn.Conv2d(3, 2, (1, 3), stride=2)

    def forward(self, x):
        x = torch.relu(self.first(x))
        return torch.relu(self.second(nn.functional.max_pool2d(x, 2)))


def seeded(seed, make):
    """What ``make()`` builds with this seed; the random numbers outside stay as they are."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return make()


def _with_weights(layer, weights, bias=0.0):
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(weights).reshape(layer.weight.shape))
        layer.bias.fill_(bias)
    return layer


def _opposite():
    """Two output channels with opposite weights: their sum is 0 for every input."""
    return _with_weights(nn.Conv2d(1, 2, (1, 3)), [1.0, 2, 1, -1, -2, -1])


def _silent():
    """A convolution with negative weights, then a ReLU: silent on bright images."""
    return nn.Sequential(_with_weights(nn.Conv2d(1, 1, (3, 2)), [-1.0] * 6, -1.0), nn.ReLU())


def _normalised():
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Conv2d(2, 1, 2))


def _pools():
    conv = nn.Conv2d(1, 2, 3, padding=1)
    return nn.Sequential(conv, nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(2, 2, 3, padding=1))


def _dilated():
    return nn.Sequential(nn.Conv2d(1, 2, (3, 2), dilation=(2, 3)), nn.Conv2d(2, 1, 1))


# The oracle


def _positive(model):
    """A copy whose weights are all positive, so that no path is blocked and none cancels."""
    model = copy.deepcopy(model).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.abs() + 1e-3)
    return model


def _measure(
    model,
    hw,
    *,
    prepare=_positive,
    inputs=lambda hw: torch.rand(32, 1, *hw, dtype=torch.float64),
    unit=lambda y: y[:, :, y.shape[2] // 2, y.shape[3] // 2].sum(),
    seen=lambda gradient: (gradient != 0).any(dim=0)[0],
    extent=None,
    empty=0,
):
    """The rows and columns of the field, with switches for what can go wrong."""
    model = prepare(model).double()
    x = seeded(0, lambda: inputs(hw)).requires_grad_()
    (gradient,) = torch.autograd.grad(unit(model(x)), x)
    mask = seen(gradient)
    if extent is not None:
        return extent(mask)
    if empty is not None and not mask.any():
        return empty, empty
    return tuple(_reach(mask.any(dim=axis)) for axis in (1, 0))


def _reach(along):
    places = torch.nonzero(along).ravel().tolist()
    return places[-1] - places[0] + 1  # an IndexError where no pixel is seen


def measured_extent(model, hw):
    """Rows and columns of the field of a network's centre unit, measured with gradients.

    Parameters
    ----------
    model : torch.nn.Module
        From (N, 1, H, W) to (N, C, h, w). It is not changed.
    hw : (int, int)
        H and W of the input: so large that the field is not cut.

    Returns
    -------
    (int, int)

    Examples
    --------
    >>> measured_extent(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2)), (16, 16))
    (4, 4)
    """
    return _measure(model, hw)


def _measure_receptive_field(model, hw):
    return measured_extent(model, hw)


# Models of the mistakes


def _as_it_is(model):
    return copy.deepcopy(model).eval()


def _training_mode(model):
    return _positive(model).train()


def _model(**switches):
    return lambda model, hw: _measure(model, hw, **switches)


def _fragile(**switches):
    """A model that, like most code, fails where no pixel has a gradient."""
    return _model(**switches, empty=None)


def _one_input(hw):
    return torch.rand(1, 1, *hw, dtype=torch.float64)


def _ones(hw):
    return torch.ones(1, 1, *hw, dtype=torch.float64)


def _noise(hw):
    return torch.randn(1, 1, *hw, dtype=torch.float64)


def _count(mask):
    return int(mask.any(dim=1).sum()), int(mask.any(dim=0).sum())


def _off_by_one(mask):
    return tuple(_reach(mask.any(dim=axis)) - 1 for axis in (1, 0))


def _swapped(mask):
    return tuple(_reach(mask.any(dim=axis)) for axis in (0, 1))


def _square(mask):
    side = _reach(mask.any(dim=1))
    return side, side


def _number_of_pixels(mask):
    return int(mask.sum())


def _from_the_first_layer(model, hw):
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            return module.kernel_size
    return 1, 1


def _from_the_list_of_layers(model, hw):
    """Reads kernel sizes instead of measuring; ReLU and pooling in `forward` are not seen."""
    size, jump = [1, 1], [1, 1]
    for module in model.modules():
        if isinstance(module, (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)):
            for axis in (0, 1):
                k, s, d = (
                    value if isinstance(value, int) else value[axis]
                    for value in (
                        module.kernel_size,
                        module.stride,
                        getattr(module, "dilation", 1),
                    )
                )
                size[axis] += d * (k - 1) * jump[axis]
                jump[axis] *= s
    return tuple(size)


def _whole_output(y):
    return y.sum()


def _corner(y):
    return y[:, :, 0, 0].sum()


def _first_channel(y):
    return y[:, 0, y.shape[2] // 2, y.shape[3] // 2].sum()


PATHS = (
    "On your input, some paths carry no gradient: a ReLU that is 0 blocks it, max-pooling passes "
    "it to one pixel of each window, and positive and negative weights can cancel.",
    "Work on a copy with positive weights (their absolute values), on positive inputs, and on many "
    "of them: a pixel is seen if any of the inputs shows a gradient there.",
)
WINNERS = (
    "Max-pooling passes the gradient to the winner of each window only. With a single input, or "
    "inputs that are the same everywhere (of tied pixels, the first one wins), the others are "
    "never seen.",
    "Use many random inputs: a pixel is seen if any of them shows a gradient there.",
)

measure_receptive_field = Exercise(
    "lesson06.measure_receptive_field",
    functions={"measure_receptive_field": _measure_receptive_field},
    parts=(
        Part(
            "one layer, two layers",
            1,
            (
                Case(seeded(1, lambda: nn.Conv2d(1, 1, 3)), (9, 9), note="one convolution"),
                Case(
                    seeded(2, lambda: nn.Sequential(nn.Conv2d(1, 2, 3), nn.Conv2d(2, 1, 5))),
                    (15, 15),
                    note="3 x 3, then 5 x 5",
                ),
                Case(_opposite(), (9, 9), note="two channels with opposite weights"),
            ),
        ),
        Part(
            "rectangles, stride, dilation",
            1,
            (
                Case(
                    seeded(3, lambda: nn.Conv2d(1, 1, (1, 4), stride=2)),
                    (9, 14),
                    note="one row, four columns",
                ),
                Case(seeded(4, _dilated), (13, 17), note="a dilated convolution"),
            ),
            needs=("one layer, two layers",),
        ),
        Part(
            "ReLU, pooling, batch norm",
            1,
            (
                Case(nn.MaxPool2d(3), (9, 9), note="max-pooling alone"),
                Case(_silent(), (9, 9), note="negative weights, then ReLU"),
                Case(seeded(5, _pools), (24, 24), note="max-pooling between two convolutions"),
                Case(seeded(6, _normalised), (13, 13), note="with batch norm"),
            ),
            needs=("one layer, two layers",),
        ),
        Part(
            "any module, left as it was",
            1,
            (Case(seeded(7, Rectifying), (21, 26), note="pooling inside forward"),),
            needs=("one layer, two layers",),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "kernel size of the first layer",
            _from_the_first_layer,
            says="This is the kernel size of the first layer: its field, and not that of the "
            "output.",
            next_step="Measure: the gradient of an output unit with respect to the input.",
        ),
        Mistake(
            "read, not measured",
            _from_the_list_of_layers,
            says="You read the sizes off the list of layers. What a forward method does besides "
            "is not on that list.",
            next_step="Measure: the gradient of an output unit with respect to the input.",
        ),
        Mistake("one winner in each window", _model(inputs=_one_input), *WINNERS),
        Mistake("one winner in each window", _model(inputs=_ones), *WINNERS),
        Mistake("blocked paths", _model(prepare=_as_it_is, inputs=_one_input), *PATHS),
        Mistake("blocked paths", _model(prepare=_as_it_is, inputs=_noise), *PATHS),
        Mistake("blocked paths", _model(prepare=_as_it_is), *PATHS),
        Mistake("blocked paths", _model(prepare=_as_it_is, inputs=_ones), *PATHS),
        Mistake("blocked paths", _fragile(prepare=_as_it_is, inputs=_one_input), *PATHS),
        Mistake("blocked paths", _fragile(prepare=_as_it_is, inputs=_noise), *PATHS),
        Mistake("blocked paths", _fragile(prepare=_as_it_is), *PATHS),
        Mistake("blocked paths", _fragile(prepare=_as_it_is, inputs=_ones), *PATHS),
        Mistake(
            "batch norm in training mode",
            _model(prepare=_training_mode),
            says="Batch norm in training mode divides by statistics of the whole batch: then each "
            "output depends on all pixels.",
            next_step="Put the copy into evaluation mode: .eval().",
        ),
        Mistake(
            "pixels counted",
            _model(extent=_count),
            says="You counted the rows and columns with a gradient. A dilated kernel leaves holes; "
            "asked for is the extent, from the first to the last.",
            next_step="last - first + 1.",
        ),
        Mistake(
            "off by one",
            _model(extent=_off_by_one),
            says="This is last - first: an off-by-one. From pixel 3 to pixel 5 there are three.",
            next_step="last - first + 1.",
        ),
        Mistake(
            "rows and columns swapped",
            _model(extent=_swapped),
            says="Rows and columns have changed places: asked for is (rows, columns).",
            next_step="mask.any(dim=1) says which rows have a pixel that is seen.",
        ),
        Mistake(
            "width taken from height",
            _model(extent=_square),
            says="Your field is always square: its width is taken from its height.",
            next_step="Measure rows and columns separately.",
        ),
        Mistake(
            "number of pixels",
            _model(extent=_number_of_pixels),
            says="This is the number of pixels with a gradient; asked for are rows and columns.",
        ),
        Mistake(
            "gradient of the whole output",
            _model(unit=_whole_output),
            says="This is the gradient of the sum of all outputs: all units together see nearly "
            "everything.",
            next_step="Take one unit: y[:, :, h // 2, w // 2].sum().",
        ),
        Mistake(
            "a unit at the border",
            _model(unit=_corner),
            says="You take the unit in the corner, whose field hangs over the edge where there is "
            "padding.",
            next_step="Take the centre unit: y[:, :, h // 2, w // 2].",
        ),
    ),
    hints=(
        "x.requires_grad_(); the sum of one unit over channels and inputs; .backward(); x.grad.",
        "A pixel may be seen although its gradient is 0 on your input: a ReLU was 0, another pixel "
        "won the maximum, two paths cancelled. Positive weights in a copy and many positive random "
        "inputs leave nothing to chance.",
        "net = copy.deepcopy(model).eval(); with torch.no_grad(), p.abs_() for each parameter p; "
        "x = torch.rand(32, 1, *hw, requires_grad=True); then mask = (x.grad != 0).any(dim=0)[0], "
        "and first and last row of mask.any(dim=1).",
    ),
    ready_made=(
        "cnnlib.exercises.lesson06.measuring.measured_extent",
        "cnnlib.exercises.lesson06.networks.gradient_of_the_centre",
    ),
    seconds=20.0,
)
