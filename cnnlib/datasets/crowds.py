"""The course's own scene: a drawn crowd of look-alikes, one of which is wanted."""

from dataclasses import dataclass, field

import numpy as np

from cnnlib._paths import course_file

CROWD_SEED = 6
_CROWD_POSITION = (322, 113)


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
    from cnnlib.datasets import _crowd

    return Crowd(*_crowd.draw(seed))
