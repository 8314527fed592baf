"""The judge's own function.

points: 0
says: does the exercise
"""

from cnnlib.exercises.lesson08.blocks import block


def vgg_block(in_channels, out_channels, convs):
    return block(in_channels, out_channels, convs)
