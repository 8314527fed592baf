"""How good a model is, and what it says, without changing it."""

from contextlib import contextmanager
from typing import NamedTuple

import torch

from cnnlib.training.devices import device_of, pick_device
from cnnlib.training.meter import Meter
from cnnlib.training.requirements import pair_on, require_batches, scores_and_loss


class Evaluation(NamedTuple):
    """What `evaluate` returns.

    Attributes
    ----------
    loss : float
        Mean over the images.
    accuracy : float
        Share of the labels that the model gives the highest score, from 0 to 1.
    count : int
        Number of images.
    """

    loss: float
    accuracy: float
    count: int


def evaluate(model, batches, *, loss=None, device=None):
    """Mean loss and accuracy of a model, in eval mode; afterwards it is in the mode it was in.

    Every image counts alike, also those in a last, smaller batch.

    Parameters
    ----------
    model : torch.nn.Module
        From x to scores (N, K).
    batches : iterable of (x, y)
        Labels y (N,) int64, from 0 to K - 1.
    loss : callable, optional
        From scores and labels to the mean loss of a batch; cross-entropy if it is not given.
    device : torch.device or str, optional
        To which the model is moved; where it is, if not given.

    Returns
    -------
    Evaluation

    Raises
    ------
    TypeError
        If batches has no length, or holds something else than pairs of tensors.
    ValueError
        If there are no batches, labels that are not of these classes, or no such device.

    Examples
    --------
    Four images in two batches; the model's scores are the images themselves:

    >>> batches = [(torch.eye(3), torch.tensor([0, 1, 2])), (torch.eye(1, 3), torch.tensor([2]))]
    >>> result = evaluate(torch.nn.Identity(), batches)
    >>> result.accuracy, result.count
    (0.75, 4)
    """
    require_batches(batches=batches)
    device = _move(model, device)
    loss = torch.nn.functional.cross_entropy if loss is None else loss
    meter = Meter()
    with eval_mode(model):
        for batch in batches:
            x, y = pair_on(device, batch)
            scores, batch_loss = scores_and_loss(model, loss, x, y, look=not meter.sizes)
            meter.add(batch_loss, scores, y)
    meter.settle()
    return Evaluation(meter.loss, meter.accuracy, meter.count)


def predict(model, batches, *, device=None):
    """The scores that a model gives, in eval mode; afterwards it is in the mode it was in.

    Parameters
    ----------
    model, batches, device
        As in `evaluate`.

    Returns
    -------
    logits : (N, K) tensor
        On the CPU, in the order of the batches. ``logits.argmax(dim=1)`` are the predictions.
    labels : (N,) int64 tensor
        On the CPU: the right classes.

    Raises
    ------
    TypeError, ValueError
        As `evaluate`.

    Examples
    --------
    >>> logits, labels = predict(torch.nn.Identity(), [(torch.eye(2), torch.tensor([0, 1]))])
    >>> logits.argmax(dim=1) == labels
    tensor([True, True])
    """
    require_batches(batches=batches)
    device = _move(model, device)
    logits, labels = [], []
    with eval_mode(model):
        for batch in batches:
            x, y = pair_on(device, batch)
            logits.append(model(x))
            labels.append(y)
    return torch.cat(logits).cpu(), torch.cat(labels).cpu()


@contextmanager
def eval_mode(model):
    """Eval mode without gradients; afterwards each part of the model is in the mode it was in.

    Each part, since they may differ: batch normalisation that is kept in eval mode while the rest
    trains stays so. (`torch.inference_mode` would save a little more than `torch.no_grad`, but
    what is computed under it can never be part of something that is trained.)
    """
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for part, mode in modes:
            part.training = mode


def _move(model, device):
    """Put the model onto a device, where one is asked for; returns where it is."""
    if device is not None:
        model.to(pick_device(device))
    return device_of(model)
