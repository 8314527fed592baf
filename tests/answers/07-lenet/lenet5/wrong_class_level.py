"""Layers in the body of the class.

points: 4
says: two networks have the same weights
"""

from torch import nn


class LeNet5(nn.Module):
    layers_of_all = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
    )

    def __init__(self):
        super().__init__()
        self.layers = self.layers_of_all

    def forward(self, x):
        return self.layers(x)
