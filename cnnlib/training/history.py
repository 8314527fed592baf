"""What happened while a model was trained: one row an epoch."""

from copy import deepcopy
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Epoch:
    """One row of a `History`. Rows are equal where their numbers are; seconds do not count.

    Attributes
    ----------
    train_loss, train_accuracy : float
        Over the epoch's batches, each as the model was when its turn came.
    valid_loss, valid_accuracy : float or None
        After the epoch; None where there are no images to validate with.
    learning_rate : float
        Of the first batch and the optimizer's first group of weights.
    batch_loss : tuple of float
        The loss of each batch.
    seconds : float
        How long it took, with validation.
    """

    train_loss: float
    train_accuracy: float
    valid_loss: float | None
    valid_accuracy: float | None
    learning_rate: float
    batch_loss: tuple[float, ...] = field(repr=False)
    seconds: float = field(compare=False)

    @property
    def loss_to_judge_by(self):
        """What "best" means: the loss on images that were not trained on, where there are any."""
        return self.train_loss if self.valid_loss is None else self.valid_loss


def _column(name):
    """A property: one number of every row, as a list; empty where no row has it."""

    def values(history):
        column = [getattr(row, name) for row in history.rows]
        return [] if all(value is None for value in column) else column

    return property(values, doc=f"`Epoch.{name}` of every epoch, as a list.")


@dataclass
class History:
    """What `fit` returns: one row for every epoch that was finished. Epochs count from 1.

    Two histories are equal if all their numbers are; seconds do not count.

    Attributes
    ----------
    rows : list of Epoch
    train_loss, train_accuracy, valid_loss, valid_accuracy, learning_rate, seconds : list
        A column of the rows: one value an epoch. Without validation, the two are empty.
    batch_loss : list of float
        The loss of every batch of these epochs.
    best_epoch : int or None
        The epoch with the lowest validation loss, or training loss where there is no validation.
    best_weights : dict or None
        The model's `state_dict` at the end of the best epoch.
    interrupted : bool
        Whether the stop button (or Ctrl-C) ended the training.

    Examples
    --------
    >>> history = History()
    >>> history.record(Epoch(0.7, 0.5, 0.6, 0.75, 0.1, (0.8, 0.6), 3.2), model=None)
    >>> history.valid_loss, history.best_epoch
    ([0.6], 1)
    >>> print(history.as_table())
    epoch  train loss  train accuracy  valid loss  valid accuracy  learning rate
        1      0.7000          50.0 %      0.6000          75.0 %            0.1
    """

    rows: list[Epoch] = field(default_factory=list)
    interrupted: bool = field(default=False, compare=False)
    best_weights: dict | None = field(default=None, compare=False, repr=False)

    train_loss = _column("train_loss")
    train_accuracy = _column("train_accuracy")
    valid_loss = _column("valid_loss")
    valid_accuracy = _column("valid_accuracy")
    learning_rate = _column("learning_rate")
    seconds = _column("seconds")

    @property
    def batch_loss(self):
        """The loss of every batch, epoch after epoch."""
        return [loss for row in self.rows for loss in row.batch_loss]

    @property
    def best_epoch(self):
        """Number of the best epoch, from 1 (the first of equals); None before one is finished."""
        losses = [row.loss_to_judge_by for row in self.rows]
        return losses.index(min(losses)) + 1 if losses else None

    def record(self, row, model):
        """Add an epoch; keep a copy of the model's weights if no epoch was better.

        Parameters
        ----------
        row : Epoch
        model : torch.nn.Module or None
            As it is after the epoch.
        """
        rows, weights = [*self.rows, row], self.best_weights
        if model is not None and History(rows).best_epoch == len(rows):
            weights = deepcopy(model.state_dict())
        # In one step at the end: an interruption comes before all of it, or after.
        self.rows, self.best_weights = rows, weights

    def restore_best(self, model):
        """Give a model the weights of the best epoch.

        Parameters
        ----------
        model : torch.nn.Module
            The one that was trained, or another of the same make.

        Raises
        ------
        ValueError
            If no epoch was finished, so that there are no best weights.
        """
        if self.best_weights is None:
            raise ValueError(
                "there are no best weights: no epoch was finished. Train for one epoch at least; "
                "where an epoch takes long, train on fewer images"
            )
        model.load_state_dict(self.best_weights)

    def as_table(self):
        """The rows as text, without seconds, so that it is the same again for the same seed.

        Returns
        -------
        str
        """
        titles = ("epoch", *(name.replace("_", " ") for name in _FORMATS))
        lines = [
            (str(number), *(form(getattr(row, name)) for name, form in _FORMATS.items()))
            for number, row in enumerate(self.rows, start=1)
        ]
        return "\n".join(
            "  ".join(cell.rjust(len(title)) for cell, title in zip(line, titles, strict=True))
            for line in [titles, *lines]
        )

    def __len__(self):
        return len(self.rows)

    def __repr__(self):
        if not self.rows:
            return "History(no epoch was finished)"
        best = self.rows[self.best_epoch - 1]
        kind = "train" if best.valid_loss is None else "valid"
        interrupted = ", interrupted" if self.interrupted else ""
        return (
            f"History(epochs: {len(self)}{interrupted}; the best is {self.best_epoch}: "
            f"{kind} loss {best.loss_to_judge_by:.4f}, "
            f"{kind} accuracy {_per_cent(getattr(best, f'{kind}_accuracy'))})"
        )


def _four_places(value):
    return "" if value is None else f"{value:.4f}"


def _per_cent(value):
    return "" if value is None else f"{100 * value:.1f} %"


_FORMATS = {
    "train_loss": _four_places,
    "train_accuracy": _per_cent,
    "valid_loss": _four_places,
    "valid_accuracy": _per_cent,
    "learning_rate": "{:.3g}".format,
}
