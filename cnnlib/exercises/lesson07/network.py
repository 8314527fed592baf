"""`LeNet5`: a network as an `nn.Module`, judged by its outputs for weights that the judge sets.

Imports torch: `cnnlib.exercises.lesson07` loads this module when the exercise is asked for.
"""

from functools import partial

import torch
from torch import nn

from cnnlib import models
from cnnlib.check import Exercise, Law, Mistake, Part, guard
from cnnlib.exercises import networks

SHAPES = (
    *((6, 1, 5, 5), (6,), (16, 6, 5, 5), (16,)),
    *((120, 400), (120,), (84, 120), (84,), (10, 84), (10,)),
)
SAME = {(120, 16, 5, 5): (120, 400), (84, 120, 1, 1): (84, 120), (10, 84, 1, 1): (10, 84)}


def images(count, seed):
    """Random images, (count, 1, 28, 28) float64."""
    dice = torch.Generator().manual_seed(seed)
    return torch.randn(count, 1, 28, 28, generator=dice, dtype=torch.float64)


# Looking at a network


def outputs(make, x):
    """What a network says of x once it is filled; an error as words."""
    network = make()
    if not isinstance(network, nn.Module) or any(map(networks.is_ours, network.modules())):
        return networks.parameters_told(network, SAME)
    try:
        with torch.random.fork_rng(devices=[]), torch.no_grad():
            torch.manual_seed(0)
            return networks.filled(network, SAME)(x)
    except Exception as error:  # the student's: told, and compared with those of known mistakes
        return f"{type(error).__name__}: {error}".strip().partition("\n")[0]


def sizes(make, counts):
    """The shape of the output for so many images at once; an error as words."""
    return ", ".join(_size(outputs(make, images(count, seed=count))) for count in counts)


def _size(y):
    if isinstance(y, str):
        return y
    return "x".join(map(str, y.shape)) if isinstance(y, torch.Tensor) else type(y).__name__


def learning(make, seed):
    """Whether every parameter gets a gradient, and whether two networks share weights."""
    one, other = make(), make()
    if not isinstance(one, nn.Module):
        return networks.parameters_told(one, SAME)
    try:
        networks.filled(one, SAME)(images(3, seed)).square().sum().backward()
    except Exception as error:
        return f"{type(error).__name__}: {error}".strip().partition("\n")[0]
    reached = sum(p.grad is not None and bool(p.grad.any()) for p in one.parameters())
    shared = {id(p) for p in one.parameters()} & {id(p) for p in other.parameters()}
    random = [p for p in make().parameters() if p.ndim > 1]
    told = f"{reached} of {len(list(one.parameters()))} parameters get a gradient"
    told += "; two networks share their weights" if shared else ""
    return told + ("; they start at 0" if not all(p.any() for p in random) else "")


# What is asked of it

PARAMETERS = Law(
    "five layers with weights and biases: 61706 numbers",
    lambda f, of: networks.parameters_told(f(), SAME),
    lambda f, of: networks.parameters_told(_oracle(), SAME),
    "LeNet5()",
    note="the parameters, their number and their shapes",
)


def sizes_law(counts, note=""):
    return Law(
        "(N, 1, 28, 28) in, (N, 10) out, for any N",
        lambda f, counts: sizes(f, counts),
        lambda f, counts: sizes(_oracle, counts),
        counts,
        note=note,
    )


def outputs_law(count, seed, note=""):
    return Law(
        "with the same weights, the same outputs as LeNet-5",
        lambda f, count, seed: outputs(f, images(count, seed)),
        lambda f, count, seed: outputs(_oracle, images(count, seed)),
        *(count, seed),
        note=note,
    )


LEARNING = Law(
    "every parameter gets a gradient, and each network has weights of its own",
    lambda f, seed: learning(f, seed),
    lambda f, seed: learning(_oracle, seed),
    0,
    note="what a training needs",
)


def _oracle():
    return _net()


# Networks with mistakes


def _net(
    *,
    padding=2,
    second_padding=0,
    channels=(6, 16),
    pool=nn.MaxPool2d,
    act=(nn.ReLU, nn.ReLU, nn.ReLU, nn.ReLU),
    flatten=nn.Flatten,
    hidden=(120, 84),
    end=(),
    bias=(True,) * 5,
    kernel=5,
    dropout=0.0,
):
    """LeNet-5 with one thing done otherwise; ``None`` among the activations leaves one out."""
    first, second = channels
    side = (28 + 2 * padding - kernel + 1) // 2
    side = (side + 2 * second_padding - kernel + 1) // 2
    inputs, bare = second * side * side, nn.Identity
    a, b, c, d = ((each or bare)() for each in act)
    return nn.Sequential(
        *(nn.Conv2d(1, first, kernel, padding=padding, bias=bias[0]), a, pool(2)),
        *(nn.Conv2d(first, second, kernel, padding=second_padding, bias=bias[1]), b, pool(2)),
        *(flatten(), nn.Linear(inputs, hidden[0], bias=bias[2]), c, nn.Dropout(dropout)),
        *(nn.Linear(hidden[0], hidden[1], bias=bias[3]), d),
        *(nn.Linear(hidden[1], 10, bias=bias[4]), *(layer() for layer in end)),
    )


def _variant(**switches):
    return partial(_net, **switches)


def _without_padding_but_400():
    """No padding, though the dense layer expects 400 values."""
    net = _net()
    net[0] = nn.Conv2d(1, 6, 5)
    return net


def _padding_at_the_wrong_layer():
    net = _net()
    net[0], net[3] = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5, padding=2)
    return net


class _InAList(nn.Module):
    """Layers in a list of Python, so that the module does not know them."""

    def __init__(self):
        super().__init__()
        self.layers = [layer for layer in _net() if not isinstance(layer, nn.Dropout)]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x.to(torch.float32))
        return x


class _WithoutSuper(nn.Module):
    """Assigns a layer before nn.Module has been set up."""

    def __init__(self):
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)


class _Made(nn.Module):
    """Called without arguments, as an instance is where the class should be."""

    def forward(self, x):
        return x


_Made.forward.__qualname__ = "LeNet5.forward"  # torch names it in its error


class _InFloat32(nn.Module):
    """x.float() at the beginning."""

    def __init__(self):
        super().__init__()
        self.layers = _net()

    def forward(self, x):
        return self.layers(x.float())


def _flattened_along(*axes):
    """Flattens maps whose axes were put into another order."""

    class Permuted(nn.Module):
        def forward(self, x):
            return x.permute(axes).flatten(1)

    return Permuted


class _InForward(nn.Module):
    """Layers that are made anew in each pass."""

    def forward(self, x):
        return _net()(x.to(torch.float32))


_shared = []


def _class_level():
    """One network for all: what layers in the body of the class come to."""
    if not _shared:
        _shared.append(_net())
    return _shared[0]


class _All(nn.Flatten):
    """Flattens the batch axis, too."""

    def __init__(self):
        super().__init__(start_dim=0)


class _AsOne(nn.Module):
    """x.view(1, -1): all images as one."""

    def forward(self, x):
        return x.reshape(1, -1)


class _Squeezed(nn.Module):
    """A squeeze at the end takes the batch axis of a single image away."""

    def forward(self, x):
        return x.squeeze()


class _Softmax(nn.Softmax):
    def __init__(self):
        super().__init__(dim=1)


class _LogSoftmax(nn.LogSoftmax):
    def __init__(self):
        super().__init__(dim=1)


class _Detached(nn.Module):
    """Cuts the graph."""

    def forward(self, x):
        return x.detach()


def _detached():
    net = _net()
    net[6] = nn.Sequential(_Detached(), nn.Flatten())
    return net


RELU = nn.ReLU
FLAT = (
    "The batch axis is flattened with the others: the images of a batch run into each other.",
    "nn.Flatten() and x.flatten(1) keep the first axis.",
)
UNREGISTERED = (
    "The network has no parameters that it knows of, so no optimizer can train them.",
    "A layer is registered when it is assigned in __init__: self.conv1 = nn.Conv2d(...). Many at "
    "once belong into nn.Sequential or nn.ModuleList.",
)
WHERE = (
    "the first convolution",
    "the second convolution",
    "the first dense layer",
    "the second dense layer",
)

BIASES = {  # whose are missing: which of the five layers have one
    "The biases of both convolutions are": (False, False, True, True, True),
    "The biases of the three dense layers are": (True, True, False, False, False),
    "The bias of the first convolution is": (False, True, True, True, True),
    "The bias of the second convolution is": (True, False, True, True, True),
    "The bias of the first dense layer is": (True, True, False, True, True),
    "The bias of the second dense layer is": (True, True, True, False, True),
    "The bias of the last dense layer is": (True, True, True, True, False),
}

lenet5 = Exercise(
    "lesson07.lenet5",
    functions={"LeNet5": _oracle},
    parts=(
        Part("parameters", 1, (PARAMETERS,)),
        Part(
            "sizes",
            1,
            (sizes_law((2,), "two images"), sizes_law((1, 5), "one image, five images")),
        ),
        Part(
            "outputs",
            2,
            (outputs_law(1, 0, "one image"), outputs_law(3, 1, "three images")),
            needs=("parameters", "sizes"),
        ),
        Part("learns", 1, (LEARNING,), needs=("parameters", "sizes")),
    ),
    mistakes=(
        Mistake(
            "layers in a list of Python",
            _InAList,
            "The layers stand in a list of Python. A module does not look into lists: it has no "
            "parameters that it knows of, and no optimizer can train them.",
            "nn.Sequential(*layers), or nn.ModuleList(layers).",
        ),
        Mistake("layers made in forward", _InForward, *UNREGISTERED),
        Mistake(
            "bias missing",
            _variant(bias=(False,) * 5),
            "The biases are missing: 236 numbers.",
            "Layers of torch have a bias unless they are told bias=False.",
        ),
        *(
            Mistake(
                "some biases missing",
                _variant(bias=bias),
                f"{whose} missing.",
                "Layers of torch have a bias unless they are told bias=False.",
            )
            for whose, bias in BIASES.items()
        ),
        Mistake(
            "super().__init__() missing",
            _WithoutSuper,
            "A layer is assigned before the module is set up: it has nowhere to go.",
            "super().__init__() is the first line of __init__.",
        ),
        *(
            Mistake(
                "an instance for the class",
                made,
                "LeNet5 is a network here. Asked for is the class: the check makes networks of it.",
                "class LeNet5(nn.Module): ..., and no LeNet5 = LeNet5() after it.",
            )
            for made in (lambda: _Made()(), lambda: nn.Sequential()())
        ),
        Mistake(
            "float32 only",
            _InFloat32,
            "The images are turned into float32, whatever they were, and meet weights of another "
            "type: here both come as float64.",
            "No .float() in forward: whoever calls the network gives images of its type.",
        ),
        Mistake(
            "padding missing",
            _variant(padding=0),
            "The padding of the first convolution is missing: 256 values are left where there "
            "should be 400.",
            "nn.Conv2d(1, 6, 5, padding=2): 28 pixels stay 28.",
        ),
        Mistake(
            "padding missing",
            _without_padding_but_400,
            "The first dense layer expects 400 values and gets 256: the padding of the first "
            "convolution is missing.",
            "nn.Conv2d(1, 6, 5, padding=2): 28 pixels stay 28.",
        ),
        Mistake(
            "padding in both convolutions",
            _variant(second_padding=2),
            "Both convolutions have a padding: 7 x 7 cells are left where there should be 5 x 5.",
            "Only the first one has padding=2.",
        ),
        Mistake(
            "padding in the second convolution",
            _padding_at_the_wrong_layer,
            "The padding is at the second convolution; it belongs to the first.",
            "28 -> 28 -> 14 -> 10 -> 5.",
        ),
        Mistake(
            "3 x 3 kernels",
            _variant(kernel=3, padding=1),
            "Your kernels are 3 x 3. Those of LeNet-5 are 5 x 5.",
        ),
        *(
            Mistake(
                "other numbers of channels",
                _variant(channels=channels),
                "The numbers of feature maps are others: LeNet-5 has 6, then 16.",
            )
            for channels in ((6, 12), (8, 16), (32, 64), (16, 32), (6, 6), (16, 6))
        ),
        Mistake(
            "84 and 120 swapped",
            _variant(hidden=(84, 120)),
            "The two hidden dense layers are swapped: first 120 units, then 84.",
        ),
        Mistake(
            "softmax at the end",
            _variant(end=(_Softmax,)),
            "There is a softmax at the end. Asked for are logits: cross_entropy has a softmax of "
            "its own inside, and with two of them the network hardly learns.",
            "The last dense layer is the end.",
        ),
        Mistake(
            "log-softmax at the end",
            _variant(end=(_LogSoftmax,)),
            "There is a log_softmax at the end. Asked for are logits: cross_entropy has one of its "
            "own inside.",
            "The last dense layer is the end.",
        ),
        *(
            Mistake(
                "activation after the last layer",
                _variant(end=(end,)),
                "There is an activation after the last layer. It takes away what makes a logit: "
                "with ReLU, for instance, no logit can be negative.",
                "The last dense layer is the end.",
            )
            for end in (nn.ReLU, nn.Sigmoid, nn.Tanh)
        ),
        Mistake(
            "no activation at all",
            _variant(act=(None,) * 4),
            "There is no activation anywhere: without one, dense layers in a row are a single "
            "dense layer.",
            "ReLU after each layer with weights but the last.",
        ),
        Mistake(
            "no activation between the dense layers",
            _variant(act=(RELU, RELU, None, None)),
            "There is no activation between the dense layers: three of them in a row are one "
            "dense layer.",
            "ReLU after each layer with weights but the last.",
        ),
        Mistake(
            "no activation after the convolutions",
            _variant(act=(None, None, RELU, RELU)),
            "There is no activation after the convolutions.",
            "ReLU after each layer with weights but the last.",
        ),
        *(
            Mistake(
                f"no activation after {name}",
                _variant(act=tuple(None if place == k else RELU for place in range(4))),
                f"The activation after {name} is missing.",
                "ReLU after each layer with weights but the last.",
            )
            for k, name in enumerate(WHERE)
        ),
        *(
            Mistake(
                "another activation",
                _variant(act=(other,) * 4),
                "Your activation is another one. Asked for is ReLU.",
            )
            for other in (nn.Tanh, nn.Sigmoid, nn.LeakyReLU, nn.GELU, models.lenet.ScaledTanh)
        ),
        Mistake(
            "mean for maximum",
            _variant(pool=nn.AvgPool2d),
            "You pool the mean, as in 1998. Asked for is the maximum.",
            "nn.MaxPool2d(2).",
        ),
        Mistake(
            "dropout",
            _variant(dropout=0.5),
            "There is a dropout that the specification does not have.",
        ),
        *(
            Mistake(
                "flattened in another order",
                _variant(flatten=_flattened_along(*axes)),
                "The axes of the maps are exchanged before they are flattened: the dense layer "
                "finds each value in another place than the weights were made for.",
                "Flatten (N, 16, 5, 5) as it is: nn.Flatten().",
            )
            for axes in ((0, 2, 3, 1), (0, 1, 3, 2), (0, 3, 2, 1), (0, 2, 1, 3), (0, 3, 1, 2))
        ),
        Mistake("batch axis flattened", _variant(flatten=_All), *FLAT),
        Mistake("batch axis flattened", _variant(flatten=_AsOne), *FLAT),
        Mistake(
            "squeezed",
            _variant(end=(_Squeezed,)),
            "A squeeze takes every axis of length 1 away: for one image, the batch axis, too.",
            "The output is (N, 10) also for N = 1.",
        ),
        Mistake(
            "layers in the body of the class",
            _class_level,
            "Two networks have the same weights: the layers were made once, in the body of the "
            "class. To train the one is to train the other.",
            "Make them in __init__: self.conv1 = nn.Conv2d(...).",
        ),
        Mistake(
            "graph cut",
            _detached,
            "Something cuts the graph: the layers before it get no gradient.",
            "No detach, no .data, no NumPy in forward.",
        ),
    ),
    hints=(
        "Go through the table from top to bottom: each row with weights is a layer of __init__, "
        "and forward calls them in this order.",
        "The sides: 28, with padding 2 still 28, pooled 14, convolved 10, pooled 5. So 16 maps of "
        "5 x 5: 400 values.",
        "nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), "
        "nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), and so on to "
        "nn.Linear(84, 10), in one nn.Sequential.",
    ),
    ready_made=guard.LENETS,
    rtol=1e-6,
    seconds=10.0,
)
