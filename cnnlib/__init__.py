"""The library behind the course on convolutional neural networks.

Submodules load on first use, so ``import cnnlib`` costs milliseconds and imports neither
torch nor Matplotlib:

>>> import cnnlib
>>> cnnlib.arithmetic.out_size(5, kernel_size=3)
3
"""

import importlib

__all__ = [
    "arithmetic",
    "augment",
    "check",
    "datasets",
    "doctor",
    "exercises",
    "filters",
    "functional",
    "images",
    "models",
    "plots",
    "pretrain",
    "progress",
    "submission",
    "training",
    "transfer",
    "widgets",
]


def _version():
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("cnnlib")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0+unknown"


def __getattr__(name):
    if name in __all__:
        return importlib.import_module(f"cnnlib.{name}")
    if name == "__version__":
        return _version()
    raise AttributeError(f"module 'cnnlib' has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__, "__version__"])
