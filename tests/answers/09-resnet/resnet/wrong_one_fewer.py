"""Has one block too few.

points: 0
says: n - 1 blocks
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
        out = width * 2**stage
        layers.append(Block(channels, out, 2 if stage > 0 else 1))
        layers += [Block(out, out) for _ in range(n - 2)]
        channels = out
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes)]
    return nn.Sequential(*layers)
