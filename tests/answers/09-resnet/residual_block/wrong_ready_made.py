"""Takes ours.

points: 0
says: torch.nn
"""

from cnnlib.exercises.lesson09.block import Block


class ResidualBlock(Block):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__(in_channels, out_channels, stride)
