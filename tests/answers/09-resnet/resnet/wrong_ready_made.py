"""Takes the one of the library.

points: 0
says: does the exercise for you
"""

from cnnlib import models


def resnet(n, width=8, in_channels=1, num_classes=10):
    return models.CifarResNet(n, num_classes, width, in_channels, shortcut="B")
