"""Lesson 07, LeNet: exercises, the bug hunt, quiz, and what its predictions are answered with.

One file for each exercise. `watching` has the networks that write down what is done with them, and
`broken` the six loops of the bug hunt.
"""

from importlib import import_module

from cnnlib.exercises.lesson07.bug_names import bug_names
from cnnlib.exercises.lesson07.quiz import quiz
from cnnlib.exercises.lesson07.remarks import EXPLANATION, REMARKS

_HOMES = {  # what needs torch, which takes seconds to import: it comes when asked for
    "confusion": "counting",
    "evaluate": "evaluation",
    "lenet5": "network",
    "overfit_one_batch": "overfitting",
    "repairs": "repairing",
    "step_by_hand": "practice",
    "train_one_epoch": "epoch",
}

__all__ = [
    "EXPLANATION",
    "REMARKS",
    "bug_names",
    "confusion",
    "evaluate",
    "lenet5",
    "overfit_one_batch",
    "quiz",
    "repairs",
    "step_by_hand",
    "train_one_epoch",
]


def __getattr__(name):
    if name in _HOMES:
        return getattr(import_module(f"cnnlib.exercises.lesson07.{_HOMES[name]}"), name)
    raise AttributeError(f"lesson 07 has no {name!r}")
