"""The judge's own function.

points: 0
says: does the exercise
"""

from cnnlib.exercises.lesson08.vgg import params


def vgg_params(cfg, side=224, num_classes=1000):
    return params(cfg, side, num_classes)
