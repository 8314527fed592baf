"""Lesson 08, AlexNet, VGG, Inception: exercises, quiz, and what its predictions are answered with.

One file for each exercise. `filling` judges networks by their outputs, `ilsvrc` has the errors of
the ImageNet challenge with their sources, `race` the networks of the experiment.
"""

from importlib import import_module

from cnnlib.exercises.lesson08.alexnet import alexnet_table
from cnnlib.exercises.lesson08.factorising import factorise_saving
from cnnlib.exercises.lesson08.quiz import quiz
from cnnlib.exercises.lesson08.remarks import EXPLANATION, REMARKS
from cnnlib.exercises.lesson08.vgg import vgg_params

_HOMES = {  # what needs torch, which takes seconds to import: it comes when asked for
    "depthwise_separable": "separable",
    "inception_block": "inception",
    "top5_error": "top5",
    "vgg_block": "blocks",
}

__all__ = [
    "EXPLANATION",
    "REMARKS",
    "alexnet_table",
    "depthwise_separable",
    "factorise_saving",
    "inception_block",
    "quiz",
    "top5_error",
    "vgg_block",
    "vgg_params",
]


def __getattr__(name):
    if name in _HOMES:
        return getattr(import_module(f"cnnlib.exercises.lesson08.{_HOMES[name]}"), name)
    raise AttributeError(f"lesson 08 has no {name!r}")
