"""Layers in a list of Python.

points: 0
says: list of Python
"""

from torch import nn


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = [
            *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Flatten(), nn.Linear(400, 120), nn.ReLU()),
            *(nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
        ]

    def forward(self, x):
        for layer in self.steps:
            x = layer(x)
        return x
