"""Lesson 06, pooling: exercises, quiz, and what its predictions are answered with."""

from importlib import import_module

from cnnlib.exercises.lesson06.adaptive import adaptive_avg_pool2d
from cnnlib.exercises.lesson06.equivariance import equivariance_error
from cnnlib.exercises.lesson06.pooling import SIX, max_blocks, pool2d
from cnnlib.exercises.lesson06.quiz import quiz
from cnnlib.exercises.lesson06.receptive_field import receptive_field
from cnnlib.exercises.lesson06.remarks import EXPLANATION, REMARKS

__all__ = [
    "EXPLANATION",
    "REMARKS",
    "SIX",
    "adaptive_avg_pool2d",
    "equivariance_error",
    "max_blocks",
    "measure_receptive_field",
    "pool2d",
    "quiz",
    "receptive_field",
]


def __getattr__(name):
    """The exercise on networks needs torch, which takes seconds: it comes when asked for."""
    if name == "measure_receptive_field":
        return import_module("cnnlib.exercises.lesson06.measuring").measure_receptive_field
    raise AttributeError(f"lesson 06 has no {name!r}")
