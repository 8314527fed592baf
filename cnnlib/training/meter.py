"""Mean loss and accuracy of many batches, without a wait for the device after each."""

import math
from time import monotonic

import torch

SETTLE = 0.5  # seconds for which results may stay on the device


class Meter:
    """Counts batches: their losses, and how many of the predictions are right.

    A GPU works on while Python hands it the next batch; to ask it for a number is to wait until
    all is done. So the numbers stay there, as tensors, and are asked for all at once, about twice
    a second: `settle`. On the CPU there is nothing to wait for, and losses are read at once.

    A mean weighs each batch by its size: the last one may be smaller.

    Attributes
    ----------
    losses : list of float
        Of the batches that are settled.
    sizes : list of int
        How many images each batch has.
    is_finite : bool
        Whether all losses so far are.
    """

    def __init__(self):
        # Imported here, for it takes seconds.
        from torchmetrics.classification import MulticlassStatScores

        self.losses, self.sizes, self.is_finite = [], [], True
        self._losses, self._predictions, self._labels = [], [], []  # not settled yet
        self._new_counter, self._counter = MulticlassStatScores, None
        self._due = monotonic() + SETTLE

    def add(self, loss, scores, y):
        """Count a batch. Returns whether the meter settled.

        Parameters
        ----------
        loss : () tensor
            Mean over the batch.
        scores : (N, K) or (N, K, ...) tensor
            Of K classes.
        y : (N,) or (N, ...) int64 tensor
            The right classes.
        """
        if self._counter is None:
            # "micro" counts all images alike; "macro", the default, takes the mean over classes.
            counter = self._new_counter(scores.shape[1], average="micro", validate_args=False)
            self._counter = counter.to(y.device)
        self.sizes.append(len(y))
        self._predictions.append(scores.argmax(dim=1))
        self._labels.append(y)
        if loss.is_cpu:
            self._take(loss.item())
        else:
            self._losses.append(loss.detach())
        if monotonic() < self._due:
            return False
        self.settle()
        return True

    def settle(self):
        """Ask the device for what is not counted yet."""
        if not self.sizes:
            raise ValueError(
                "no batch came, although there should be some: can they be gone through only once? "
                "Make them a list, or give a DataLoader"
            )
        if self._losses:
            self._take(*torch.stack(self._losses).tolist())
        if self._labels:
            self._counter.update(torch.cat(self._predictions), torch.cat(self._labels))
        self._losses, self._predictions, self._labels = [], [], []
        self._due = monotonic() + SETTLE

    def _take(self, *losses):
        self.losses += losses
        self.is_finite = self.is_finite and all(map(math.isfinite, losses))

    @property
    def loss(self):
        """Mean over the images that are settled."""
        sizes = self.sizes[: len(self.losses)]
        total = math.fsum(n * loss for n, loss in zip(sizes, self.losses, strict=True))
        return total / sum(sizes)

    @property
    def accuracy(self):
        """Share of right predictions among those that are settled, from 0 to 1."""
        right, *_, of_all = self._counter.compute().tolist()
        return right / of_all

    @property
    def count(self):
        """Number of images."""
        return sum(self.sizes)
