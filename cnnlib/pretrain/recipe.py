"""How a network is trained: all choices in one place, as plain numbers."""

from dataclasses import dataclass

from cnnlib.arithmetic.whole_numbers import require_whole


@dataclass(frozen=True)
class Recipe:
    """The choices of a training.

    SGD with Nesterov's momentum; the learning rate rises to `learning_rate` in the first
    `warm_up` of all steps and falls to 0 along a cosine (after Smith and Topin's one cycle, in the
    form of fastai, which torch's `OneCycleLR` follows). Batch norm and biases have no weight decay.

    Attributes
    ----------
    epochs, batch_size : int
    learning_rate : float
        The highest.
    warm_up : float
        Share of the steps, from 0 to 1.
    momentum, weight_decay, label_smoothing : float
    crop : int
        Pixels of border in the mean colour; from all that, an image of the old size is cut at
        random. 0 for none. Of smaller images, proportionally fewer.
    mirror : bool
        Whether half of the images are mirrored, left and right.
    cutout : int
        Side of a random square that is set to 0, in pixels; 0 for none.
    small : tuple of (float, int)
        Up to which share of the epochs images are how large: ``((0.3, 16), (0.6, 24))`` means
        16 x 16 in the first three tenths, 24 x 24 up to six tenths, and then all of it.
    seed : int

    Examples
    --------
    >>> recipe = Recipe(epochs=10, small=((0.3, 16), (0.6, 24)))
    >>> [recipe.size_in(epoch) for epoch in range(10)]
    [16, 16, 16, 24, 24, 24, None, None, None, None]
    """

    epochs: int = 20
    batch_size: int = 128
    learning_rate: float = 0.2
    warm_up: float = 0.2
    momentum: float = 0.9
    weight_decay: float = 5e-4
    label_smoothing: float = 0.0
    crop: int = 4
    mirror: bool = True
    cutout: int = 0
    small: tuple[tuple[float, int], ...] = ()
    seed: int = 0

    def __post_init__(self):
        require_whole(1, epochs=self.epochs, batch_size=self.batch_size)
        require_whole(0, crop=self.crop, cutout=self.cutout, seed=self.seed)
        for name, low, high in (
            ("learning_rate", 0, float("inf")),
            ("warm_up", 0, 1),
            ("momentum", 0, 1),
            ("weight_decay", 0, 1),
            ("label_smoothing", 0, 1),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name} must be from {low} to {high}, not {value!r}")
        ends = [end for end, _ in self.small]
        if ends != sorted(ends) or not all(0 < end <= 1 for end in ends):
            raise ValueError(f"shares of the epochs in small must rise, from 0 to 1, not {ends}")
        if self.small:
            require_whole(4, **{f"size {k}": size for k, (_, size) in enumerate(self.small)})

    def size_in(self, epoch):
        """Height and width of the images in an epoch (from 0); None for their own size."""
        for end, size in self.small:
            if epoch < round(end * self.epochs):
                return size
        return None
