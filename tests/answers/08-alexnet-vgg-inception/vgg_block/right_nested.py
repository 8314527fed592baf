"""Sequentials within a Sequential."""

from torch import nn


def vgg_block(in_channels, out_channels, convs):
    def step(before):
        conv = nn.Conv2d(before, out_channels, kernel_size=(3, 3), stride=1, padding="same")
        return nn.Sequential(conv, nn.ReLU(inplace=True))

    first = step(in_channels)
    rest = [step(out_channels) for _ in range(convs - 1)]
    return nn.Sequential(first, *rest, nn.MaxPool2d(kernel_size=2, stride=2))
