"""Errors in the classification task of ILSVRC, the ImageNet challenge, each with its source.

One network and a committee of several are different things, and so are the validation images,
whose labels everybody has, and the test images, whose labels nobody has. So each row says which it
is. Errors are top-5, in per cent; 1,000 classes.
"""

from typing import NamedTuple

KINDS = ("before networks", "single", "ensemble", "human")
SPLITS = ("test", "validation")


class Result(NamedTuple):
    """One number that was published.

    Attributes
    ----------
    year : int
        Of the challenge; of the paper where it was no entry.
    name : str
    error : float
        Top-5, in per cent.
    kind : str
        One of `KINDS`. "single": one network, however many crops it is shown.
    split : str
        One of `SPLITS`.
    entry : bool
        Whether it was that year's best entry.
    extra_data : bool
        Whether other images than the challenge's were trained on.
    source : str
    """

    year: int
    name: str
    error: float
    kind: str
    split: str
    entry: bool
    extra_data: bool
    source: str


_SURVEY = "Russakovsky et al. 2015, IJCV 115, 211-252"
_ALEXNET = "Krizhevsky et al. 2012, NIPS"
_VGG = "Simonyan, Zisserman 2015, ICLR, arXiv:1409.1556"
_GOOGLENET = "Szegedy et al. 2015, CVPR, arXiv:1409.4842"
_RESNET = "He et al. 2016, CVPR, arXiv:1512.03385"
_INCEPTION3 = "Szegedy et al. 2016, CVPR, arXiv:1512.00567"
_SENET = "Hu et al. 2018, CVPR, arXiv:1709.01507"

RESULTS = (
    Result(2010, "NEC-UIUC", 28.2, "before networks", "test", True, False, _SURVEY),
    Result(2011, "XRCE", 25.8, "before networks", "test", True, False, _SURVEY),
    Result(2012, "AlexNet", 18.2, "single", "validation", False, False, f"{_ALEXNET}, table 2"),
    Result(
        *(2012, "AlexNet, 5 nets", 16.4, "ensemble", "test", False, False),
        f"{_ALEXNET}, table 2",
    ),
    Result(
        *(2012, "AlexNet, 7 nets, 2 of them pre-trained", 15.3, "ensemble", "test", True, True),
        f"{_ALEXNET}, table 2",
    ),
    Result(2013, "Clarifai", 11.7, "ensemble", "test", False, False, f"{_GOOGLENET}, table 2"),
    Result(
        *(2013, "Clarifai, with other images", 11.2, "ensemble", "test", True, True),
        f"{_GOOGLENET}, table 2",
    ),
    Result(2014, "VGG, as submitted", 7.3, "ensemble", "test", False, False, f"{_VGG}, table 7"),
    Result(
        2014, "VGG, after the challenge", 7.0, "single", "test", False, False, f"{_VGG}, table 7"
    ),
    Result(
        *(2014, "GoogLeNet, 144 crops", 7.89, "single", "validation", False, False),
        f"{_GOOGLENET}, table 3",
    ),
    Result(
        *(2014, "GoogLeNet, 7 nets, 144 crops", 6.67, "ensemble", "test", True, False),
        f"{_GOOGLENET}, table 2",
    ),
    Result(
        *(2014, "one person", 5.1, "human", "test", False, False),
        f"{_SURVEY}, section 6.4: 1,500 test images",
    ),
    Result(
        *(2015, "ResNet-152, multi-scale", 4.49, "single", "validation", False, False),
        f"{_RESNET}, table 4",
    ),
    Result(2015, "ResNet", 3.57, "ensemble", "test", True, False, f"{_RESNET}, table 5"),
    Result(
        *(2015, "Inception v3, 1 crop", 5.6, "single", "validation", False, False),
        f"{_INCEPTION3}, table 3",
    ),
    Result(
        *(2015, "Inception v3, 4 nets", 3.58, "ensemble", "test", False, False),
        f"{_INCEPTION3}, table 5",
    ),
    Result(
        *(2016, "Inception v4 and Inception-ResNet", 3.08, "ensemble", "test", False, False),
        "Szegedy et al. 2017, AAAI, arXiv:1602.07261, abstract",
    ),
    Result(
        *(2016, "Trimps-Soushen", 2.99, "ensemble", "test", True, False),
        "image-net.org/challenges/LSVRC/2016/results",
    ),
    Result(2017, "SENet", 2.25, "ensemble", "test", True, False, f"{_SENET}, abstract"),
)


def results(**wanted):
    """The rows that have certain values.

    Parameters
    ----------
    **wanted
        Such as ``kind="single"`` or ``split="test"``.

    Returns
    -------
    list of Result

    Examples
    --------
    >>> [(one.year, one.error) for one in results(kind="single", split="validation")]
    [(2012, 18.2), (2014, 7.89), (2015, 4.49), (2015, 5.6)]
    """
    return [
        one for one in RESULTS if all(getattr(one, name) == value for name, value in wanted.items())
    ]
