"""The race of lesson 08: four ways to look at 5 x 5 pixels, with the same number of parameters.

Imports torch: the notebook asks for it by name.
"""

import torch
import torch.nn.functional as F
from torch import nn

from cnnlib import datasets, models

CLASSES = ("left", "right", "ahead", "person")
TRAIN, TEST = 5000, 2000  # of all ten classes
STEM = 8  # channels
EPOCHS, BATCH, RATE = 8, 64, 0.01
# Channels of the two units of each contestant, so that all have about 16,000 parameters.
WIDTHS = {"5x5": (16, 30), "two 3x3": (16, 29), "1x3 + 3x1": (18, 33), "Inception": (48, 64)}


def conv(in_channels, out_channels, kernel_size):
    """A convolution that keeps the size, batch norm, ReLU.

    >>> conv(3, 4, (1, 3))(torch.zeros(1, 3, 5, 6)).shape
    torch.Size([1, 4, 5, 6])
    """
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel_size, padding="same", bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
    )


def unit(kind, in_channels, out_channels):
    """What the contestants differ in; each sees 5 x 5 pixels at most.

    Parameters
    ----------
    kind : str
        A key of `WIDTHS`.
    in_channels, out_channels : int
        The latter a multiple of 16 for "Inception".

    Returns
    -------
    nn.Module

    Examples
    --------
    >>> {kind: unit(kind, 8, 16)(torch.zeros(1, 8, 6, 6)).shape[1] for kind in WIDTHS}
    {'5x5': 16, 'two 3x3': 16, '1x3 + 3x1': 16, 'Inception': 16}
    """
    if kind == "Inception":  # the shares of GoogLeNet's first block
        part = out_channels // 16
        widths = (4 * part, 6 * part, 8 * part, part, 2 * part, 2 * part)
        return models.InceptionBlock(in_channels, *widths)
    kernels = {
        "5x5": [5],
        "two 3x3": [3, 3],
        "1x3 + 3x1": [(1, 3), (3, 1), (1, 3), (3, 1)],
    }[kind]
    inputs = [in_channels] + [out_channels] * (len(kernels) - 1)
    return nn.Sequential(
        *(
            conv(before, out_channels, kernel)
            for before, kernel in zip(inputs, kernels, strict=True)
        )
    )


def contestant(kind, widths=None):
    """A network for four classes: stem, unit, pooling, unit, maximum of each map, dense layer.

    Parameters
    ----------
    kind : str
        A key of `WIDTHS`.
    widths : (int, int), optional
        Channels of the two units.

    Returns
    -------
    nn.Sequential
        From (N, 3, 32, 32) to logits (N, 4). Without its last layer it gives the features.
    """
    first, second = widths or WIDTHS[kind]
    return nn.Sequential(
        nn.Conv2d(3, STEM, 5, stride=2, padding=2, bias=False),
        *(nn.MaxPool2d(2), nn.BatchNorm2d(STEM), nn.ReLU()),
        *(unit(kind, STEM, first), nn.MaxPool2d(2)),
        *(unit(kind, first, second), nn.AdaptiveMaxPool2d(1), nn.Flatten()),
        nn.Linear(second, len(CLASSES)),
    )


def macs(net, shape=(3, 32, 32)):
    """Multiply-accumulates of a network's convolutions and dense layers for one image.

    >>> macs(nn.Conv2d(3, 8, 3), (3, 5, 5))
    1944
    """
    found = []

    def note(module, _x, y):
        found.append(module.weight.numel() * (y[0, 0].numel() if y.ndim == 4 else 1))

    hooks = [
        module.register_forward_hook(note)
        for module in net.modules()
        if isinstance(module, (nn.Conv2d, nn.Linear))
    ]
    training = net.training
    with torch.no_grad():
        net.eval()(torch.zeros(1, *shape))
    net.train(training)
    for hook in hooks:
        hook.remove()
    return sum(found)


def signs():
    """Road signs of four classes, as pairs of normalised images and labels: training, test.

    Returns
    -------
    tuple of ((N, 3, 32, 32) tensor, (N,) tensor)
    """
    data = datasets.load("signs", train=TRAIN, test=TEST)
    wanted = torch.tensor([data.class_names.index(name) for name in CLASSES])
    mean, std = (values.view(3, 1, 1) for values in (data.mean, data.std))
    parts = []
    for split in (data.train, data.test):
        found = split.labels[:, None] == wanted
        keep = found.any(dim=1)
        x = (split.images[keep].float() / data.max_value - mean) / std
        parts.append((x, found[keep].int().argmax(dim=1)))
    return tuple(parts)


def train(kind, part, seed, epochs=EPOCHS):
    """A contestant, trained from a seed; in evaluation mode.

    Parameters
    ----------
    kind : str
    part : ((N, 3, 32, 32) tensor, (N,) tensor)
    seed, epochs : int

    Returns
    -------
    nn.Sequential
    """
    x, y = part
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = contestant(kind).to(memory_format=torch.channels_last)
        x = x.contiguous(memory_format=torch.channels_last)
        optimizer = torch.optim.Adam(net.parameters())
        steps = epochs * -(-len(y) // BATCH)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps)
        for _ in range(epochs):
            for rows in torch.randperm(len(y)).split(BATCH):
                optimizer.zero_grad()
                F.cross_entropy(net(x[rows]), y[rows]).backward()
                optimizer.step()
                schedule.step()
    return net.eval()


@torch.no_grad()
def accuracy(net, part):
    """The share of images that a network reads rightly."""
    x, y = part
    return (net(x).argmax(dim=1) == y).double().mean().item()


@torch.no_grad()
def nearest(points, count):
    """For each point the indices of its nearest others, by Euclidean distance.

    Parameters
    ----------
    points : (N, D) tensor
    count : int

    Returns
    -------
    (N, count) int64 tensor

    Examples
    --------
    >>> nearest(torch.tensor([[0.0], [1.0], [5.0]]), 1).ravel().tolist()
    [1, 0, 1]
    """
    distances = torch.cdist(points, points)
    distances.fill_diagonal_(float("inf"))
    return distances.topk(count, dim=1, largest=False).indices
