"""The convolutional parts of three networks as data, and networks built from such data.

The field of a unit depends on kernels, strides, padding and dilation alone, so the layers here
have neither channels nor weights; `build` makes narrow networks of them.
"""

import numpy as np

CONV3 = {"name": "conv 3x3", "kernel_size": 3, "padding": 1}
POOL2 = {"name": "pool 2x2", "kernel_size": 2, "stride": 2}
POOL3 = {"name": "pool 3x3", "kernel_size": 3, "stride": 2}

LENET = [
    {"name": "conv 5x5", "kernel_size": 5},
    POOL2,
    {"name": "conv 5x5", "kernel_size": 5},
    POOL2,
    {"name": "conv 5x5", "kernel_size": 5},
]
ALEXNET = [
    {"name": "conv 11x11", "kernel_size": 11, "stride": 4, "padding": 2},
    POOL3,
    {"name": "conv 5x5", "kernel_size": 5, "padding": 2},
    POOL3,
    *[CONV3] * 3,
]
VGG16 = [
    *[CONV3, CONV3, POOL2],
    *[CONV3, CONV3, POOL2],
    *[CONV3, CONV3, CONV3, POOL2],
    *[CONV3, CONV3, CONV3, POOL2],
    *[CONV3, CONV3, CONV3, POOL2],
]
NETWORKS = {"LeNet-5": LENET, "AlexNet, conv5": ALEXNET, "VGG-16, pool5": VGG16}


def build(layers, channels=2, relu=True, seed=0):
    """A network of such layers, with random weights: convolutions, ReLU and max-pooling.

    Parameters
    ----------
    layers : list of dict
        ``kernel_size``, and ``stride``, ``padding``, ``dilation`` where they are not 1, 0, 1.
        A ``name`` that begins with "pool" makes the layer a max-pooling.
    channels : int
        Feature maps between the layers; the input has one.
    relu : bool
        Whether a ReLU follows each convolution.
    seed : int
        Of the weights: normal, of mean 0 and of the variance 2 / (weights of a unit).

    Returns
    -------
    torch.nn.Sequential
        From (N, 1, H, W) to (N, channels, h, w), in float64.

    Examples
    --------
    >>> build(LENET)[0]
    Conv2d(1, 2, kernel_size=(5, 5), stride=(1, 1))
    """
    import torch
    from torch import nn

    generator = torch.Generator().manual_seed(seed)
    modules, maps = [], 1
    for layer in layers:
        settings = {key: value for key, value in layer.items() if key != "name"}
        if layer.get("name", "").startswith("pool"):
            modules.append(nn.MaxPool2d(**settings))
            continue
        convolution = nn.Conv2d(maps, channels, **settings)
        fan_in = convolution.weight[0].numel()
        with torch.no_grad():
            convolution.weight.normal_(0, (2 / fan_in) ** 0.5, generator=generator)
            convolution.bias.zero_()
        modules += [convolution, nn.ReLU()] if relu else [convolution]
        maps = channels
    return nn.Sequential(*modules).double()


def gradient_of_the_centre(model, x):
    """Gradient of the centre unit with respect to the input: absolute values, summed.

    Parameters
    ----------
    model : torch.nn.Module
    x : (N, C, H, W) tensor
        Inputs.

    Returns
    -------
    (H, W) float64 ndarray
        Summed over inputs and channels. The centre unit is that at ``(h // 2, w // 2)`` of the
        (h, w) output, all its channels added up.

    Examples
    --------
    >>> import torch
    >>> conv = torch.nn.Conv2d(1, 1, 3, padding=1)
    >>> int((gradient_of_the_centre(conv, torch.ones(1, 1, 7, 9)) > 0).sum())
    9
    """
    x = x.detach().clone().requires_grad_()
    y = model(x)
    y[:, :, y.shape[2] // 2, y.shape[3] // 2].sum().backward()
    return x.grad.abs().sum(dim=(0, 1)).double().numpy()


def mean_gradient(layers, side, seed, count=8):
    """Where the centre unit's gradient lies, for some random networks and random inputs.

    Parameters
    ----------
    layers : list of dict
        As for `build`; with a ReLU behind each convolution and four channels.
    side : int
        Of the square input, in pixels.
    seed, count : int
        Of the random numbers; how many networks, each with one input.

    Returns
    -------
    (side, side) float64 ndarray
        The mean of the networks' gradients, each of sum 1 (0 where every path is blocked).

    Examples
    --------
    >>> round(float(mean_gradient(LENET[:1], 5, seed=0).sum()), 3)
    1.0
    """
    import torch

    total = np.zeros((side, side))
    for number in range(100 * seed, 100 * seed + count):
        model = build(layers, channels=4, seed=number)
        generator = torch.Generator().manual_seed(number)
        x = torch.randn(1, 1, side, side, dtype=torch.float64, generator=generator)
        gradient = gradient_of_the_centre(model, x)
        total += gradient / max(gradient.sum(), 1e-300)
    return total / count


def effective_side(gradient, share=0.95):
    """Side of the smallest centred square that holds a share of the gradient.

    Parameters
    ----------
    gradient : (H, W) array_like
        At least 0 everywhere. The centre of the square is the mean place of the gradient,
        rounded to a pixel.
    share : float

    Returns
    -------
    int
        Odd: 1, 3, 5, ... pixels.

    Examples
    --------
    >>> import numpy as np
    >>> effective_side(np.pad(np.ones((3, 3)), 4))
    3
    """
    total = gradient.sum()
    row = round(float(gradient.sum(axis=1) @ range(gradient.shape[0]) / total))
    column = round(float(gradient.sum(axis=0) @ range(gradient.shape[1]) / total))
    for reach in range(max(gradient.shape)):
        top, left = max(0, row - reach), max(0, column - reach)
        inside = gradient[top : row + reach + 1, left : column + reach + 1].sum()
        if inside >= share * total:
            break
    return 2 * reach + 1
