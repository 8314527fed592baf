"""One network from several trained ones: the mean of their weights."""

from dataclasses import fields
from pathlib import Path

import torch
from torch.optim.swa_utils import AveragedModel, update_bn

from cnnlib import training
from cnnlib.models import weights
from cnnlib.models.cards import Card
from cnnlib.pretrain.recipe import Recipe
from cnnlib.pretrain.result import Result, in_short, name_for, write
from cnnlib.pretrain.views import Views, batches_of
from cnnlib.progress import progress_bar

FEWEST = 2  # files


def average(architecture, files, data, folder, *, name=None, seed=0, device=None, say=print):
    """Write the mean of trained weights, as a network of its own, with its card.

    It makes sense for the ends of cycles of one training (`pretrain` with ``start_from``): they
    lie so near each other that the loss between them is low. It is one network, and no ensemble:
    it costs no more than any of them. Running statistics cannot be averaged; they are computed
    anew, in one pass over the training images with the last training's crops and mirror images.

    Parameters
    ----------
    architecture : str
        Of all of them.
    files : sequence of path-like
        Two or more, each as `pretrain` wrote it.
    data : Dataset
        The one that they were trained on.
    folder : path-like
        For NAME.safetensors and NAME.json; it is made if it is missing.
    name : str, optional
        "ARCHITECTURE-DATA" if it is not given.
    seed : int
        Of the order and the views in that pass.
    device : torch.device or str, optional
        The fastest there is.
    say : callable
        What a line of text is given to.

    Returns
    -------
    Card
        As it was written. Its recipe has theirs as "average_of".

    Raises
    ------
    ValueError
        If there are fewer than two files, or one of them is of another architecture, for other
        classes than the data, or expects something else of an image than the first.

    References
    ----------
    P. Izmailov, D. Podoprikhin, T. Garipov, D. Vetrov, A. G. Wilson, "Averaging weights leads to
    wider optima and better generalization", UAI, 2018, arXiv:1803.05407.
    """
    files, folder = [Path(file) for file in files], Path(folder)
    if len(files) < FEWEST:
        raise ValueError(f"a mean is of {FEWEST} files of weights or more, not {len(files)}")
    nets = [weights.load_file(file) for file in files]
    cards = [Card.read(weights.card_file(file)) for file in files]
    _require_alike(architecture, files, cards, data)
    device = training.pick_device(device)
    mean = AveragedModel(nets[0])
    for net in nets:
        mean.update_parameters(net)
    net = mean.module.to(device, memory_format=torch.channels_last)
    recipe = _views_of(cards[-1].recipe, seed)
    views = Views(batches_of(data, data.train, recipe, device), recipe)
    update_bn(progress_bar(views, "batch norm"), net, device)
    folder.mkdir(parents=True, exist_ok=True)
    result = Result(
        net=net,
        architecture=architecture,
        data=data,
        about=cards[0].data,
        recipe=recipe,
        recipe_told={"average_of": [in_short(card) for card in cards], "seed": seed},
        test=data.test,
    )
    return write(folder / f"{name or name_for(architecture, data)}.safetensors", result, say)


def _require_alike(architecture, files, cards, data):
    """All of one kind, and for the classes of the data."""
    asked = {"architecture": architecture, "class_names": tuple(data.class_names)}
    asked["preprocessing"] = cards[0].preprocessing
    for file, card in zip(files, cards, strict=True):
        for what, wanted in asked.items():
            if getattr(card, what) != wanted:
                raise ValueError(
                    f"{file} has another {what}, {getattr(card, what)}, not {wanted}: there is no "
                    "mean of these"
                )


def _views_of(told, seed):
    """The recipe that a card tells, for one pass over images of full size."""
    known = {each.name for each in fields(Recipe)} & set(told)
    return Recipe(**{key: told[key] for key in known} | {"epochs": 1, "small": (), "seed": seed})
