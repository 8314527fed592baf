"""Every data set of the course by name, and the pictures that its lessons look at.

`load` gives labelled images as tensors, and `Batches` hands them to a training loop. Bundled:
handwritten digits (scikit-learn), photographs (scikit-image, scikit-learn, Matplotlib) and a drawn
crowd (this course). Generated: road signs, letters of many fonts. From the folder that `data_root`
names, or downloaded into it: MNIST, Fashion-MNIST and CIFAR-10. And whatever pictures a student
has in folders.

`digits` and the pictures are NumPy arrays; all that needs torch loads on first use.
"""

import importlib

from cnnlib.datasets.arrays import Arrays, digits
from cnnlib.datasets.crowds import CROWD_SEED, Crowd, crowd, draw_crowd
from cnnlib.datasets.photographs import photograph, photograph_credit, photograph_names
from cnnlib.datasets.root import data_root

# What needs torch -> the module that has it.
_ON_USE = {
    "Batches": "batches",
    "Dataset": "dataset",
    "MissingData": "downloaded",
    "Split": "dataset",
    "is_here": "catalogue",
    "load": "catalogue",
    "near_copies": "copies",
}

__all__ = [
    "CROWD_SEED",
    "Arrays",
    "Batches",
    "Crowd",
    "Dataset",
    "MissingData",
    "Split",
    "crowd",
    "data_root",
    "digits",
    "draw_crowd",
    "is_here",
    "load",
    "near_copies",
    "photograph",
    "photograph_credit",
    "photograph_names",
]


def __getattr__(name):
    if name in _ON_USE:
        return getattr(importlib.import_module(f"cnnlib.datasets.{_ON_USE[name]}"), name)
    raise AttributeError(f"module 'cnnlib.datasets' has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
