"""Lesson 10, augmentation: exercises, quiz, and what its predictions are answered with.

One file for each exercise. `drawing` says in words what a random transform does with two thousand
copies of one picture, `pipelines` has those that leak, and `patches` cuts photographs into patches.
"""

from importlib import import_module

from cnnlib.exercises.lesson10.quiz import quiz
from cnnlib.exercises.lesson10.remarks import EXPLANATION, REMARKS

_HOMES = {  # what needs torch, which takes seconds to import: it comes when asked for
    "cutout": "covering",
    "find_leak": "finding",
    "grouped_split": "splitting",
    "label_after": "labels",
    "random_crop": "cropping",
    "random_flip": "flipping",
    "random_shift": "shifting",
    "shift_one": "practice",
    "test_time_augmentation": "averaging",
}

__all__ = [
    "EXPLANATION",
    "REMARKS",
    "cutout",
    "find_leak",
    "grouped_split",
    "label_after",
    "quiz",
    "random_crop",
    "random_flip",
    "random_shift",
    "shift_one",
    "test_time_augmentation",
]


def __getattr__(name):
    if name in _HOMES:
        return getattr(import_module(f"cnnlib.exercises.lesson10.{_HOMES[name]}"), name)
    raise AttributeError(f"lesson 10 has no {name!r}")
