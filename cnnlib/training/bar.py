"""The progress bar of a training run."""

from time import monotonic

from cnnlib.progress import is_static

REDRAW = 0.1  # seconds between two drawings, at least


class Bar:
    """Loss, accuracy and time left, in a notebook or terminal; it leaves nothing behind.

    In static mode (`cnnlib.progress.is_static`), none is drawn.

    Parameters
    ----------
    epochs, batches : int
        Of the whole training, and of each epoch.
    done : int
        How many epochs were trained before.
    """

    def __init__(self, epochs, batches, done=0):
        from tqdm.auto import tqdm

        self._epochs, self._batches, self._drawn = epochs, batches, monotonic()
        self._bar = tqdm(
            total=epochs * batches,
            initial=done * batches,
            unit="batch",
            leave=False,
            disable=is_static(),
        )

    def show(self, epoch, batch, meter):
        """Draw how far the training is, and what a meter (that has settled) says of the epoch."""
        if self._bar.disable or monotonic() < self._drawn + REDRAW:
            return
        self._bar.n = (epoch - 1) * self._batches + batch
        self._bar.set_description(f"epoch {epoch} of {self._epochs}", refresh=False)
        self._bar.set_postfix_str(
            f"loss {meter.loss:.4f}, accuracy {100 * meter.accuracy:.1f} %", refresh=False
        )
        self._bar.refresh()
        self._drawn = monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # In a notebook, tqdm leaves a bar that is not full on the page, in red, as failed.
        self._bar.n = self._bar.total
        self._bar.close()
