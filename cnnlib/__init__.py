"""The library behind the course on convolutional neural networks.

Submodules load on first use, so ``import cnnlib`` costs milliseconds and imports neither
torch nor Matplotlib:

>>> import cnnlib
>>> cnnlib.arithmetic.out_size(5, kernel_size=3)
3
"""

import importlib
from importlib.metadata import PackageNotFoundError, version

__all__ = [
    "arithmetic",
    "check",
    "datasets",
    "doctor",
    "exercises",
    "filters",
    "functional",
    "images",
    "plots",
    "progress",
    "submission",
    "widgets",
]

try:
    __version__ = version("cnnlib")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"


def __getattr__(name):
    if name in __all__:
        return importlib.import_module(f"cnnlib.{name}")
    raise AttributeError(f"module 'cnnlib' has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
