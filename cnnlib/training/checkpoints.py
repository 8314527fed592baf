"""All of a training in one file, to go on from there.

The format is safetensors: names, shapes and numbers, and nothing that runs when it is read.
"""

import os
from dataclasses import asdict
from pathlib import Path

from cnnlib.training.history import Epoch, History
from cnnlib.training.seeds import random_state, set_random_state
from cnnlib.training.trees import put_together, take_apart

FORMAT, VERSION = "cnnlib.checkpoint", "1"


def save_checkpoint(path, model, optimizer=None, scheduler=None, history=None, generators=()):
    """Write all that a training needs to go on: `load_checkpoint` reads it.

    Weights, the state of optimizer and scheduler, the history with the best weights, and where
    the random numbers of torch, NumPy and Python are. The file is written beside the old one and
    then put in its place, so that there is a whole one at every moment, whatever happens.

    Parameters
    ----------
    path : str or path
        The file; by custom, its name ends in ".safetensors".
    model : torch.nn.Module
    optimizer : torch.optim.Optimizer, optional
    scheduler : torch.optim.lr_scheduler.LRScheduler or ReduceLROnPlateau, optional
    history : History, optional
    generators : iterable of torch.Generator
        Sources of random numbers other than torch's own, such as a DataLoader's.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        If the file's folder is not there, or path is a folder.
    TypeError
        If something cannot be kept, such as a function in a scheduler's state.

    Examples
    --------
    >>> import tempfile, torch
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = f"{folder}/net.safetensors"
    ...     save_checkpoint(path, torch.nn.Linear(2, 1))
    ...     history = load_checkpoint(path, torch.nn.Linear(2, 1))
    >>> len(history)
    0
    """
    from safetensors.torch import save_file

    path = require_place(path)
    history = History() if history is None else history
    tensors, text = take_apart(
        {
            "model": model.state_dict(),
            "optimizer": _named_state(optimizer),
            "scheduler": _named_state(scheduler),
            "epochs": [asdict(row) for row in history.rows],
            "best": history.best_weights,
            "random": random_state(generators),
        },
        "checkpoint",
    )
    part = path.with_name(f"{path.name}.part")
    try:
        save_file(tensors, part, {"format": "pt", FORMAT: VERSION, "outline": text})
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def load_checkpoint(path, model, optimizer=None, scheduler=None, generators=()):
    """Bring model, optimizer, scheduler and all random numbers back to what was saved.

    Nothing is changed if the file does not fit.

    Parameters
    ----------
    path : str or path
    model : torch.nn.Module
        Of the same make as the one that was saved, on any device.
    optimizer, scheduler, generators
        As in `save_checkpoint`. What is not given is left in the file.

    Returns
    -------
    History
        Of the epochs before.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is broken, is no checkpoint, or is one of another model, optimizer or scheduler.

    Examples
    --------
    See `save_checkpoint`.
    """
    saved = _read(Path(path))
    _require_same_model(path, saved["model"], model)
    for what, thing in (("optimizer", optimizer), ("scheduler", scheduler)):
        _require_same_kind(path, what, saved[what], thing)
    for what, thing in (("optimizer", optimizer), ("scheduler", scheduler)):
        if thing is not None:
            thing.load_state_dict(saved[what]["state"])
    model.load_state_dict(saved["model"])
    set_random_state(saved["random"], generators)
    return History([Epoch(**row) for row in saved["epochs"]], best_weights=saved["best"])


class Keeper:
    """A callback that keeps a training in a file, and brings it back.

    It saves after every epoch; and before the first, so that what cannot be saved is found early.

    Parameters
    ----------
    path : str or path
    model, optimizer, scheduler, generators
        As in `save_checkpoint`.
    """

    def __init__(self, path, model, optimizer, scheduler, generators):
        self.path = require_place(path)
        self._parts = (model, optimizer, scheduler)
        self._generators = generators

    def resume(self, epochs):
        """The history in the file, once all else is as it was then; an empty one if it is new.

        A line says what happens, at which learning rate: the one in the file holds.
        """
        if not self.path.exists():
            return History()
        history = load_checkpoint(self.path, *self._parts, self._generators)
        goes_on = (
            f"training goes on with epoch {len(history) + 1} of {epochs}, at a learning rate of "
            f"{self._parts[1].param_groups[0]['lr']:.3g}"
        )
        what = goes_on if len(history) < epochs else "there is nothing left to train"
        print(f"{self.path} has {len(history)} epochs: {what}. Delete it to start anew.")
        return history

    def on_fit_begin(self, run):
        self.on_epoch_end(run)

    def on_epoch_end(self, run):
        save_checkpoint(self.path, *self._parts, run.history, self._generators)


def require_place(path):
    """path as a Path, after a check that a file of this name can be there."""
    path = Path(path)
    if path.is_dir():
        raise IsADirectoryError(
            f"{path} is a folder: name a file in it, such as {path / 'net.safetensors'}"
        )
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent} for {path.name}: make it first")
    return path


def _named_state(thing):
    return thing and {"kind": type(thing).__name__, "state": thing.state_dict()}


def _read(path):
    """What was saved, as one dict; all of its tensors are copies in memory."""
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise FileNotFoundError(f"there is no checkpoint {path}")
    try:
        with safe_open(path, "pt") as file:
            about = file.metadata() or {}
            # Copies, since these tensors are the file itself, and it is written anew later.
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(
            f"{path} is broken, or no checkpoint at all ({error}): delete it to start anew, or "
            f"name another file"
        ) from error
    if about.get(FORMAT) != VERSION:
        raise ValueError(
            f"{path} was not written by this version of save_checkpoint: name another file, so "
            f"that this one is kept"
        )
    return put_together(tensors, about["outline"])


def _require_same_model(path, saved, model):
    """The names and shapes of the weights are the same."""
    theirs, own = ({n: _shape(w) for n, w in s.items()} for s in (saved, model.state_dict()))
    for name in [*theirs, *own]:
        if theirs.get(name) != own.get(name):
            raise ValueError(
                f"{path} is of another model: there, {name} has the shape "
                f"{theirs.get(name, 'of nothing, it is missing')}, in this model "
                f"{own.get(name, 'it is missing')}. Make the model as it was, or name another file"
            )


def _shape(weights):
    return tuple(getattr(weights, "shape", ()))


def _require_same_kind(path, what, saved, thing):
    if thing is None:
        return
    kind = type(thing).__name__
    if saved is None or saved["kind"] != kind:
        there = "none" if saved is None else saved["kind"]
        raise ValueError(
            f"the {what} is {kind}, but {path} was written with {there}: train with the same as "
            f"before, or delete the file to start anew"
        )
