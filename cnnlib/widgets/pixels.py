"""The pixel inspector: what a picture is made of."""

import numpy as np
import traitlets

from cnnlib import plots
from cnnlib.widgets.base import LessonWidget, browser_code
from cnnlib.widgets.pictures import as_bytes, reduced

BINS = 32
SEED = 0  # of the one fixed permutation


def _permuted(image):
    """The same pixels in another order, always the same one for a size of picture."""
    pixels = image.reshape(image.shape[0] * image.shape[1], -1)
    return np.random.default_rng(SEED).permutation(pixels).reshape(image.shape)


def _histogram(image):
    """Counts in 32 bins of 8 grey levels, one list for each channel."""
    channels = image.reshape(image.shape[0] * image.shape[1], -1).T
    return [np.histogram(channel, BINS, (0, 256))[0].tolist() for channel in channels]


class PixelInspector(LessonWidget):
    """The widget that `pixel_inspector` makes."""

    _esm, _css = browser_code("pixels")

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    permuted = traitlets.Bool(False).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)
    channel = traitlets.Int(0, min=0, max=2).tag(sync=True)
    pixels = traitlets.Bytes().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, images, **settings):
        if not isinstance(images, dict):
            several = images if isinstance(images, list | tuple) else [images]
            images = {f"picture {k + 1}": image for k, image in enumerate(several)}
        if not images:
            raise ValueError("the inspector needs at least one picture")
        self._original_shapes = {str(n): np.shape(image) for n, image in images.items()}
        self._pictures = {str(n): reduced(as_bytes(n, image)) for n, image in images.items()}
        names = list(self._pictures)
        super().__init__(names=names, selected=names[0])
        height, width = self._now().shape[:2]
        self.row, self.column = height // 2, width // 2
        for name, value in settings.items():
            if name not in ("selected", "permuted", "row", "column", "channel"):
                raise TypeError(f"the inspector has no setting {name!r}")
            setattr(self, name, value)

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        if proposal["value"] not in self._pictures:
            raise ValueError(f"no picture {proposal['value']!r}; there is: {', '.join(self.names)}")
        return proposal["value"]

    @traitlets.validate("row", "column")
    def _stay_inside(self, proposal):
        axis = 0 if proposal["trait"].name == "row" else 1
        return int(np.clip(proposal["value"], 0, self._pictures[self.selected].shape[axis] - 1))

    def _now(self):
        picture = self._pictures[self.selected]
        return _permuted(picture) if self.permuted else picture

    @traitlets.observe("selected", "permuted")
    def _show(self, _change=None):
        picture, shown = self._pictures[self.selected], self._now()
        before, after = _histogram(picture), _histogram(shown)
        self.row, self.column = self.row, self.column  # stay inside the new picture
        self.pixels = shown.tobytes()
        self.scene = {
            "shape": [*shown.shape[:2], 1 if shown.ndim == 2 else 3],
            "original": list(self._original_shapes[self.selected]),
            "before": before,
            "after": after,
            "same": before == after,
        }

    def state(self):
        """What the inspector shows, as plain data.

        Returns
        -------
        dict
            selected (the picture's name), shape, permuted, row, column, value (a tuple of one or
            three whole numbers), histogram (a list of 32 counts for each channel).
        """
        shown = self._now()
        return {
            "selected": self.selected,
            "shape": shown.shape,
            "permuted": self.permuted,
            "row": self.row,
            "column": self.column,
            "value": tuple(int(v) for v in np.atleast_1d(shown[self.row, self.column])),
            "histogram": _histogram(shown),
        }

    def static(self):
        """The inspector as a figure: picture, enlarged numbers, permuted pixels, histogram."""
        picture = self._pictures[self.selected]
        return plots.pixel_sheet(
            picture,
            _permuted(picture),
            self.row,
            self.column,
            caption=(
                f"The framed pixels of {self.selected!r} as numbers, and one fixed random "
                "permutation of all its pixels, which leaves the histogram as it is."
            ),
        )


def pixel_inspector(images, **settings):
    """The pixel inspector: point at a pixel, see its numbers; shuffle them, see what stays.

    Parameters
    ----------
    images : ndarray, or list of ndarray, or dict of str to ndarray
        Each (H, W) or (H, W, 3): uint8, bool, or floats from 0 to 1. A picture of more than 160
        pixels a side is shown reduced, by the mean of square blocks.
    **settings
        The initial selected (a name), permuted (bool), row, column (pixels), channel (0, 1, 2).

    Returns
    -------
    PixelInspector
        Displayed by the notebook; ``.state()`` says what it shows.

    Raises
    ------
    ValueError
        Where an array is not the shape, type or range of a picture.

    Examples
    --------
    >>> import numpy as np
    >>> ramp = np.arange(12, dtype=np.uint8).reshape(3, 4)
    >>> pixel_inspector({"ramp": ramp}, row=2, column=1).state()["value"]
    (9,)
    """
    return PixelInspector(images, **settings)
