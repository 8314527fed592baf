"""The feature map: images as points of a plane, and whom each has for neighbours."""

import numpy as np
import traitlets

from cnnlib import plots
from cnnlib.plots.neighbourhoods import looks
from cnnlib.widgets.base import LessonWidget, browser_code
from cnnlib.widgets.pictures import as_bytes

MOST_POINTS = 1000
MARKERS = {"o": "circle", "s": "square", "^": "up", "v": "down", "D": "diamond"}


def project(vectors):
    """The two directions in which vectors differ most, by principal components.

    Parameters
    ----------
    vectors : (N, D) ndarray
        N at least 2.

    Returns
    -------
    (N, 2) float64 ndarray
        From 0 to 1 along the longer side. Signs are fixed, so that the picture is the same
        everywhere: along each axis the farthest point from the middle is on the right, or above.
    """
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    flat = centred @ axes[:2].T
    if flat.shape[1] < 2:
        flat = np.concatenate([flat, np.zeros((len(flat), 1))], axis=1)
    flat *= np.sign(flat[np.abs(flat).argmax(axis=0), [0, 1]] + 1e-300)
    flat -= flat.min(axis=0)
    return flat / (flat.max() or 1)


def nearest(vectors, count):
    """For each vector the numbers of the `count` nearest others, nearest first."""
    squares = (vectors**2).sum(axis=1)
    apart = squares[:, None] + squares[None] - 2 * vectors @ vectors.T
    np.fill_diagonal(apart, np.inf)
    return np.argsort(apart, axis=1, kind="stable")[:, :count]


class FeatureMap(LessonWidget):
    """The widget that `feature_map` makes."""

    _esm, _css = browser_code("feature_map")

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    point = traitlets.Int(0).tag(sync=True)
    class_names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    looks = traitlets.List().tag(sync=True)
    shape = traitlets.List(traitlets.Int()).tag(sync=True)
    pixels = traitlets.Bytes().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, spaces, images, labels, class_names, neighbours=6, point=0):
        images = [as_bytes(f"image {k}", image) for k, image in enumerate(images)]
        labels = np.asarray(labels)
        _require_fitting(spaces, images, labels, class_names, neighbours)
        self._spaces = {}
        for name, vectors in spaces.items():
            vectors = np.asarray(vectors, dtype=float).reshape(len(labels), -1)
            self._spaces[str(name)] = (project(vectors), nearest(vectors, neighbours))
        self._images = images
        super().__init__(
            names=list(self._spaces),
            selected=next(iter(self._spaces)),
            class_names=[str(name) for name in class_names],
            labels=[int(label) for label in labels],
            looks=[[colour, MARKERS.get(m, "circle")] for colour, m in looks(len(class_names))],
            shape=[*images[0].shape, 1][:3],
            pixels=b"".join(image.tobytes() for image in images),
        )
        self.point = point
        self._show()

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        if proposal["value"] not in self._spaces:
            raise ValueError(f"no space {proposal['value']!r}; there is: {', '.join(self.names)}")
        return proposal["value"]

    @traitlets.validate("point")
    def _check_point(self, proposal):
        if not 0 <= proposal["value"] < len(self.labels):
            raise traitlets.TraitError(
                f"points go from 0 to {len(self.labels) - 1}, not {proposal['value']}"
            )
        return proposal["value"]

    @traitlets.observe("selected", "point")
    def _show(self, _change=None):
        points, near = self._spaces[self.selected]
        self.scene = {
            "points": np.round(points, 4).tolist(),
            "neighbours": near[self.point].tolist(),
            "sentence": self._sentence(),
        }

    def _sentence(self):
        state = self.state()
        count = len(state["neighbours"])
        return (
            f"Point {self.point} is {state['label']}. Of its {count} nearest neighbours in "
            f"{self.selected}, {state['same']} are of the same class."
        )

    def state(self):
        """What the widget shows, as plain data.

        Returns
        -------
        dict
            "selected", the space; "point" and its "label"; "neighbours" (their numbers, nearest
            first) and "labels" (their classes); "same", how many are of the same class; and
            "share", of all points together the share of neighbours of the same class, in %.
        """
        _, near = self._spaces[self.selected]
        labels = np.asarray(self.labels)
        around = near[self.point]
        return {
            "selected": self.selected,
            "point": self.point,
            "label": self.class_names[labels[self.point]],
            "neighbours": around.tolist(),
            "labels": [self.class_names[k] for k in labels[around]],
            "same": int((labels[around] == labels[self.point]).sum()),
            "share": float(100 * (labels[near] == labels[:, None]).mean()),
        }

    def static(self):
        """The widget as a figure, in its present state.

        Returns
        -------
        cnnlib.plots.Picture
        """
        points, near = self._spaces[self.selected]
        around = near[self.point].tolist()
        return plots.neighbourhood(
            points,
            self.labels,
            self.class_names,
            [self._images[k] for k in (self.point, *around)],
            self.point,
            around,
            caption=f"{self._sentence()} In the plane they need not be the nearest: it shows two "
            "directions of many.",
        )


def _require_fitting(spaces, images, labels, class_names, neighbours):
    if not isinstance(spaces, dict) or not spaces:
        raise ValueError("spaces is a dict: the name of each space and its vectors (N, D)")
    count = len(labels)
    if not 2 <= count <= MOST_POINTS:
        raise ValueError(f"from 2 to {MOST_POINTS} points are shown, not {count}: choose some")
    lengths = {"images": len(images), **{str(name): len(v) for name, v in spaces.items()}}
    wrong = [f"{name} {length}" for name, length in lengths.items() if length != count]
    if wrong:
        raise ValueError(f"there are {count} labels, but of others: {', '.join(wrong)}")
    if len({image.shape for image in images}) > 1:
        raise ValueError("all images must have one shape")
    if not 0 <= labels.min() <= labels.max() < len(class_names):
        raise ValueError(f"labels go from 0 to {len(class_names) - 1}, one for each class name")
    if not 1 <= neighbours < count:
        raise ValueError(f"neighbours go from 1 to {count - 1}, not {neighbours}")


def feature_map(spaces, images, labels, class_names, *, neighbours=6, point=0):
    """A widget: images as points of a plane; click one, and see it with its nearest neighbours.

    Neighbours are those in the whole space, of all its dimensions; the plane shows the two in
    which the vectors differ most.

    Parameters
    ----------
    spaces : dict of str to (N, D) array_like
        Such as ``{"features": ..., "pixels": ...}``: vectors of the same images in each.
    images : (N, H, W) or (N, H, W, 3) array_like
        uint8, or floats from 0 to 1.
    labels : (N,) array_like of int
        Indices into `class_names`.
    class_names : sequence of str
    neighbours : int
        How many are shown.
    point : int
        Which is selected at first.

    Returns
    -------
    FeatureMap
        Displayed by the notebook; ``.state()`` says what it shows.

    Raises
    ------
    ValueError
        Where numbers of points, images and labels differ, or there are more than 1000.

    Examples
    --------
    >>> import numpy as np
    >>> vectors = np.array([[0.0, 0], [1, 0], [8, 8], [9, 8]])
    >>> shown = feature_map({"features": vectors}, np.zeros((4, 2, 2)), [0, 0, 1, 1], "ab",
    ...                     neighbours=1)
    >>> shown.point = 2
    >>> shown.state()["neighbours"], shown.state()["same"]
    ([3], 1)
    """
    return FeatureMap(spaces, images, labels, class_names, neighbours, point)
