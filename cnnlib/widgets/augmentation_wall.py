"""The augmentation wall: many random versions of one picture. Would you still say 6?"""

import numpy as np
import traitlets

from cnnlib import plots
from cnnlib.widgets.base import LessonWidget, browser_code
from cnnlib.widgets.pictures import as_bytes, reduced

COLUMNS, COUNT = 8, 24

# Slider -> its largest value, its unit, and what it is called.
SLIDERS = {
    "rotation": (180, "°", "rotation"),
    "shift": (8, "px", "shift"),
    "shear": (60, "°", "shear"),
    "scale": (80, "%", "scale"),
    "warp": (30, "tenths of a px", "local warping"),
    "noise": (100, "%", "noise"),
    "colour": (100, "%", "light and colour"),
}


class AugmentationWall(LessonWidget):
    """The widget that `augmentation_wall` makes."""

    _esm, _css = browser_code("augmentation_wall")

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    selected = traitlets.Unicode().tag(sync=True)
    sliders = traitlets.List().tag(sync=True)
    rotation = traitlets.Int(0).tag(sync=True)
    shift = traitlets.Int(0).tag(sync=True)
    shear = traitlets.Int(0).tag(sync=True)
    scale = traitlets.Int(0).tag(sync=True)
    warp = traitlets.Int(0).tag(sync=True)
    noise = traitlets.Int(0).tag(sync=True)
    colour = traitlets.Int(0).tag(sync=True)
    mirror = traitlets.Bool(False).tag(sync=True)
    reveal = traitlets.Bool(False).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    rejected = traitlets.List(traitlets.Int()).tag(sync=True)
    pixels = traitlets.Bytes().tag(sync=True)
    shape = traitlets.List(traitlets.Int()).tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, images, read=None, **settings):
        if not isinstance(images, dict) or not images:
            raise ValueError("images is a dict: what each picture shows, and the picture")
        unknown = set(settings) - {*SLIDERS, "mirror", "reveal", "seed", "selected"}
        if unknown:
            raise TypeError(f"the wall has no setting {sorted(unknown)[0]!r}")
        self._pictures = {str(name): reduced(as_bytes(name, one)) for name, one in images.items()}
        self._read, self._busy = read, True
        names = list(self._pictures)
        rows = [[name, label, most, unit] for name, (most, unit, label) in SLIDERS.items()]
        super().__init__(**{"names": names, "selected": names[0], "sliders": rows, **settings})
        self._busy = False
        self._draw_anew()

    def __setattr__(self, name, value):
        """Refuses a name that the wall does not have: a slider misspelt would move nothing."""
        if not name.startswith("_") and not hasattr(type(self), name):
            raise AttributeError(
                f"the wall has no {name!r}; what can be set: {', '.join(SLIDERS)}, mirror, "
                "reveal, seed, selected, rejected"
            )
        super().__setattr__(name, value)

    @traitlets.validate("selected")
    def _known(self, proposal):
        if proposal["value"] not in self._pictures:
            raise traitlets.TraitError(
                f"no picture {proposal['value']!r}; there is: {', '.join(self._pictures)}"
            )
        return proposal["value"]

    @traitlets.validate(*SLIDERS)
    def _in_range(self, proposal):
        most, unit, label = SLIDERS[proposal["trait"].name]
        if not 0 <= proposal["value"] <= most:
            raise traitlets.TraitError(f"{label} goes from 0 to {most} {unit}")
        return proposal["value"]

    @traitlets.validate("rejected")
    def _of_the_wall(self, proposal):
        strange = [k for k in proposal["value"] if not 0 <= k < COUNT]
        if strange:
            raise traitlets.TraitError(f"samples are numbered 0 to {COUNT - 1}, not {strange[0]}")
        return sorted(set(proposal["value"]))

    def samples(self):
        """The samples on the wall.

        Returns
        -------
        (24, C, H, W) float32 tensor
            From 0 to 1.
        """
        import torch

        from cnnlib import augment

        picture = self._pictures[self.selected]
        picture = picture[..., np.newaxis] if picture.ndim == 2 else picture
        x = torch.from_numpy(picture.copy()).permute(2, 0, 1).float() / 255
        x = x.expand(COUNT, *x.shape)
        # Each step has random numbers of its own: a slider changes its own kind, and no other.
        dice = [torch.Generator().manual_seed(100 * self.seed + k) for k in range(5)]
        strength = self.colour / 100
        x = augment.random_colour(
            x, brightness=strength, contrast=strength, saturation=strength, generator=dice[0]
        )
        x = augment.random_flip(x, 0.5 if self.mirror else 0.0, generator=dice[1])
        x = augment.random_affine(
            x,
            rotation=float(self.rotation),
            shift=float(self.shift),
            shear=float(self.shear),
            scale=(1 - self.scale / 100, 1 + self.scale / 100),
            generator=dice[2],
        )
        spacing = max(2.0, max(x.shape[2:]) / 4)
        x = augment.random_warp(x, self.warp / 10, spacing=spacing, generator=dice[3])
        return augment.random_noise(x, self.noise / 100, generator=dice[4]).clamp(0, 1)

    @traitlets.observe(*SLIDERS, "mirror", "seed", "selected")
    def _draw_anew(self, _change=None):
        if self._busy:
            return
        x = self.samples()
        shown = (255 * x).round().byte().permute(0, 2, 3, 1).numpy()
        self._busy = True
        self.rejected = []  # what was said of other samples
        self._busy = False
        self.shape = list(shown.shape[1:])
        self.pixels = shown.tobytes()
        self._answers, self._trouble = None, ""
        if self._read is not None:
            try:
                self._answers = [str(answer) for answer in self._read(x)]
            except Exception as error:  # whatever a model does: it is said in the widget
                self._trouble = f"The model failed: {type(error).__name__}: {error}"
        self._tell()

    @traitlets.observe("rejected", "reveal")
    def _tell(self, _change=None):
        if self._busy:
            return
        self.scene = {
            "answers": (self._answers or []) if self.reveal else [],
            "question": f"Would you still say {self.selected}? Click those of which you would not.",
            "said": self._said(),
            "message": self._trouble,
            "can_reveal": self._read is not None,
        }

    def _said(self):
        kept = COUNT - len(self.rejected)
        said = f"You still say {self.selected} to {kept} of {COUNT}."
        if self.reveal and self._answers:
            said += f" The network says it to {self._agreeing()}."
        return said

    def _agreeing(self):
        return sum(answer == self.selected for answer in self._answers)

    def state(self):
        """What the wall shows, as plain data.

        Returns
        -------
        dict
            "selected" (what the picture shows), "settings", "rejected" (numbers of the samples
            that were clicked), "kept" (how many were not), "answers" (what the network reads in
            each sample; None without one) and "read" (in how many it reads what the picture
            shows; None without one).
        """
        answers = None if self._answers is None else list(self._answers)
        return {
            "selected": self.selected,
            "settings": {name: getattr(self, name) for name in (*SLIDERS, "mirror", "seed")},
            "rejected": list(self.rejected),
            "kept": COUNT - len(self.rejected),
            "answers": answers,
            "read": None if answers is None else self._agreeing(),
        }

    def _settings_told(self):
        told = [
            f"{label} {getattr(self, name)} {unit}".replace(" °", "°")
            for name, (_, unit, label) in SLIDERS.items()
            if getattr(self, name)
        ]
        return ", ".join([*told, *(["mirror images"] if self.mirror else [])]) or "no change"

    def static(self):
        """The wall as a figure: all samples, with what the network reads where that is shown."""
        x = self.samples().permute(0, 2, 3, 1).numpy()
        pictures = list(x[..., 0] if x.shape[-1] == 1 else x)
        if self.reveal and self._answers:
            # A title names its sample, so titles may repeat: a space more keeps the keys apart.
            pictures = {a + " " * k: p for k, (a, p) in enumerate(zip(self._answers, pictures))}  # noqa: B905
        return plots.images(
            pictures,
            columns=COLUMNS,
            limits=(0, 1),
            size=0.9,
            caption=f"{COUNT} random versions of one picture ({self.selected}): "
            f"{self._settings_told()}. Would you still say {self.selected} to each of them?",
            alt=f"{COUNT} small pictures in {COUNT // COLUMNS} rows, versions of one picture.",
        )


def augmentation_wall(images, read=None, **settings):
    """The augmentation wall: random versions of a picture, and the question what they still show.

    Parameters
    ----------
    images : dict of str to ndarray
        What each picture shows, and the picture: (H, W) or (H, W, 3), uint8, bool, or floats from
        0 to 1.
    read : callable, optional
        What a network reads in a batch: from (24, C, H, W) float32, 0 to 1, to 24 names.
    **settings
        The initial rotation (degrees), shift (pixels), shear (degrees), scale (%), warp (tenths
        of a pixel), noise (%), colour (%), mirror, reveal (what the network says), seed, selected.

    Returns
    -------
    AugmentationWall
        Displayed by the notebook; ``.state()`` says what it shows.

    Raises
    ------
    ValueError
        Where there is no picture, or an array is none.
    TypeError
        Where there is no such setting.
    traitlets.TraitError
        Where a setting is out of its range.

    Examples
    --------
    >>> import numpy as np
    >>> wall = augmentation_wall({"dot": np.eye(8)}, rotation=30)
    >>> wall.rejected = [0, 5]
    >>> wall.state()["kept"]
    22
    """
    return AugmentationWall(images, read, **settings)
