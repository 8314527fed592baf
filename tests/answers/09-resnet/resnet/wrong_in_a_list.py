"""Keeps the blocks in a list of Python.

points: 0
says: list of Python
"""

from torch import nn

from cnnlib.exercises.lesson09.block import Block


def resnet(n, width=8, in_channels=1, num_classes=10):
    return Net(n, width, in_channels, num_classes)


def parts(n, width, in_channels, num_classes):
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
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4 * width, num_classes)]
    return layers


class Net(nn.Module):
    def __init__(self, *settings):
        super().__init__()
        layers = parts(*settings)
        self.stem, self.dense = nn.Sequential(*layers[:3]), layers[-1]
        self.blocks = layers[3:-3]

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.dense(x.mean(dim=(2, 3)))
