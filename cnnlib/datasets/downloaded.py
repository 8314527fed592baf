"""Sets that lie in the data root, or are downloaded into it."""

import warnings

from cnnlib.datasets._names import ALWAYS_HERE, listed
from cnnlib.datasets.cifar import Cifar10
from cnnlib.datasets.fetch import NotFetched
from cnnlib.datasets.files import require_writable
from cnnlib.datasets.mnist import IdxSet
from cnnlib.datasets.root import data_root


class MissingData(FileNotFoundError):
    """A data set is not on this machine, or not whole, and could not be downloaded."""


_SETS = (
    IdxSet(
        name="mnist",
        title="MNIST",
        class_names=tuple("0123456789"),
        origin="Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits",
        licence="CC BY-SA 3.0",
    ),
    IdxSet(
        name="fashion-mnist",
        title="FashionMNIST",
        class_names=(
            *("T-shirt/top", "trouser", "pullover", "dress", "coat"),
            *("sandal", "shirt", "sneaker", "bag", "ankle boot"),
        ),
        origin="H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST, 2017, arXiv:1708.07747",
        licence="MIT",
    ),
    Cifar10(),
)
SETS = {source.name: source for source in _SETS}


def is_whole(name):
    """Whether a set lies in the data root, with no file missing or broken.

    Parameters
    ----------
    name : str
        A key of `SETS`.

    Returns
    -------
    bool
    """
    return not SETS[name].faults(data_root())


def load_downloaded(name, *, download):
    """A set from the data root; what is missing or broken there is downloaded first.

    Parameters
    ----------
    name : str
        A key of `SETS`.
    download : bool

    Returns
    -------
    Dataset

    Raises
    ------
    MissingData
        If it is not whole there and cannot, or must not, be downloaded.
    PermissionError
        If the data root cannot be written.

    Warns
    -----
    UserWarning
        If a file that was there is broken and is fetched again.
    """
    source, root = SETS[name], data_root()
    faults = source.faults(root)
    if faults and not download:
        raise MissingData(_message(source, root, faults, "download=False was asked for."))
    if faults:
        _fetch(source, root, faults)
    return source.read(root)


def _fetch(source, root, faults):
    broken = {path: reason for path, reason in faults.items() if path.exists()}
    require_writable(source.folder(root))
    try:
        source.fetch(root, faults)
    except NotFetched as error:
        failed = f"The download failed:\n{error}"
        raise MissingData(_message(source, root, faults, failed)) from error
    if broken:
        warnings.warn(f"fetched again, as it was half or broken: {_told(broken)}", stacklevel=4)
    remaining = source.faults(root)
    if remaining:
        wrong = "What was downloaded is not what it should be."
        raise MissingData(_message(source, root, remaining, wrong))


def _message(source, root, faults, why_not_downloaded):
    here = [*ALWAYS_HERE, *(name for name in SETS if name != source.name and is_whole(name))]
    whole = f"whole in {root}: {_told(faults)}" if _some_are_there(source, root) else f"in {root}"
    return (
        f"{source.title} is not {whole}. {why_not_downloaded}\n"
        "If you have it elsewhere, let the environment variable CNNLIB_DATA name the folder that "
        f"it is in, in torchvision's layout. Sets that are here: {listed(here)}, and your own "
        "pictures ('folder:PATH')."
    )


def _some_are_there(source, root):
    folder = source.folder(root)
    return folder.is_dir() and any(folder.iterdir())


def _told(faults):
    return "; ".join(f"{path.name} {reason}" for path, reason in faults.items())
