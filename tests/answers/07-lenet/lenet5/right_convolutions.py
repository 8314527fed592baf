"""The dense layers as convolutions, made in another order; the maximum before the ReLU."""

from torch import nn


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.tail = nn.ModuleList([nn.Conv2d(84, 10, 1), nn.Conv2d(120, 84, 1)])
        self.c5 = nn.Conv2d(16, 120, 5)
        self.maps = nn.ModuleDict({"c1": nn.Conv2d(1, 6, 5), "c3": nn.Conv2d(6, 16, 5)})
        self.halve = nn.MaxPool2d(2, stride=2)

    def forward(self, images):
        images = nn.functional.pad(images, (2, 2, 2, 2))
        for conv in self.maps.values():
            images = self.halve(conv(images)).clamp(min=0)
        hidden = self.c5(images).relu()
        hidden = self.tail[1](hidden).relu()
        return self.tail[0](hidden)[:, :, 0, 0]
