"""Lesson 09, ResNet: exercises, quiz, and what its predictions are answered with.

One file for each exercise. `judging` sets the weights of networks and says what is in them.
"""

from importlib import import_module

from cnnlib.exercises.lesson09.quiz import quiz
from cnnlib.exercises.lesson09.remarks import EXPLANATION, REMARKS

_HOMES = {  # what needs torch, which takes seconds to import: it comes when asked for
    "batch_norm2d": "normalising",
    "fold_batch_norm": "folding",
    "gradient_norms": "gradients",
    "residual_block": "block",
    "resnet": "network",
}

__all__ = [
    "EXPLANATION",
    "REMARKS",
    "batch_norm2d",
    "fold_batch_norm",
    "gradient_norms",
    "quiz",
    "residual_block",
    "resnet",
]


def __getattr__(name):
    if name in _HOMES:
        return getattr(import_module(f"cnnlib.exercises.lesson09.{_HOMES[name]}"), name)
    raise AttributeError(f"lesson 09 has no {name!r}")
