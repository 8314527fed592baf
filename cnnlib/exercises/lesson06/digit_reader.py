"""Small networks that read digits on a canvas, alike but for how they subsample.

Lesson 06 asks them for the same digit at neighbouring places. Imports torch.
"""

import functools

import numpy as np
import torch
from torch import nn

from cnnlib.exercises.moved_digits import digits

SIDE, DIGIT = 16, 8  # pixels: the canvas, and a digit
CLASSES = 10


class Blur(nn.Module):
    """Each feature map blurred with the weights 1 2 1 down and across, and subsampled.

    From (N, C, H, W) to (N, C, ceil(H / stride), ceil(W / stride)). The weights are fixed: there
    is nothing to learn.
    """

    def __init__(self, channels, stride):
        super().__init__()
        row = torch.tensor([1.0, 2.0, 1.0]) / 4
        self.stride, self.channels = stride, channels
        self.register_buffer("kernel", torch.outer(row, row).repeat(channels, 1, 1, 1))

    def forward(self, x):
        options = {"stride": self.stride, "padding": 1, "groups": self.channels}
        return nn.functional.conv2d(x, self.kernel, **options)


SUBSAMPLING = {
    "max": lambda maps: [nn.MaxPool2d(2)],
    "mean": lambda maps: [nn.AvgPool2d(2)],
    "max, then blur": lambda maps: [nn.MaxPool2d(2, stride=1), Blur(maps, stride=2)],
    "not subsampled": lambda maps: [nn.MaxPool2d(2, stride=1)],
}


def build(subsampling, seed):
    """An untrained network; the same seed gives the same first weights, whatever subsamples.

    Parameters
    ----------
    subsampling : str
        A key of `SUBSAMPLING`.
    seed : int

    Returns
    -------
    torch.nn.Sequential
        From (N, 1, H, W) to (N, 10).
    """
    torch.manual_seed(seed)
    return nn.Sequential(
        *(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), *SUBSAMPLING[subsampling](8)),
        *(nn.Conv2d(8, 32, 3, padding=1), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, CLASSES)),
    )


def canvases(images, rows, columns):
    """Each digit on an empty canvas of its own, with its top left pixel at a row and a column.

    Parameters
    ----------
    images : (N, 1, 8, 8) array_like
        0 (background) to 16 (ink).
    rows, columns : int or (N,) array_like

    Returns
    -------
    (N, 1, 16, 16) float32 tensor
        0 (background) to 1 (ink).
    """
    placed = np.zeros((len(images), 1, SIDE, SIDE), np.float32)
    rows, columns = (np.broadcast_to(places, len(images)) for places in (rows, columns))
    for canvas, image, i, j in zip(placed, images, rows, columns, strict=True):
        canvas[:, i : i + DIGIT, j : j + DIGIT] = image / 16
    return torch.tensor(placed)


@functools.cache
def trained(subsampling, seed, epochs=8, batch=100, rate=0.02):
    """A network that has learnt to read the training digits, each at a random place.

    The seed decides the first weights, the places and the order of the examples: networks with
    the same seed differ in nothing but their subsampling.
    """
    data = digits()
    count = len(data.train_images)
    places = np.random.default_rng(seed).integers(1, SIDE - DIGIT, (2, count))
    x, y = canvases(data.train_images, *places), torch.tensor(data.train_labels)
    network = build(subsampling, seed)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # maps as small as these are slower on several
    steps = epochs * -(-count // batch)
    optimiser = torch.optim.Adam(network.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, steps)
    for _ in range(epochs):
        for chosen in torch.randperm(count).split(batch):
            loss = nn.functional.cross_entropy(network(x[chosen]), y[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    torch.set_num_threads(threads)
    return network


@torch.no_grad()
def answers(network, row, column):
    """What a network says of every test digit at one place: (359,) labels."""
    return network(canvases(digits().test_images, row, column)).argmax(dim=1).numpy()


def all_answers(network, columns, row=4):
    """What a network says of every test digit at several columns: (columns, 359) labels."""
    return np.array([answers(network, row, column) for column in columns])


def agreement(answers, shift):
    """How many answers are the same after a move, in %.

    Parameters
    ----------
    answers : (seeds, columns, digits) array_like
        At neighbouring columns.
    shift : int
        In columns.

    Returns
    -------
    (seeds,) float64 ndarray
    """
    answers = np.asarray(answers)
    same = answers[:, shift:] == answers[:, :-shift]
    return 100 * same.mean(axis=(1, 2))
