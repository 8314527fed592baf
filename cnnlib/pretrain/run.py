"""The training, from a data set to trained weights."""

import json
from dataclasses import asdict
from pathlib import Path

import torch

from cnnlib import datasets, training
from cnnlib.datasets._names import FOLDER
from cnnlib.models import weights
from cnnlib.models.cards import Card
from cnnlib.pretrain.result import Result, in_short, name_for, write
from cnnlib.pretrain.views import Views, batches_of


def pretrain(
    architecture,
    data,
    recipe,
    folder,
    *,
    name=None,
    about=None,
    device=None,
    hold_out=0,
    start_from=None,
    say=print,
):
    """Train a network, evaluate it once on the test images, write weights and card.

    Where it was interrupted, it goes on after the last whole epoch: the folder has a checkpoint
    until the weights are written.

    Parameters
    ----------
    architecture : str
        As `cnnlib.models.weights.build` takes it.
    data : Dataset
    recipe : Recipe
    folder : path-like
        For NAME.safetensors and NAME.json; it is made if it is missing.
    name : str, optional
        "ARCHITECTURE-DATA" if it is not given.
    about : str, optional
        What the card says of the data; its name and origin if it is not given.
    device : torch.device or str, optional
        The fastest there is.
    hold_out : int
        So many of the training images are not trained on, and are what is evaluated in place of
        the test images: to choose a recipe without a look at the test.
    start_from : path-like, optional
        Weights to begin with in place of random numbers: a file that this function wrote, for the
        same architecture and the same number of classes. The card's recipe has theirs as "start".
    say : callable
        What a line of text is given to.

    Returns
    -------
    Card or None
        As it was written; None if the training was interrupted (the stop button, Ctrl-C).

    Raises
    ------
    ValueError
        If the checkpoint is one of another recipe, there is no such architecture, or the weights
        to begin with are those of another network.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    name = name or name_for(architecture, data)
    train, test = _parts(data, hold_out)
    training.seed_everything(recipe.seed)
    net = weights.build(architecture, len(data.class_names), in_channels=len(data.mean))
    start = _begin_with(net, start_from)
    device = training.pick_device(device)
    net.to(device, memory_format=torch.channels_last)
    checkpoint = folder / f"{name}.checkpoint.safetensors"
    recipe_told = {**asdict(recipe), **start}
    _require_same_recipe(checkpoint, recipe_told)
    views = Views(batches_of(data, train, recipe, device), recipe)
    optimizer, scheduler = _optimizer(net, recipe, len(views))
    history = training.fit(
        net,
        views,
        epochs=recipe.epochs,
        optimizer=optimizer,
        scheduler=scheduler,
        step_scheduler="batch",
        loss=torch.nn.CrossEntropyLoss(label_smoothing=recipe.label_smoothing),
        callbacks=[_Diary(say, recipe)],
        device=device,
        checkpoint=checkpoint,
    )
    result = Result(net, architecture, data, about or _origin(data), recipe, recipe_told, test)
    if history.interrupted:
        return None
    card = write(folder / f"{name}.safetensors", result, say)
    _delete(checkpoint)
    return card


def _begin_with(net, file):
    """Take over trained weights; returns what the card says of them, nothing if there are none."""
    if file is None:
        return {}
    before = Card.read(weights.card_file(Path(file)))
    try:
        net.load_state_dict(weights.load_file(file).state_dict())
    except RuntimeError as error:
        raise ValueError(
            f"{file} has the weights of a {before.architecture} for {len(before.class_names)} "
            "classes, which do not fit into this network"
        ) from error
    return {"start": in_short(before)}


def _origin(data):
    """Name and origin of a data set; of a folder no more than its own name."""
    if data.name.startswith(FOLDER):
        return f"pictures in a folder {Path(data.name).name}"
    return f"{data.name}: {data.origin}"


def _parts(data, hold_out):
    """What is trained on, and what is evaluated on."""
    if not hold_out:
        return data.train, data.test
    count = len(data.train)
    if not 0 < hold_out < count:
        raise ValueError(f"of {count} training images, {hold_out} cannot be held out")
    order = torch.randperm(count, generator=torch.Generator().manual_seed(0))
    split = [order[hold_out:], order[:hold_out]]
    return [datasets.Split(data.train.images[rows], data.train.labels[rows]) for rows in split]


def _optimizer(net, recipe, batches):
    """SGD with Nesterov's momentum, and one cycle of its learning rate."""
    weighty = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim <= 1]
    optimizer = torch.optim.SGD(
        [{"params": weighty, "weight_decay": recipe.weight_decay}, {"params": others}],
        lr=recipe.learning_rate,
        momentum=recipe.momentum,
        nesterov=recipe.momentum > 0,
    )
    scheduler = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        max_lr=recipe.learning_rate,
        total_steps=recipe.epochs * batches + 1,  # the last step is not at a rate of 0
        pct_start=recipe.warm_up,
        cycle_momentum=False,
    )
    return optimizer, scheduler


class _Diary:
    """A line after every epoch."""

    def __init__(self, say, recipe):
        self.say, self.recipe = say, recipe

    def on_epoch_end(self, run):
        row, done = run.history.rows[-1], len(run.history)
        size = self.recipe.size_in(done - 1)
        left = sum(run.history.seconds[-2:]) / len(run.history.seconds[-2:])
        self.say(
            f"epoch {done} of {run.epochs}{f' at {size} pixels' if size else ''}: training loss "
            f"{row.train_loss:.3f}, training accuracy {100 * row.train_accuracy:.1f} %, "
            f"{row.seconds:.0f} s; about {left * (run.epochs - done) / 60:.0f} min to go"
        )


def _require_same_recipe(checkpoint, recipe):
    """The recipe is kept beside the checkpoint: to go on with another would be neither."""
    beside = checkpoint.with_suffix(".json")
    text = json.dumps(recipe)
    if not checkpoint.exists():
        beside.write_text(text, encoding="utf-8")
        return
    before = beside.read_text(encoding="utf-8") if beside.exists() else "no recipe"
    if before != text:
        raise ValueError(
            f"{checkpoint} is of a training with another recipe, {before}: give the same options "
            "to go on, or delete it to start anew"
        )


def _delete(checkpoint):
    for file in (checkpoint, checkpoint.with_suffix(".json")):
        file.unlink(missing_ok=True)
