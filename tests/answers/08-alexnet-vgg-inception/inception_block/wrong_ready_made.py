"""The library's.

points: 0
says: does the exercise
"""

from torch import nn

from cnnlib import models


class InceptionBlock(nn.Module):
    def __init__(self, *widths):
        super().__init__()
        self.block = models.InceptionBlock(*widths, batch_norm=False)

    def forward(self, x):
        return self.block(x)
