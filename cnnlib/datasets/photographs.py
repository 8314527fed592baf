"""Pictures that come with scikit-image, scikit-learn or Matplotlib."""

import numpy as np

from cnnlib.datasets._names import listed


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
            f"the names are {listed(photograph_names())}"
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
