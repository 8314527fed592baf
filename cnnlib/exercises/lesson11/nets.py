"""Networks that the checks of lesson 11 hand to a student's functions.

Imports torch: it is loaded when an exercise is asked for.
"""

from collections import OrderedDict

import torch
from torch import nn

from cnnlib.exercises.lesson09.judging import Handed


class Network(Handed, nn.Sequential):
    """A network whose first copy is the network itself: so a judge sees what is done to it."""


class Body(Handed, nn.Module):
    """Two convolutions; one batch norm of its own, and one inside a block."""

    def __init__(self, dropout=False):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 2)
        self.norm = nn.BatchNorm2d(2)
        self.block = nn.Sequential(
            nn.ReLU(), nn.Conv2d(2, 3, 2, bias=False), nn.BatchNorm2d(3), nn.ReLU()
        )
        self.drop = nn.Dropout(0.5 if dropout else 0.0)

    def forward(self, x):
        return self.drop(self.block(self.norm(self.conv(x))))


class OneNorm(Handed, nn.BatchNorm2d):
    """A single batch norm, the smallest thing that can be frozen wrongly."""

    def __init__(self):
        super().__init__(1)


def drawn(make, seed):
    """What `make` makes, float64, from weights of this seed; running statistics not 0 and 1."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = make().double()
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.normal_(0.5, 0.2)
                module.running_var.uniform_(0.5, 2.0)
                nn.init.uniform_(module.weight, 0.5, 1.5)
    return network


def with_head(body, channels):
    """A body, and a small head with a batch norm of its own."""
    head = nn.Sequential(
        nn.BatchNorm2d(channels), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 2)
    )
    return Network(OrderedDict(body=body, head=head))


class Named(nn.Module):
    """The head is an attribute, as in torchvision's ResNets."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 2)
        self.norm = nn.BatchNorm2d(3)
        self.fc = nn.Linear(3, 4)

    def forward(self, x):
        return self.fc(self.norm(self.conv(x)).relu().mean(dim=(2, 3)))


class InAHead(nn.Module):
    """The head is the last of several layers, as in `models.CifarResNet`."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2), nn.ReLU())
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 3))

    def forward(self, x):
        return self.head(self.stem(x))


class TwoDense(nn.Module):
    """Two dense layers, dropout after the last: as in VGG, and a little more."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 2, 2), nn.ReLU(), nn.AdaptiveAvgPool2d(1))
        self.classifier = nn.Sequential(
            *(nn.Flatten(), nn.Linear(2, 5), nn.BatchNorm1d(5), nn.ReLU()),
            *(nn.Linear(5, 4, bias=False), nn.Dropout(0.0)),
        )

    def forward(self, x):
        return self.classifier(self.features(x))


def plain():
    """A network that is nothing but a sequence."""
    return nn.Sequential(nn.Conv2d(1, 2, 2), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3))


KINDS = {
    "fc": (Named, "a network whose head is the attribute fc"),
    "head": (InAHead, "a network whose head is the last layer of head, an nn.Sequential"),
    "two": (TwoDense, "a network with two dense layers; the last has no bias, dropout follows"),
    "plain": (plain, "an nn.Sequential that ends in a dense layer"),
}


def handed(network):
    """The same network, of which a student's function gets the network itself and no copy."""
    kind = type(network)
    network.__class__ = type(kind.__name__, (Handed, kind), {})
    return network


def network(kind, seed=0, frozen=False):
    """One of `KINDS`, float64; frozen: nothing in it but its last dense layer learns."""
    made = drawn(KINDS[kind][0], seed)
    if frozen:
        last = [m for m in made.modules() if isinstance(m, nn.Linear)][-1]
        made.requires_grad_(False)
        last.requires_grad_(True)
    return made
