"""Model cards: what a file of weights is, how it came about, and what it expects of an image."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path


@dataclass(frozen=True)
class Card:
    """All that one needs to know of pre-trained weights before they are used.

    Attributes
    ----------
    name : str
        What `cnnlib.models.load` calls them.
    architecture : str
        Such as "resnet20".
    class_names : tuple of str
        In the order of the network's outputs.
    image_size : (int, int)
        H and W that the network was trained with.
    channels : str
        The order of the channels: "RGB", "BGR" or "grey".
    max_value : float
        What pixels (0 to 255) are brought to before anything is subtracted: 1 or 255.
    mean, std : tuple of float
        Of each channel, in that order and on that scale: a network gets ``(x - mean) / std``.
    data : str
        What they were trained on, with its source.
    recipe : dict
        How they were trained.
    seed : int or None
    accuracy : float
        In %, on the test images, of exactly these weights.
    test_images : int
        How many that were.
    date : str
        When the training ended, as 2026-01-31.
    licence : str
    sha256 : str
        Of the file with the weights.
    notes : tuple of str
        Whatever else a user should know.

    Examples
    --------
    >>> card = Card("tiny", "resnet20", ("cat", "dog"), (32, 32), "RGB", 1.0,
    ...             (0.5, 0.5, 0.5), (0.2, 0.2, 0.2), "two drawings", {}, 0, 50.0, 2,
    ...             "2026-01-31", "CC BY 4.0", "")
    >>> Card.from_text(card.as_text()) == card
    True
    """

    name: str
    architecture: str
    class_names: tuple[str, ...]
    image_size: tuple[int, int]
    channels: str
    max_value: float
    mean: tuple[float, ...]
    std: tuple[float, ...]
    data: str
    recipe: dict = field(repr=False)
    seed: int | None
    accuracy: float
    test_images: int
    date: str
    licence: str
    sha256: str = field(repr=False)
    notes: tuple[str, ...] = ()

    def as_text(self):
        """The card as JSON, as it is kept beside the weights.

        Returns
        -------
        str
        """
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_text(cls, text):
        """The card that `as_text` wrote.

        Parameters
        ----------
        text : str

        Returns
        -------
        Card

        Raises
        ------
        ValueError
            If it is no card.
        """
        try:
            values = json.loads(text)
            names = {each.name for each in fields(cls)}
            if set(values) != names:
                raise ValueError(f"it has the keys {sorted(values)}, not {sorted(names)}")
        except (AttributeError, TypeError, ValueError) as error:
            raise ValueError(f"this is no model card: {error}") from error
        pairs = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return cls(**pairs)

    @classmethod
    def read(cls, path):
        """The card in a file.

        Parameters
        ----------
        path : path-like

        Returns
        -------
        Card
        """
        return cls.from_text(Path(path).read_text(encoding="utf-8"))

    @property
    def preprocessing(self):
        """What an image must go through, as a dict of plain data.

        Returns
        -------
        dict
            "size" [H, W], "channels", "max_value", "mean" and "std".
        """
        return {
            "size": list(self.image_size),
            "channels": self.channels,
            "max_value": self.max_value,
            "mean": list(self.mean),
            "std": list(self.std),
        }
