"""Lesson 11, transfer learning: exercises, quiz, and what its predictions are answered with.

One file for each exercise. `nets` has the networks that the checks use.
"""

from importlib import import_module

from cnnlib.exercises.lesson11.quiz import quiz
from cnnlib.exercises.lesson11.remarks import EXPLANATION, REMARKS

_HOMES = {  # what needs torch, which takes seconds to import: it comes when asked for
    "few_shot_curve": "shots",
    "freeze": "freezing",
    "linear_probe": "probing",
    "param_groups": "groups",
    "preprocessing_for": "preparing",
    "replace_head": "heads",
}

__all__ = [
    "EXPLANATION",
    "REMARKS",
    "few_shot_curve",
    "freeze",
    "linear_probe",
    "param_groups",
    "preprocessing_for",
    "quiz",
    "replace_head",
]


def __getattr__(name):
    if name in _HOMES:
        return getattr(import_module(f"cnnlib.exercises.lesson11.{_HOMES[name]}"), name)
    raise AttributeError(f"lesson 11 has no {name!r}")
