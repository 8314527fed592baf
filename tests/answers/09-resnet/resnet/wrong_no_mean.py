"""Does not average the maps.

points: 1
says: pixel by pixel
says: an output of shape (2, 10)
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
            layers.append(Block(channels, width * 2**stage, stride))
            channels = width * 2**stage
    layers += [nn.Flatten(), nn.Linear(channels, num_classes)]
    return nn.Sequential(*layers)
