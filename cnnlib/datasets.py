"""Every data set of the course by name. Nothing here downloads anything.

Bundled: handwritten digits (scikit-learn), photographs (scikit-image, scikit-learn,
Matplotlib) and a drawn crowd (this course). From a folder on the disk, where it is there:
torchvision's MNIST; `data_root` says which folder.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from cnnlib._paths import course_file

CROWD_SEED = 6
_CROWD_POSITION = (322, 113)


@dataclass(frozen=True)
class Dataset:
    """Labelled images, divided into training and test, with their origin.

    Attributes
    ----------
    name : str
    train_images, test_images : (N, C, H, W) uint8 ndarray
        From 0 (background) to `max_value`.
    train_labels, test_labels : (N,) int64 ndarray
        Indices into `class_names`.
    class_names : tuple of str
    max_value : int
        Full brightness: divide by it to bring the images to [0, 1].
    origin, licence : str
        Who made them and where they come from; under which terms.
    """

    name: str
    train_images: np.ndarray = field(repr=False)
    train_labels: np.ndarray = field(repr=False)
    test_images: np.ndarray = field(repr=False)
    test_labels: np.ndarray = field(repr=False)
    class_names: tuple[str, ...] = field(repr=False)
    max_value: int
    origin: str = field(repr=False)
    licence: str


@dataclass(frozen=True)
class Crowd:
    """A drawn crowd of look-alikes, one of which is wanted.

    Attributes
    ----------
    image : (480, 640, 3) uint8 ndarray
        The scene, in RGB.
    wanted : (34, 28, 3) uint8 ndarray
        The poster: the wanted one as it looks in even light, on a plain floor.
    position : (int, int)
        Row and column of the poster's top left corner when it lies on the wanted one.
    origin, licence : str
    """

    image: np.ndarray = field(repr=False)
    wanted: np.ndarray = field(repr=False)
    position: tuple[int, int]
    origin: str = field(default="drawn for this course (cnnlib.datasets.draw_crowd)", repr=False)
    licence: str = "CC BY 4.0"


def load(name):
    """A labelled data set by its name.

    Parameters
    ----------
    name : {"digits", "mnist"}

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If there is no data set of that name; the message lists the names.
    FileNotFoundError
        If it is not on this machine; the message says which call downloads it, and which sets
        need no download.

    Examples
    --------
    >>> load("digits").test_images.shape
    (359, 1, 8, 8)
    """
    loaders = {"digits": digits, "mnist": _mnist}
    if name not in loaders:
        raise ValueError(f"there is no data set named {name!r}; the names are {_listed(loaders)}")
    return loaders[name]()


def digits():
    """Scikit-learn's 1797 handwritten digits of 8 x 8 pixels, with a fixed split.

    Of each class, the last fifth of the file is for testing, the rest for training. Neighbours
    in the file look alike (the file names no writers; the same hand is the likely reason), so a
    random split puts near copies on both sides. This one is harder: logistic regression reads
    90.3 % of the last fifth, and 96.6 % of every fifth image, held out instead.

    Returns
    -------
    Dataset
        1438 training and 359 test images of shape (1, 8, 8), values 0 to 16.

    References
    ----------
    E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
    Repository, 1998, doi:10.24432/C50P49.

    Examples
    --------
    >>> data = digits()
    >>> data.train_images.shape, int(data.train_images.max())
    ((1438, 1, 8, 8), 16)
    >>> data
    Dataset(name='digits', max_value=16, licence='CC BY 4.0')
    """
    from sklearn.datasets import load_digits

    bunch = load_digits()
    images = bunch.images.astype(np.uint8)[:, np.newaxis]
    labels = bunch.target.astype(np.int64)
    is_test = np.zeros(len(labels), dtype=bool)
    for label in range(10):
        places = np.flatnonzero(labels == label)
        is_test[places[round(0.8 * len(places)) :]] = True
    return Dataset(
        name="digits",
        train_images=images[~is_test],
        train_labels=labels[~is_test],
        test_images=images[is_test],
        test_labels=labels[is_test],
        class_names=tuple("0123456789"),
        max_value=16,
        origin=(
            "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine "
            "Learning Repository, 1998, doi:10.24432/C50P49; its test part, from scikit-learn"
        ),
        licence="CC BY 4.0",
    )


def data_root():
    """Folder in which data sets lie that do not come with the course, in torchvision's layout.

    The environment variable CNNLIB_DATA names it; without it, it is a folder in the user's
    cache. It need not exist.

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> data_root().is_absolute()
    True
    """
    named = os.environ.get("CNNLIB_DATA")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("cnnlib", appauthor=False)


def _mnist():
    root = data_root()
    files = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    folder = root / "MNIST" / "raw"
    missing = [file for file in files if not (folder / f"{file}-ubyte").exists()]
    if missing:
        raise FileNotFoundError(_needs_download("MNIST", f"{missing[0]}-ubyte", folder, root))

    from torchvision.datasets import MNIST

    train, test = (MNIST(root, train=part, download=False) for part in (True, False))
    return Dataset(
        name="mnist",
        train_images=train.data.numpy()[:, np.newaxis],
        train_labels=train.targets.numpy(),
        test_images=test.data.numpy()[:, np.newaxis],
        test_labels=test.targets.numpy(),
        class_names=tuple("0123456789"),
        max_value=255,
        origin="Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits",
        licence="CC BY-SA 3.0",
    )


def _needs_download(name, file, folder, root):
    return (
        f"{name} is not on this machine ({folder} has no {file}) and would have to be downloaded. "
        f"With a network:\n    import torchvision\n"
        f"    torchvision.datasets.{name}({str(root)!r}, download=True)\n"
        "If it is in another folder, let the environment variable CNNLIB_DATA name that folder. "
        f"Without a network there are: load('digits'), crowd(), and the photographs "
        f"{_listed(photograph_names())}"
    )


def photograph(name):
    """A picture that comes with scikit-image, scikit-learn or Matplotlib.

    Most are photographs; some are drawings or measurements.

    Parameters
    ----------
    name : str
        One of `photograph_names()`.

    Returns
    -------
    ndarray
        (H, W) uint8 if grey, (H, W, 3) uint8 if in colour. Three differ: "horse" is
        (328, 400) bool, "logo" is (500, 500, 4) uint8, with transparency, and "lfw_subset" is
        (200, 25, 25) float64 in [0, 1]: 100 faces, then 100 pictures without one. Of
        "stereo_motorcycle" it is what the left camera saw.

    Raises
    ------
    ValueError
        If there is no picture of that name; the message lists the names. Pictures that would
        have to be downloaded have no name here.

    See Also
    --------
    photograph_credit : who made it, and its licence.

    Examples
    --------
    >>> photograph("coffee").shape
    (400, 600, 3)
    """
    return _photograph(name)[0]()


def photograph_names():
    """Names that `photograph` knows, in alphabetical order.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "astronaut" in photograph_names()
    True
    """
    return tuple(sorted(_PHOTOGRAPHS))


def photograph_credit(name):
    """Who made a picture, and its licence, as far as that is stated.

    Parameters
    ----------
    name : str
        One of `photograph_names()`.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no picture of that name; the message lists the names.

    Examples
    --------
    >>> photograph_credit("coffee")
    'Rachel Michetti, CC0 (scikit-image)'
    """
    return _photograph(name)[1]


def _photograph(name):
    if name not in _PHOTOGRAPHS:
        raise ValueError(
            f"there is no bundled picture named {name!r}; "
            f"the names are {_listed(photograph_names())}"
        )
    return _PHOTOGRAPHS[name]


def _from_skimage(name):
    def read():
        import skimage.data

        return getattr(skimage.data, name)()

    return read


def _from_sklearn(file):
    def read():
        from sklearn.datasets import load_sample_image

        return np.array(load_sample_image(file))  # writable, unlike what comes

    return read


def _left_motorcycle():
    return _from_skimage("stereo_motorcycle")()[0]


def _grace_hopper():
    from matplotlib.cbook import get_sample_data

    from cnnlib.images import load as load_picture

    return load_picture(get_sample_data("grace_hopper.jpg", asfileobj=False))


# Name -> (how it is read, credit). Only what the three libraries carry in their own folders:
# other names of skimage.data would start a download.
_PHOTOGRAPHS = {
    name: (_from_skimage(name), f"{credit} (scikit-image)")
    for name, credit in {
        "astronaut": "NASA, public domain",
        "brick": "CC0Textures, CC0",
        "camera": "Lav Varshney, CC0",
        "cat": "Stefan van der Walt, CC0",
        "cell": "Paul Müller and others, doi:10.1364/OE.26.010729, CC0",
        "chelsea": "Stefan van der Walt, CC0",
        "clock": "Stefan van der Walt, public domain",
        "coffee": "Rachel Michetti, CC0",
        "coins": "Brooklyn Museum, no known copyright restrictions",
        "colorwheel": "no origin stated",
        "grass": "linolafett on DeviantArt, CC0",
        "gravel": "CC0Textures, CC0",
        "horse": "Andreas Preuss, CC0",
        "hubble_deep_field": "NASA, public domain",
        "immunohistochemistry": "CMMI, no known copyright restrictions",
        "lfw_subset": "from Labeled Faces in the Wild, no licence stated",
        "logo": "the scikit-image team, no licence stated",
        "microaneurysms": "Andreas Maier, High-Resolution Fundus Image Database, CC0",
        "moon": "no origin stated",
        "page": "no origin stated",
        "retina": "Mikael Häggström, doi:10.15347/wjm/2014.008, CC0",
        "rocket": "SpaceX, public domain",
        "text": "from Wikipedia, no known copyright restrictions",
    }.items()
}
_PHOTOGRAPHS |= {
    "stereo_motorcycle": (
        _left_motorcycle,
        "Daniel Scharstein and others, Middlebury Stereo 2014 (scikit-image)",
    ),
    "china": (_from_sklearn("china.jpg"), "danielbuechele on Flickr, CC BY 2.0 (scikit-learn)"),
    "flower": (_from_sklearn("flower.jpg"), "vultilion on Flickr, CC BY 2.0 (scikit-learn)"),
    "grace_hopper": (_grace_hopper, "James S. Davis, US Navy, public domain (Matplotlib)"),
}


def crowd():
    """The course's own scene: find one robot among two hundred that look alike.

    Half of the square is in the shade, and the wanted robot stands there. The largest product
    with the poster (cross-correlation) is found at a bright place, not at the wanted robot;
    normalised cross-correlation finds it.

    Returns
    -------
    Crowd
        From ``data/crowd.png`` and ``data/crowd-wanted.png``.

    Examples
    --------
    >>> crowd()
    Crowd(position=(322, 113), licence='CC BY 4.0')
    """
    from cnnlib.images import load as load_picture

    return Crowd(
        image=load_picture(course_file("data", "crowd.png")),
        wanted=load_picture(course_file("data", "crowd-wanted.png")),
        position=_CROWD_POSITION,
    )


def draw_crowd(seed=CROWD_SEED):
    """Draw a crowd like `crowd()`; with the default seed, the very same.

    Parameters
    ----------
    seed : int
        Other numbers give other crowds.

    Returns
    -------
    Crowd

    Examples
    --------
    >>> draw_crowd().position == crowd().position
    True
    """
    from cnnlib import _crowd

    return Crowd(*_crowd.draw(seed))


def _listed(names):
    return ", ".join(repr(name) for name in names)
