"""What training demands of what it is given, and the words in which it refuses the rest."""

import torch


def require_batches(**parts):
    """Each is an iterable of batches whose length is known, and not empty."""
    for name, batches in parts.items():
        if not (hasattr(batches, "__len__") and hasattr(batches, "__iter__")):
            raise TypeError(
                f"{name} must be batches that can be gone through again and again and have a "
                f"length (Batches, a DataLoader, a list of pairs), not a {type(batches).__name__}"
            )
        if not len(batches):
            raise ValueError(f"{name} has no batches: there is nothing to learn from or to count")


def require_optimizer(model, optimizer):
    """It changes weights of this model."""
    weights = set(model.parameters())
    if not any(weights & set(group["params"]) for group in optimizer.param_groups):
        raise ValueError(
            "the optimizer changes no weight of this model, but those of another one: make it "
            "anew whenever you make the model anew, optimizer = ...(model.parameters(), ...)"
        )


def require_scheduler(scheduler, optimizer, step_scheduler):
    """It sets the learning rate of this optimizer, after each epoch or batch."""
    if step_scheduler not in ("epoch", "batch"):
        raise ValueError(f"step_scheduler must be 'epoch' or 'batch', not {step_scheduler!r}")
    if scheduler is not None and scheduler.optimizer is not optimizer:
        raise ValueError(
            "the scheduler sets the learning rate of another optimizer than the one that trains: "
            "make both anew, in this order, and give both to fit, "
            "fit(..., optimizer=optimizer, scheduler=scheduler)"
        )


def pair_on(device, batch):
    """x and y of a batch, on the device; the copy may go on while Python does."""
    try:
        x, y = batch
        return x.to(device, non_blocking=True), y.to(device, non_blocking=True)
    except (AttributeError, TypeError, ValueError) as error:
        if _is_pair(batch):
            raise  # of something that this device does not have, such as float64 on a Mac's GPU
        raise TypeError(
            f"every batch must be a pair of tensors, images x and labels y, but here is one that "
            f"is {_described(batch)}"
        ) from error


def scores_and_loss(model, loss_function, x, y, *, look=False):
    """What the model and the loss make of a batch.

    Where torch refuses it, `require_fitting` says what does not fit; with `look`, it is asked
    before torch is. (Of labels in the memory of a GPU, the answer has to be waited for.)
    """
    scores = model(x)
    if look:
        require_fitting(x, y, scores)
    try:
        loss = loss_function(scores, y)
    except (IndexError, RuntimeError, TypeError, ValueError):
        require_fitting(x, y, scores)
        raise
    if loss.ndim:
        raise ValueError(
            f"the loss must be one number, the mean over the batch, but its shape is "
            f"{tuple(loss.shape)}: give the loss function reduction='mean'"
        )
    return scores, loss


def require_fitting(x, y, scores):
    """The scores are (N, K), or (N, K, ...), and the labels numbers of these K classes."""
    shapes = f"x {tuple(x.shape)}, y {tuple(y.shape)}, scores {tuple(scores.shape)}"
    if not len(x) or len(x) != len(y):
        raise ValueError(f"a batch must have a label for each image, and one at least: {shapes}")
    if y.dtype != torch.int64:
        raise ValueError(
            f"labels must be class numbers of dtype int64, but theirs is "
            f"{str(y.dtype).removeprefix('torch.')}: convert them with y.long()"
        )
    if scores.ndim < 2 or y.shape != (len(scores), *scores.shape[2:]):
        raise ValueError(
            f"the model must return a score for each image and class, (N, K) for labels (N,), "
            f"but the shapes do not fit: {shapes}"
        )
    low, high, classes = int(y.min()), int(y.max()), scores.shape[1]
    if low < 0 or high >= classes:
        raise ValueError(
            f"the model returns scores {tuple(scores.shape)}, for {classes} classes with the "
            f"numbers 0 to {classes - 1}, but the labels go from {low} to {high}: give the model "
            f"{high + 1} outputs, or number the classes from 0"
        )


def _is_pair(batch):
    if not isinstance(batch, (tuple, list)) or len(batch) != 2:
        return False
    return all(isinstance(part, torch.Tensor) for part in batch)


def _described(batch):
    if isinstance(batch, (tuple, list)):
        return f"a {type(batch).__name__} of ({', '.join(type(b).__name__ for b in batch)})"
    return f"a {type(batch).__name__}"
