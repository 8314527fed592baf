"""Labelled images by the name of their data set."""

import importlib
from pathlib import Path

import torch

from cnnlib.datasets._names import ALWAYS_HERE, DOWNLOADED, FOLDER, listed
from cnnlib.datasets.arrays import digits
from cnnlib.datasets.dataset import Dataset, Split


def load(name, *, download=True, **options):
    """A labelled data set by its name, as tensors in memory.

    Parameters
    ----------
    name : str
        - "digits": scikit-learn's handwritten digits, 8 x 8, bundled (see `digits`),
        - "signs": drawn road signs in colour, 32 x 32, generated,
        - "glyphs": letters of many fonts, grey, 12 x 12, generated,
        - "mnist", "fashion-mnist": 28 x 28, grey; "cifar10": 32 x 32, in colour; from the folder
          that `data_root` names, or downloaded into it,
        - "folder:PATH": your own pictures, one folder for each class, or that in each of two
          folders "train" and "test".
    download : bool
        Whether what is missing, half or broken may be fetched from the network.
    **options
        For "signs": ``seed``, ``train``, ``test`` (numbers of images). For "glyphs": ``seed``,
        ``copies`` (images of each letter in each font). For a folder:
        ``image_size`` (pixels), ``test_share`` and ``seed`` of the division, ``keep_copies``.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If there is no data set of that name (the message lists the names), it does not take
        these options, or a folder does not hold enough pictures.
    MissingData
        A FileNotFoundError: the set is not whole on this machine and could not be downloaded.
        The message says what is missing or broken, why, and which sets are here.
    FileNotFoundError
        If there is no such folder.
    PermissionError
        If what was downloaded cannot be written.

    Warns
    -----
    UserWarning
        If a broken file was fetched again, or files of a folder were left out.

    Examples
    --------
    >>> data = load("digits")
    >>> data
    Dataset('digits': 1438 images to train, 359 to test, 1 x 8 x 8, 10 classes)
    >>> data.mean, data.std
    (tensor([0.3053]), tensor([0.3755]))
    """
    if _is_folder(name):
        from cnnlib.datasets.folder import load_folder

        return load_folder(name.removeprefix(FOLDER), **options)
    if name in ("signs", "glyphs"):
        return importlib.import_module(f"cnnlib.datasets.{name}").make(**options)
    _require_known(name)
    if options:
        raise ValueError(f"{name!r} takes no options, but was given {listed(options)}")
    if name == "digits":
        return _digits()
    from cnnlib.datasets.downloaded import load_downloaded

    return load_downloaded(name, download=download)


def is_here(name):
    """Whether `load` needs no network for a data set.

    Parameters
    ----------
    name : str
        As `load` takes it.

    Returns
    -------
    bool
        True if it is bundled, generated, or whole in the data root; for "folder:PATH", if there
        is such a folder. Files are read for the answer: a broken one counts as missing.

    Raises
    ------
    ValueError
        If there is no data set of that name.

    Examples
    --------
    >>> is_here("digits")
    True
    >>> is_here("folder:no such folder")
    False
    """
    if _is_folder(name):
        return Path(name.removeprefix(FOLDER)).expanduser().is_dir()
    _require_known(name)
    if name in ALWAYS_HERE:
        return True
    from cnnlib.datasets.downloaded import is_whole

    return is_whole(name)


def _is_folder(name):
    return isinstance(name, str) and name.startswith(FOLDER)


def _require_known(name):
    names = (*ALWAYS_HERE, *DOWNLOADED)
    if name not in names:
        raise ValueError(
            f"there is no data set named {name!r}; the names are {listed(names)}, and "
            "'folder:PATH' for your own pictures"
        )


def _digits():
    arrays = digits()
    return Dataset(
        name=arrays.name,
        train=Split(torch.from_numpy(arrays.train_images), torch.from_numpy(arrays.train_labels)),
        test=Split(torch.from_numpy(arrays.test_images), torch.from_numpy(arrays.test_labels)),
        class_names=arrays.class_names,
        max_value=arrays.max_value,
        origin=arrays.origin,
        licence=arrays.licence,
    )
