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


class Branches(nn.Module):
    """Two convolutions side by side: the second channel sees more than the first."""

    def __init__(self):
        super().__init__()
        self.small = nn.Conv2d(1, 1, (1, 2), padding=(0, 1))
        self.large = nn.Conv2d(1, 1, (3, 2), padding=(1, 1))

    def forward(self, x):
        return torch.cat([self.small(x), self.large(x)], dim=1)


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


def _seasoned():
    """Batch norm that has seen large numbers: it subtracts 20 in evaluation mode."""
    norm = nn.BatchNorm2d(2)
    norm.running_mean.fill_(20.0)
    return nn.Sequential(nn.Conv2d(1, 2, (2, 3)), norm, nn.ReLU(), nn.Conv2d(2, 1, 2))


def _pools():
    conv = nn.Conv2d(1, 2, 3, padding=1)
    return nn.Sequential(conv, nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(2, 2, 3, padding=1))


def _dilated():
    return nn.Sequential(nn.Conv2d(1, 2, (3, 2), dilation=(2, 3)), nn.Conv2d(2, 1, 1))


# The oracle


INPUTS = 100  # a window of 8 x 8 shows all its rows and columns but once in 100,000 times


def _positive(model):
    """A copy in which no path is blocked and none cancels: no weight is negative.

    Batch norm subtracts nothing there.
    """
    model = _positive_weights(model)
    with torch.no_grad():
        for name, buffer in model.named_buffers():
            if name.endswith("running_mean"):
                buffer.zero_()
    return model


def _positive_weights(model):
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
    inputs=None,
    unit=lambda y: y[:, :, y.shape[2] // 2, y.shape[3] // 2].sum(),
    seen=lambda gradient: (gradient != 0).any(dim=0)[0],
    extent=None,
    empty=None,
):
    """The rows and columns of the field, with switches for what can go wrong."""
    model = prepare(model).double()
    x = seeded(0, lambda: (inputs or _many)(hw)).requires_grad_()
    (gradient,) = torch.autograd.grad(unit(model(x)), x)
    mask = seen(gradient)
    if extent is not None:
        return extent(mask)
    if not mask.any():
        if empty is None:
            raise RuntimeError("the unit depends on no pixel")
        return empty()
    return tuple(_reach(mask.any(dim=axis)) for axis in (1, 0))


def _reach(along):
    places = torch.nonzero(along).ravel().tolist()
    return places[-1] - places[0] + 1


def measured_extent(model, hw, inputs=INPUTS):
    """Rows and columns of the field of a network's centre unit, measured with gradients.

    Parameters
    ----------
    model : torch.nn.Module
        From (N, 1, H, W) to (N, C, h, w). It is not changed.
    hw : (int, int)
        H and W of the input: so large that the field is not cut.
    inputs : int
        How many random inputs. Fewer are enough where the windows of max-pooling are small.

    Returns
    -------
    (int, int)

    Raises
    ------
    RuntimeError
        If no input pixel changes the unit.

    Examples
    --------
    >>> measured_extent(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2)), (16, 16))
    (4, 4)
    """
    return _measure(model, hw, inputs=lambda hw: torch.rand(inputs, 1, *hw, dtype=torch.float64))


def _measure_receptive_field(model, hw):
    return measured_extent(model, hw)


# Models of the mistakes


def _as_it_is(model):
    return copy.deepcopy(model).eval()


def _training_mode(model):
    return _positive(model).train()


def _model(empty=lambda: (0, 0), **switches):
    return lambda model, hw: _measure(model, hw, empty=empty, **switches)


def _failing(message):
    def fail():
        raise IndexError(message)

    return fail


# What most code does where no pixel has a gradient: asks for the first or last of none.
NO_PIXEL = (
    lambda: (0, 0),
    *(
        _failing(f"index {place} is out of bounds for {axis} 0 with size 0")
        for place in (0, -1)
        for axis in ("dimension", "axis")
    ),
    _failing("list index out of range"),
)


def _many(hw):
    return torch.rand(INPUTS, 1, *hw, dtype=torch.float64)


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


def _only_the_first_channel(y):
    return y[:, 0, y.shape[2] // 2, y.shape[3] // 2].sum()


PATHS = (
    "On your input, some paths carry no gradient: a ReLU that is 0 blocks it, max-pooling passes "
    "it to one pixel of each window, and positive and negative weights can cancel.",
    "Work on a copy with positive weights (their absolute values), on positive inputs, and on many "
    "of them: a pixel is seen if any of the inputs shows a gradient there.",
)
RUNNING_MEAN = (
    "In evaluation mode batch norm subtracts its running mean. Where that is large, the ReLU "
    "behind it is 0 on all your inputs and blocks every path, although the weights are positive.",
    "In the copy, set each running_mean to 0: for module in net.modules(), if it is an "
    "nn.BatchNorm2d, module.running_mean.zero_().",
)
WINNERS = (
    "Max-pooling passes the gradient to the winner of each window only. With a single input, or "
    "inputs that are the same everywhere (of tied pixels, the first one wins), the others are "
    "never seen.",
    "Use 100 random inputs: a pixel is seen if any of them shows a gradient there.",
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
                Case(seeded(9, _seasoned), (11, 13), note="batch norm with a running mean of 20"),
            ),
            needs=("one layer, two layers",),
        ),
        Part(
            "any module, left as it was",
            1,
            (
                Case(seeded(7, Rectifying), (21, 26), note="pooling inside forward"),
                Case(seeded(8, Branches), (9, 9), note="a channel that sees more than the other"),
            ),
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
        *(
            Mistake("blocked paths", _model(empty, prepare=_as_it_is, inputs=inputs), *PATHS)
            for inputs in (_many, _one_input, _noise, _ones)
            for empty in NO_PIXEL
        ),
        *(
            Mistake("running mean", _model(empty, prepare=_positive_weights), *RUNNING_MEAN)
            for empty in NO_PIXEL
        ),
        Mistake(
            "first channel only",
            _model(unit=_only_the_first_channel),
            says="You measure channel 0 of the output only. Another channel may see more.",
            next_step="Add up all channels of the unit: y[:, :, h // 2, w // 2].sum().",
        ),
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
        "won the maximum, two paths cancelled. Positive weights in a copy, a running mean of 0 in "
        "batch norm and 100 positive random inputs leave next to nothing to chance.",
        "net = copy.deepcopy(model).eval(); with torch.no_grad(), p.abs_() for each parameter p; "
        "x = torch.rand(100, 1, *hw, requires_grad=True); then mask = (x.grad != 0).any(dim=0)[0], "
        "and first and last row of mask.any(dim=1).",
    ),
    ready_made=(
        "cnnlib.exercises.lesson06.measuring.measured_extent",
        "cnnlib.exercises.lesson06.networks.gradient_of_the_centre",
    ),
    seconds=20.0,
)
