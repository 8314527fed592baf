"""A loss that is no number any more: why training stops there, and what to do."""

import math


class NonFiniteLoss(ArithmeticError):
    """The loss became nan or infinite. From there on, training only makes it worse.

    Attributes
    ----------
    history : History
        All epochs that were finished before; `history.restore_best(model)` brings back the weights
        of the best.
    epoch : int
        In which it happened, from 1.
    batch : int or None
        In which, from 1; None if it was in the validation after the epoch.
    losses : list of float
        Of all batches of that epoch, up to where training stopped.
    """

    def __init__(self, history, epoch, losses, learning_rate):
        self.history, self.epoch, self.losses = history, epoch, losses
        bad = [i for i, loss in enumerate(losses, start=1) if not math.isfinite(loss)]
        self.batch = bad[0] if bad else None
        super().__init__("\n".join([self._what_happened(), *_causes(learning_rate)]))

    def _what_happened(self):
        if self.batch is None:
            return (
                f"the loss on the validation images is not finite after epoch {self.epoch}, but "
                f"that of the last batch was: {self.losses[-1]:.4g}. The last step spoilt the "
                f"weights, or the validation images hold nan."
            )
        finite = [*self.history.batch_loss, *self.losses[: self.batch - 1]][-1:]
        before = f"The last finite loss was {finite[0]:.4g}." if finite else "It was the first."
        return (
            f"the loss is {self.losses[self.batch - 1]} in epoch {self.epoch}, batch {self.batch}. "
            f"{before}"
        )


def _causes(learning_rate):
    return [
        "What it usually is, the most frequent first:",
        f"1. The learning rate, here {learning_rate:.3g}, is too high; then the losses grew "
        f"before. Try {learning_rate / 10:.3g}.",
        "2. The images are not scaled, or hold nan: look at x.min(), x.max() and "
        "x.isfinite().all().",
        "3. A logarithm of 0, a division by 0 or a large exp in a loss or layer of your own: use "
        "cross_entropy on the scores themselves, and add a small number before log and division.",
        "4. Gradients that explode in a deep net: clip them, or add batch normalisation.",
        "Then make model and optimizer anew: weights that are nan stay nan. The epochs before are "
        "in the error's .history (in a notebook: import sys; sys.last_value.history).",
    ]
