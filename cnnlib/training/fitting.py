"""The training loop."""

import math
from dataclasses import dataclass
from time import perf_counter

import torch

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.training.bar import Bar
from cnnlib.training.checkpoints import Keeper
from cnnlib.training.devices import device_of, pick_device
from cnnlib.training.evaluation import evaluate
from cnnlib.training.finite import NonFiniteLoss
from cnnlib.training.history import Epoch, History
from cnnlib.training.meter import Meter
from cnnlib.training.requirements import (
    pair_on,
    require_batches,
    require_optimizer,
    require_scheduler,
    scores_and_loss,
)

MOMENTS = ("on_fit_begin", "on_batch_end", "on_epoch_end")


@dataclass
class Run:
    """A training that is under way: what a callback is given.

    Attributes
    ----------
    model : torch.nn.Module
    optimizer : torch.optim.Optimizer
    history : History
        Of the epochs that are finished.
    epochs : int
        How many there will be.
    epoch, batch : int
        Where the training is; both count from 1.
    loss : tensor
        Of this batch, on the device: ``float(run.loss)`` waits for a GPU.
    stopped : bool
        Whether `stop` was called.
    """

    model: torch.nn.Module
    optimizer: torch.optim.Optimizer
    history: History
    epochs: int
    epoch: int = 0
    batch: int = 0
    loss: torch.Tensor | None = None
    stopped: bool = False

    def stop(self):
        """End the training after this batch. An epoch that is cut short is not recorded."""
        self.stopped = True


def fit(
    model,
    train,
    *,
    valid=None,
    epochs=1,
    optimizer=None,
    scheduler=None,
    step_scheduler="epoch",
    loss=None,
    callbacks=(),
    device=None,
    checkpoint=None,
):
    """Train a model to classify, with a progress bar.

    Afterwards the model has the weights of the last step and is in eval mode: what you ask it
    next are predictions. ``history.restore_best(model)`` gives it those of the best epoch.

    The stop button (Ctrl-C) ends the training without an error: the history has all epochs that
    were finished, never part of one.

    Parameters
    ----------
    model : torch.nn.Module
        From x to scores (N, K) of K classes. It is moved to the device.
    train : iterable of (x, y) with a length
        Such as `cnnlib.datasets.Batches`, a DataLoader or a list; labels y (N,) int64 from 0 to
        K - 1. Where it has a method `set_epoch`, that is told the number of each epoch, from 0.
    valid : iterable of (x, y) with a length, optional
        What the model is evaluated on after each epoch.
    epochs : int
        In all; those in the checkpoint are counted.
    optimizer : torch.optim.Optimizer, optional
        ``Adam(model.parameters())`` if it is not given.
    scheduler : torch.optim.lr_scheduler.LRScheduler or ReduceLROnPlateau, optional
        Of the same optimizer. ReduceLROnPlateau is told the validation loss, or else the training
        loss.
    step_scheduler : {"epoch", "batch"}
        After each of which the scheduler makes a step.
    loss : callable, optional
        From scores and labels to the mean loss of a batch; cross-entropy if it is not given.
    callbacks : iterable of objects
        Each with some of the methods ``on_fit_begin(run)``, ``on_batch_end(run)`` and
        ``on_epoch_end(run)``; the argument is a `Run`.
    device : torch.device or str, optional
        The fastest there is (`pick_device`) if it is not given.
    checkpoint : path, optional
        A file that is written after every epoch (`save_checkpoint`). Where it is there already,
        training goes on from it: model, optimizer, scheduler and random numbers are as they were
        when it was written, and on the CPU the numbers are the same as if nothing had happened.
        What callbacks remember is not in it.

    Returns
    -------
    History

    Raises
    ------
    NonFiniteLoss
        If the loss is nan or infinite: on the CPU before a step is made with it, on other devices
        within half a second. The error has the history.
    TypeError
        If batches have no length or are no pairs of tensors, or a callback has no such method.
    ValueError
        If there are no batches, epochs is less than 1, labels do not fit the scores, there is no
        such device, the optimizer is of another model, or the scheduler of another optimizer; if
        the checkpoint is broken or of another model or optimizer.

    Examples
    --------
    >>> seed = torch.manual_seed(0)
    >>> x = torch.randn(30, 4)
    >>> batches = [(x[i : i + 10], (x[i : i + 10, 0] > 0).long()) for i in (0, 10, 20)]
    >>> model = torch.nn.Linear(4, 2)
    >>> history = fit(model, batches, epochs=2, device="cpu")
    >>> len(history.train_loss), len(history.batch_loss)
    (2, 6)
    """
    [epochs] = require_whole(1, epochs=epochs)
    require_batches(train=train, **({} if valid is None else {"valid": valid}))
    model.to(pick_device(device))
    if optimizer is None:
        # torch's first optimizer of a session imports torch._dynamo, which takes seconds.
        optimizer = torch.optim.Adam(model.parameters())
    require_optimizer(model, optimizer)
    require_scheduler(scheduler, optimizer, step_scheduler)
    loss = torch.nn.functional.cross_entropy if loss is None else loss
    callbacks = list(callbacks)
    history = History()
    if checkpoint is not None:
        keeper = Keeper(checkpoint, model, optimizer, scheduler, _generators(train))
        history = keeper.resume(epochs)
        callbacks.append(keeper)
    listeners = _listeners(callbacks)
    if scheduler is not None:
        listeners[f"on_{step_scheduler}_end"].insert(0, _steps_of(scheduler))
    run = Run(model, optimizer, history, epochs)
    Meter()  # imports torchmetrics, which takes seconds: before the clock starts
    try:
        with Bar(epochs, len(train), done=len(history)) as bar:
            _tell(listeners["on_fit_begin"], run)
            while len(history) < epochs and not run.stopped:
                _one_epoch(run, train, valid, loss, listeners, bar)
    except KeyboardInterrupt:
        history.interrupted = True
        print(_how_to_go_on(run, len(train), checkpoint))
    finally:
        model.eval()
    return history


def _one_epoch(run, train, valid, loss, listeners, bar):
    """Train on every batch once, evaluate, and record the epoch, unless it is cut short."""
    start, learning_rate = perf_counter(), run.optimizer.param_groups[0]["lr"]
    run.epoch, run.batch = len(run.history) + 1, 0
    if hasattr(train, "set_epoch"):
        train.set_epoch(run.epoch - 1)
    meter = _train(run, train, loss, listeners["on_batch_end"], bar)
    if run.stopped and run.batch < len(train):
        return
    result = (None, None) if valid is None else evaluate(run.model, valid, loss=loss)[:2]
    if valid is not None and not math.isfinite(result[0]):
        raise _not_finite(run, meter)
    row = Epoch(
        *(meter.loss, meter.accuracy, *result),
        learning_rate=float(learning_rate),
        batch_loss=tuple(meter.losses),
        seconds=perf_counter() - start,
    )
    run.history.record(row, run.model)
    _tell(listeners["on_epoch_end"], run)


def _train(run, train, loss_function, listeners, bar):
    """The loop itself: one step with every batch. Returns the meter that counted them."""
    model, optimizer, device, meter = run.model, run.optimizer, device_of(run.model), Meter()
    model.train()
    for run.batch, batch in enumerate(train, start=1):
        x, y = pair_on(device, batch)
        optimizer.zero_grad()
        scores, loss = scores_and_loss(model, loss_function, x, y, look=run.batch == 1)
        has_settled = meter.add(loss, scores, y)
        if not meter.is_finite:
            raise _not_finite(run, meter)
        loss.backward()
        optimizer.step()
        run.loss = loss.detach()
        _tell(listeners, run)
        if has_settled:
            bar.show(run.epoch, run.batch, meter)
        if run.stopped:
            break
    meter.settle()
    if not meter.is_finite:
        raise _not_finite(run, meter)
    bar.show(run.epoch, run.batch, meter)
    return meter


def _listeners(callbacks):
    """For each moment, the methods to call then."""
    for callback in callbacks:
        if not any(hasattr(callback, moment) for moment in MOMENTS):
            raise TypeError(
                f"a callback has at least one of the methods {', '.join(MOMENTS)}, but "
                f"{callback!r} has none"
            )
    return {
        moment: [getattr(callback, moment) for callback in callbacks if hasattr(callback, moment)]
        for moment in MOMENTS
    }


def _tell(listeners, run):
    for listener in listeners:
        listener(run)


def _steps_of(scheduler):
    """A listener that makes a step with the scheduler."""
    if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
        return lambda run: scheduler.step(run.history.rows[-1].loss_to_judge_by)
    return lambda run: scheduler.step()


def _generators(train):
    """The random numbers that a DataLoader shuffles with, if it has its own."""
    owners = (train, getattr(train, "sampler", None))
    found = [getattr(owner, "generator", None) for owner in owners]
    return [generator for generator in found if isinstance(generator, torch.Generator)]


def _not_finite(run, meter):
    learning_rate = run.optimizer.param_groups[0]["lr"]
    return NonFiniteLoss(run.history, run.epoch, meter.losses, learning_rate)


def _how_to_go_on(run, batches, checkpoint):
    history = run.history
    said = f"Stopped in epoch {run.epoch}, batch {run.batch} of {batches}."
    if len(history):
        said += (
            f" Epochs in the history: {len(history)}; history.restore_best(model) gives the model "
            f"the weights of the best, epoch {history.best_epoch}."
        )
    if checkpoint is None:
        return f"{said} fit(...) again goes on from the weights as they are now."
    return f"{said} fit(...) again goes on from the last whole epoch, which is in {checkpoint}."
