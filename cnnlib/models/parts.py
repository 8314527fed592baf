"""What several networks share: a convolution with what follows it, branches, looks at arguments."""

import torch
from torch import nn


class ConvNormReLU(nn.Sequential):
    """A convolution, batch norm if wanted, ReLU.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size : int or (int, int)
        Odd.
    stride : int
    padding : int or (int, int), optional
        Without it, half the kernel: a stride of 1 then keeps the size.
    batch_norm : bool
        With batch norm the convolution has no bias: the norm would take it out again.

    Examples
    --------
    >>> layer = ConvNormReLU(3, 8, kernel_size=(1, 7))
    >>> layer(torch.zeros(1, 3, 10, 12)).shape
    torch.Size([1, 8, 10, 12])
    >>> sum(p.numel() for p in layer.parameters())  # 3 * 8 * 7 weights, 8 gammas, 8 betas
    184
    """

    def __init__(
        self, in_channels, out_channels, kernel_size, stride=1, padding=None, batch_norm=True
    ):
        if isinstance(kernel_size, int):
            kernel_size = kernel_size, kernel_size
        if padding is None:
            padding = kernel_size[0] // 2, kernel_size[1] // 2
        conv = nn.Conv2d(
            in_channels, out_channels, kernel_size, stride, padding, bias=not batch_norm
        )
        # 0.001 is the constant of the Inception networks; torch's own is 0.00001.
        norm = [nn.BatchNorm2d(out_channels, eps=1e-3)] if batch_norm else []
        super().__init__(conv, *norm, nn.ReLU())


class Branches(nn.Module):
    """Layers that all see the same input; their outputs, side by side along the channels.

    Parameters
    ----------
    **branches : nn.Module
        Each from (N, C, H, W) to the same N, H and W.

    Examples
    --------
    >>> both = Branches(one=nn.Conv2d(3, 8, 1), three=nn.Conv2d(3, 4, 3, padding=1))
    >>> both(torch.zeros(2, 3, 5, 6)).shape
    torch.Size([2, 12, 5, 6])
    """

    def __init__(self, **branches):
        super().__init__()
        for name, branch in branches.items():
            self.add_module(name, branch)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.children()], dim=1)


def he_initialised(net):
    """The network, its convolutions drawn anew as fits ReLU; all else is left as it is.

    Weights come from a normal distribution with variance 2 / fan-in, so that the size of the
    signal stays the same from layer to layer. Biases become 0.

    Parameters
    ----------
    net : nn.Module

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015, equation 10.

    Examples
    --------
    >>> layer = he_initialised(nn.Conv2d(8, 1000, kernel_size=5))
    >>> round(layer.weight.std().item(), 2)  # the root of 2 / (8 * 5 * 5)
    0.1
    """
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_in", nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return net


def require_one_of(choices, **value):
    """The value; a ValueError that names it and the choices where it is not among them."""
    ((name, value),) = value.items()
    if value not in choices:
        raise ValueError(f"{name} is {value!r}, but must be {_listed(map(repr, choices))}")
    return value


def _listed(words):
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def require_images(net, x, channels, least=(1, 1)):
    """A ValueError that says what to do, unless x is (N, channels, H, W) floats, large enough.

    Parameters
    ----------
    net : nn.Module
        Named in the message.
    x : Tensor
    channels : int
    least : (int, int)
        The smallest H and W from which something is left at the last layer.
    """
    wish = f"{type(net).__name__} takes images of shape (N, {channels}, H, W)"
    if least != (1, 1):
        wish += f", H and W at least {least[0]} and {least[1]}"
    if x.ndim != 4:
        advice = f"these have {x.ndim} axes, not 4"
        advice += ": one image alone is x[None]" if x.ndim == 3 else ""
    elif x.shape[1] != channels:
        advice = f"these have {x.shape[1]} channels, not {channels}"
    elif x.shape[2] < least[0] or x.shape[3] < least[1]:
        advice = (
            "nothing would be left of them at the last layer: resize them, "
            f"torch.nn.functional.interpolate(x, size=({least[0]}, {least[1]})) at least"
        )
    elif not x.is_floating_point():
        advice = f"floats, not {x.dtype}: normalise them first, x.float() at least"
    else:
        return
    raise ValueError(f"{wish}, got {tuple(x.shape)}: {advice}")
