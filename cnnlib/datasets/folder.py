"""A student's own pictures: one folder for each class."""

import warnings
from pathlib import Path

import numpy as np
import torch

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.datasets._names import FOLDER, listed
from cnnlib.datasets.copies import near_copies
from cnnlib.datasets.dataset import Dataset, Split
from cnnlib.datasets.division import divide
from cnnlib.datasets.pictures import read_rgb
from cnnlib.progress import progress_bar

_JUNK = ("thumbs.db", "desktop.ini", "__macosx")  # what systems leave among pictures
_SHOWN = 5  # files named in a warning


def load_folder(path, *, image_size=32, test_share=0.2, seed=0, keep_copies=False):
    """Pictures in folders, each named as its class, as a data set.

    Either the folders of the classes lie in `path` itself, and the pictures are divided here, or
    it has two folders, "train" and "test", with the folders of the classes in each. Pictures may
    lie deeper in a class's folder. Hidden files are passed over.

    Unless `keep_copies` is set, no picture has a near copy (`near_copies`) in the other part:
    those that are nearly the same are divided as one, and where the parts are given, the one in
    the test is left out.

    Parameters
    ----------
    path : str or path-like
    image_size : int
        Height and width in pixels. The shorter side is brought to it, and of the longer one the
        middle is kept.
    test_share : float
        Of each class, above 0 and below 1. Not used where there are "train" and "test".
    seed : int
        Of the division. The same pictures and seed give the same division.
    keep_copies : bool
        Whether pictures may have near copies in the other part: for a set that is divided already
        and whose test others have used as it is. It also saves the time of the search.

    Returns
    -------
    Dataset
        RGB images; classes in alphabetical order; `left_out` names what could not be used.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If there are fewer than two classes, a class has too few pictures to be in both parts,
        "train" and "test" have other classes, or an option is out of range.

    Warns
    -----
    UserWarning
        If files were left out; it names the first of them.
    """
    root = Path(path).expanduser()
    [image_size] = require_whole(8, image_size=image_size)
    [seed] = require_whole(0, seed=seed)
    if not 0 < test_share < 1:
        raise ValueError(f"test_share must be above 0 and below 1, not {test_share!r}")
    if not root.is_dir():
        raise FileNotFoundError(f"there is no folder {root}")
    if (root / "train").is_dir() and (root / "test").is_dir():
        return _divided_already(root, image_size, keep_copies)
    return _divided_here(root, image_size, test_share, seed, keep_copies)


def _divided_here(root, image_size, test_share, seed, keep_copies):
    names = _classes(root)
    images, labels, _, left_out = _read(root, names, image_size)
    _require_each(names, labels, 2, root, left_out)
    copies = [] if keep_copies else near_copies(images, images)
    is_test = divide(labels, copies, test_share, seed)
    _require_both_parts(names, labels, is_test, root)
    train = Split(images[~is_test], labels[~is_test])
    return _dataset(root, names, train, Split(images[is_test], labels[is_test]), left_out)


def _divided_already(root, image_size, keep_copies):
    names = _classes(root / "train")
    if _classes(root / "test") != names:
        raise ValueError(
            f"the classes differ: {root / 'train'} has {listed(names)}, {root / 'test'} has "
            f"{listed(_classes(root / 'test'))}"
        )
    *train, paths, left_out = _read(root / "train", names, image_size)
    *test, test_paths, left_out_too = _read(root / "test", names, image_size)
    copies = [] if keep_copies else near_copies(train[0], test[0])
    twin = {j: paths[i] for i, j in copies}
    left_out += left_out_too + [
        (test_paths[j], f"nearly the same as {twin[j]}, which is in the training part")
        for j in sorted(twin)
    ]
    keep = torch.tensor([j not in twin for j in range(len(test_paths))], dtype=torch.bool)
    test = [part[keep] for part in test]
    for part, (_, labels) in (("train", train), ("test", test)):
        _require_each(names, labels, 1, root / part, left_out)
    return _dataset(root, names, Split(*train), Split(*test), left_out)


def _classes(folder):
    """The names of the folders of the classes, sorted."""
    names = tuple(sorted(p.name for p in folder.iterdir() if p.is_dir() and not _is_junk(p)))
    if len(names) < 2:
        found = f"only {listed(names)}" if names else "none"
        raise ValueError(
            f"{folder} must have a folder for each class, at least two, and has {found}"
        )
    return names


def _is_junk(path):
    return path.name.startswith(".") or path.name.lower() in _JUNK


def _files(folder):
    """The files in a folder and below it, in an order that is the same on every system."""
    inside = [p for p in folder.rglob("*") if p.is_file()]
    kept = [p for p in inside if not any(map(_is_junk, (p, *p.relative_to(folder).parents)))]
    return sorted(kept, key=lambda p: p.relative_to(folder).as_posix())


def _read(folder, names, size):
    """(N, 3, size, size) images, labels, paths, and [(path, why it was left out)]."""
    files = [(p, label) for label, name in enumerate(names) for p in _files(folder / name)]
    images, labels, paths, left_out = [], [], [], []
    for path, label in progress_bar(files, f"pictures in {folder.name}"):
        try:
            images.append(read_rgb(path, size))
        except ValueError as error:
            left_out.append((path, str(error)))
        else:
            labels.append(label)
            paths.append(path)
    stacked = np.stack(images) if images else np.zeros((0, 3, size, size), dtype=np.uint8)
    labels = torch.tensor(labels, dtype=torch.int64)
    return torch.from_numpy(stacked), labels, paths, left_out


def _require_each(names, labels, least, folder, left_out):
    counts = torch.bincount(labels, minlength=len(names)).tolist()
    few = [
        f"{name!r} has {count}" for name, count in zip(names, counts, strict=True) if count < least
    ]
    if few:
        wrong = f" Left out were {_shown(left_out)}." if left_out else ""
        raise ValueError(
            f"each class needs at least {least} pictures in {folder}, but {', '.join(few)}.{wrong}"
        )


def _require_both_parts(names, labels, is_test, root):
    for label, name in enumerate(names):
        in_test = is_test[labels == label]
        if in_test.all() or not in_test.any():
            raise ValueError(
                f"the {len(in_test)} pictures of {name!r} in {root} are all nearly the same, so "
                "none can be kept for the test: add others"
            )


def _dataset(root, names, train, test, left_out):
    if left_out:
        warnings.warn(f"left out: {_shown(left_out)}", stacklevel=5)
    return Dataset(
        name=f"{FOLDER}{root}",
        train=train,
        test=test,
        class_names=names,
        max_value=255,
        origin=f"pictures in {root}",
        licence="whoever made the pictures says",
        left_out=tuple(left_out),
    )


def _shown(left_out):
    shown = "; ".join(f"{path} ({reason})" for path, reason in left_out[:_SHOWN])
    more = len(left_out) - _SHOWN
    return f"{shown}; and {more} more (see left_out)" if more > 0 else shown
