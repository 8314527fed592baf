"""Adds width from stage to stage.

points: 0
says: double from stage to stage
"""

from torch import nn

from cnnlib.exercises.lesson09.block import Block


def resnet(n, width=8, in_channels=1, num_classes=10):
    layers = [
        nn.Conv2d(in_channels, width, 3, padding=1, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(),
    ]
    channels = width
    for stage in range(3):
        for k in range(n):
            stride = 2 if stage > 0 and k == 0 else 1
            layers.append(Block(channels, width * (stage + 1), stride))
            channels = width * (stage + 1)
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes)]
    return nn.Sequential(*layers)
