"""The network of the library.

points: 0
says: does the exercise for you
"""

from torch import nn

from cnnlib import models


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = models.LeNet5()

    def forward(self, x):
        return self.net(x)
