"""Three LeNets: of 1989, of 1998, and as it is built today.

The layers of 1989 and 1998 that torch does not have come first: few, short, and each with the
parameters that the papers count.
"""

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn

from cnnlib.arithmetic.whole_numbers import require_whole

# Which of the six maps of S2 each of the sixteen maps of C3 sees (1998, table I): every three
# neighbours, every four neighbours, three fours with gaps, all. After map 5 comes map 0.
C3_TABLE = (
    *((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (4, 5, 0), (5, 0, 1)),
    *((0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (3, 4, 5, 0), (4, 5, 0, 1), (5, 0, 1, 2)),
    *((0, 1, 3, 4), (1, 2, 4, 5), (2, 3, 5, 0)),
    (0, 1, 2, 3, 4, 5),
)

# Which eight of the twelve maps of H1 each of the twelve maps of H2 sees. The paper of 1989 leaves
# the scheme out; this one is ours: eight neighbours, so that each map of H1 is seen eight times.
H2_TABLE = tuple(tuple((m + k) % 12 for k in range(8)) for m in range(12))

BACKGROUND = -1.0  # what a window of 1989 sees beyond the border


class ScaledTanh(nn.Module):
    """``1.7159 tanh(2/3 a)``: it maps 1 to 1 and -1 to -1, where it is far from saturated.

    Examples
    --------
    >>> ScaledTanh()(torch.tensor([-1.0, 0.0, 1.0])).numpy().round(3)
    array([-1.,  0.,  1.], dtype=float32)
    """

    def forward(self, a):
        return 1.7159 * torch.tanh(2 / 3 * a)


class TableConv2d(nn.Module):
    """A convolution in which each output map sees only those input maps that a table names.

    Only those connections have kernels: nothing else is stored, counted or trained.

    Parameters
    ----------
    table : tuple of tuple of int
        For each output map the input maps that it sees.
    kernel_size, stride : int
    bias : bool
        Whether each output map has a bias.

    Attributes
    ----------
    kernels : (connected pairs of maps, kernel_size, kernel_size) Parameter
        In the table's order.
    bias : (C_out,) Parameter, or None

    Examples
    --------
    >>> layer = TableConv2d(C3_TABLE, kernel_size=5)
    >>> sum(p.numel() for p in layer.parameters())  # 60 kernels of 25 weights, 16 biases
    1516
    >>> layer(torch.zeros(1, 6, 14, 14)).shape
    torch.Size([1, 16, 10, 10])
    """

    def __init__(self, table, kernel_size, stride=1, bias=True):
        super().__init__()
        self.table, self.stride = table, stride
        self.in_channels, self.out_channels = 1 + max(map(max, table)), len(table)
        pairs = [(to, source) for to, sources in enumerate(table) for source in sources]
        self.register_buffer("pairs", torch.tensor(pairs).T, persistent=False)
        self.kernels = nn.Parameter(torch.empty(len(pairs), kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.empty(len(table))) if bias else None
        self.reset_parameters()

    def reset_parameters(self):
        """Uniform within 2.4 / fan-in of each output map, as `started`."""
        fan_in = torch.tensor([len(sources) for sources in self.table]) * self.kernels[0].numel()
        reach = 2.4 / fan_in
        with torch.no_grad():
            self.kernels.uniform_(-1, 1).mul_(reach[self.pairs[0], None, None])
            if self.bias is not None:
                self.bias.uniform_(-1, 1).mul_(reach)

    @property
    def weight(self):
        """The (C_out, C_in, kh, kw) weights of an ordinary convolution, zero off the table."""
        weight = self.kernels.new_zeros(
            self.out_channels, self.in_channels, *self.kernels.shape[1:]
        )
        return weight.index_put(tuple(self.pairs), self.kernels)

    def forward(self, x):
        return F.conv2d(x, self.weight, self.bias, self.stride)


class UnitBias(nn.Module):
    """A bias of its own for every unit of every map, as in 1989.

    Parameters
    ----------
    size : (int, int, int)
        C, H and W of the maps.
    fan_in : int
        Inputs of each unit.

    Examples
    --------
    >>> UnitBias((12, 8, 8), fan_in=25).bias.numel()
    768
    """

    def __init__(self, size, fan_in):
        super().__init__()
        self.bias = nn.Parameter(torch.empty(size))
        started(self, fan_in)

    def forward(self, x):
        return x + self.bias


class Subsampling(nn.Module):
    """The sum of each 2 x 2 values, times a coefficient, plus a bias: both trained, one a map.

    Parameters
    ----------
    channels : int

    Attributes
    ----------
    coefficient, bias : (channels, 1, 1) Parameter

    Examples
    --------
    >>> layer = Subsampling(6)
    >>> sum(p.numel() for p in layer.parameters())
    12
    >>> layer(torch.zeros(1, 6, 28, 28)).shape
    torch.Size([1, 6, 14, 14])
    """

    def __init__(self, channels):
        super().__init__()
        self.coefficient = nn.Parameter(torch.empty(channels, 1, 1))
        self.bias = nn.Parameter(torch.empty(channels, 1, 1))
        started(self, fan_in=4)

    def forward(self, x):
        return self.coefficient * (4 * F.avg_pool2d(x, 2)) + self.bias


def started(layer, fan_in):
    """The layer, its parameters drawn anew from the uniform distribution within 2.4 / fan-in.

    So both papers start.

    Parameters
    ----------
    layer : nn.Module
    fan_in : int
        Inputs of each unit, not counting its bias.

    Examples
    --------
    >>> layer = started(nn.Linear(10, 3), fan_in=10)
    >>> layer.weight.abs().max() <= 0.24
    tensor(True)
    """
    for parameter in layer.parameters():
        nn.init.uniform_(parameter, -2.4 / fan_in, 2.4 / fan_in)
    return layer


class _LeNet(nn.Module):
    """Layers in a row, by their names, behind a look at what comes in.

    Attributes
    ----------
    input_size : (int, int, int)
        C, H and W of one image.
    layers : nn.Sequential
        All of the network; each layer is an attribute of it, such as ``layers.conv1``.
    """

    def __init__(self, input_size, **layers):
        super().__init__()
        self.input_size = input_size
        self.layers = nn.Sequential(OrderedDict(layers))

    def forward(self, x):
        self._require_images(x)
        return self.layers(x)

    def _require_images(self, x):
        channels, height, width = self.input_size
        if x.ndim == 4 and x.shape[1:] == self.input_size and x.is_floating_point():
            return
        wish = f"{type(self).__name__} takes images of shape (N, {channels}, {height}, {width})"
        if x.ndim != 4:
            advice = f"these have {x.ndim} axes, not 4: one image alone is x[None]"
        elif x.shape[1] != channels:
            advice = f"these have {x.shape[1]} channels, not {channels}"
        elif x.shape[1:] != self.input_size:
            advice = f"resize them: torch.nn.functional.interpolate(x, size=({height}, {width}))"
        else:
            advice = f"floats, not {x.dtype}: normalise them first, x.float() at least"
        raise ValueError(f"{wish}, got {tuple(x.shape)}: {advice}")


class LeNet1989(_LeNet):
    """The network that read zip codes: 9,760 parameters, 64,660 connections.

    ======  =========  ==============================================  ==========
    layer   output     inputs of a unit                                parameters
    ======  =========  ==============================================  ==========
    H1      12, 8, 8   5 x 5 pixels, every second one                  1,068
    H2      12, 4, 4   5 x 5 values, every second one, of 8 of 12 maps 2,592
    H3      30         all 192 of H2                                   5,790
    output  10         all 30 of H3                                    310
    ======  =========  ==============================================  ==========

    The units of a map share their weights, yet each has its own bias: 12 * 25 + 768 in H1.
    There is no pooling; the stride of 2 does its work.

    Parameters
    ----------
    num_classes : int

    Raises
    ------
    ValueError
        If `num_classes` is not a whole number of at least 1; when called, if the images are not
        floats of shape (N, 1, 16, 16). They should go from -1, the background, to 1.

    Notes
    -----
    What departs from the paper:

    - It leaves out which 8 maps of H1 a map of H2 sees. Here they are 8 neighbours, `H2_TABLE`.
    - It does not say on which side a window looks over the border, only that it sees -1 there.
      Here the border is 2 wide on all sides; the last row and column of it are never reached.
    - The output is linear, (N, num_classes) logits for a cross-entropy. In the paper it has the
      sigmoid of all other layers, and the squared distance to targets of -1 and 1 is the loss.
    - For the slope and height of the sigmoid, which it calls a scaled hyperbolic tangent, the
      numbers of the paper of 1998 are taken.

    References
    ----------
    Y. LeCun, B. Boser, J. S. Denker, D. Henderson, R. E. Howard, W. Hubbard, L. D. Jackel,
    "Backpropagation applied to handwritten zip code recognition", Neural Computation 1(4), 1989,
    541-551.

    Examples
    --------
    >>> net = LeNet1989()
    >>> net(torch.zeros(5, 1, 16, 16)).shape
    torch.Size([5, 10])
    >>> sum(p.numel() for p in net.parameters())
    9760
    """

    def __init__(self, num_classes=10):
        (num_classes,) = require_whole(1, num_classes=num_classes)
        super().__init__(
            (1, 16, 16),
            border1=nn.ConstantPad2d(2, BACKGROUND),
            h1=started(nn.Conv2d(1, 12, 5, stride=2, bias=False), fan_in=25),
            h1_bias=UnitBias((12, 8, 8), fan_in=25),
            h1_tanh=ScaledTanh(),
            border2=nn.ConstantPad2d(2, BACKGROUND),
            h2=TableConv2d(H2_TABLE, 5, stride=2, bias=False),
            h2_bias=UnitBias((12, 4, 4), fan_in=8 * 25),
            h2_tanh=ScaledTanh(),
            flatten=nn.Flatten(),
            h3=started(nn.Linear(192, 30), fan_in=192),
            h3_tanh=ScaledTanh(),
            output=started(nn.Linear(30, num_classes), fan_in=30),
        )


class LeNet1998(_LeNet):
    """LeNet-5 as it was published: 60,000 parameters up to F6, and the output.

    ======  ==========  ==================================================  ==========
    layer   output      what it is                                          parameters
    ======  ==========  ==================================================  ==========
    C1      6, 28, 28   convolution, 5 x 5                                  156
    S2      6, 14, 14   subsampling, 2 x 2, with trained coefficients       12
    C3      16, 10, 10  convolution, 5 x 5, of the maps that a table names  1,516
    S4      16, 5, 5    subsampling, 2 x 2                                  32
    C5      120, 1, 1   convolution, 5 x 5, of all that there is            48,120
    F6      84          fully connected                                     10,164
    output  10          fully connected                                     850
    ======  ==========  ==================================================  ==========

    A scaled tanh follows every layer but the output: the subsampling, too.

    Parameters
    ----------
    num_classes : int
    connections : {"table", "full"}
        Whether a map of C3 sees the maps of S2 that `C3_TABLE` names, as in the paper, or all
        six: then C3 has 2,416 parameters.

    Raises
    ------
    ValueError
        If `num_classes` is not a whole number of at least 1, or `connections` is neither; when
        called, if the images are not floats of shape (N, 1, 32, 32).

    Notes
    -----
    What departs from the paper:

    - Its output units measure a distance: the squared one between the 84 values of F6 and a
      pattern of -1 and 1 for each class, a drawing of the digit of 7 x 12 pixels (radial basis
      functions, 840 fixed numbers). Here a linear layer gives (N, num_classes) logits, to be
      trained with a cross-entropy.
    - So the paper counts 340,908 connections, 840 of them at the output; here there are 850, and
      340,918 in all.
    - Biases start as weights do, within 2.4 / fan-in. A coefficient of the subsampling has a
      fan-in of 4.

    The paper scales pixels so that the background is -0.1 and the ink 1.175, and pads 28 x 28
    digits to 32 x 32.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
    recognition", Proceedings of the IEEE 86(11), 1998, 2278-2324; section II B and table I.

    Examples
    --------
    >>> net = LeNet1998()
    >>> net(torch.zeros(5, 1, 32, 32)).shape
    torch.Size([5, 10])
    >>> sum(p.numel() for p in net.parameters())
    60850
    >>> sum(p.numel() for p in LeNet1998(connections="full").parameters())
    61750
    """

    def __init__(self, num_classes=10, connections="table"):
        (num_classes,) = require_whole(1, num_classes=num_classes)
        super().__init__(
            (1, 32, 32),
            c1=started(nn.Conv2d(1, 6, 5), fan_in=25),
            c1_tanh=ScaledTanh(),
            s2=Subsampling(6),
            s2_tanh=ScaledTanh(),
            c3=_c3(connections),
            c3_tanh=ScaledTanh(),
            s4=Subsampling(16),
            s4_tanh=ScaledTanh(),
            c5=started(nn.Conv2d(16, 120, 5), fan_in=16 * 25),
            c5_tanh=ScaledTanh(),
            flatten=nn.Flatten(),
            f6=started(nn.Linear(120, 84), fan_in=120),
            f6_tanh=ScaledTanh(),
            output=started(nn.Linear(84, num_classes), fan_in=84),
        )


def _c3(connections):
    if connections == "table":
        return TableConv2d(C3_TABLE, kernel_size=5)
    if connections == "full":
        return started(nn.Conv2d(6, 16, 5), fan_in=6 * 25)
    raise ValueError(
        f"connections is {connections!r}, but must be 'table', the connections of 1998, or 'full'"
    )


class LeNet5(_LeNet):
    """LeNet-5 as it is built today: ReLU, max-pooling, all connections; 61,706 parameters.

    Parameters
    ----------
    in_channels, num_classes : int

    Raises
    ------
    ValueError
        If a number is not whole or below 1; when called, if the images are not floats of shape
        (N, in_channels, 28, 28).

    Notes
    -----
    What departs from the paper of 1998: ReLU in place of the scaled tanh (and none after the
    pooling), max-pooling without parameters in place of the subsampling, every map of the second
    convolution sees all six of the first, a padding of 2 brings 28 x 28 pixels to where 32 x 32
    were, a linear output gives logits, and parameters start as torch starts them.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
    recognition", Proceedings of the IEEE 86(11), 1998, 2278-2324.

    Examples
    --------
    >>> net = LeNet5()
    >>> net(torch.zeros(5, 1, 28, 28)).shape
    torch.Size([5, 10])
    >>> sum(p.numel() for p in net.parameters())
    61706
    """

    def __init__(self, in_channels=1, num_classes=10):
        in_channels, num_classes = require_whole(
            1, in_channels=in_channels, num_classes=num_classes
        )
        super().__init__(
            (in_channels, 28, 28),
            conv1=nn.Conv2d(in_channels, 6, 5, padding=2),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(2),
            conv2=nn.Conv2d(6, 16, 5),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(2),
            flatten=nn.Flatten(),
            fc1=nn.Linear(400, 120),
            relu3=nn.ReLU(),
            fc2=nn.Linear(120, 84),
            relu4=nn.ReLU(),
            fc3=nn.Linear(84, num_classes),
        )
