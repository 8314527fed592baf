"""Small trainings that the tests of cnnlib.training share: a net with dropout, noisy images."""

import time

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from cnnlib.datasets import Batches, Split
from cnnlib.training import fit, seed_everything

EPOCHS = 5


def images(count=22, classes=3):
    """(count, 1, 4, 4) uint8 and (count,) int64: noise, the brighter the higher the class."""
    generator = torch.Generator().manual_seed(1)
    y = torch.arange(count) % classes
    noise = torch.randint(100, (count, 1, 4, 4), generator=generator)
    return (noise + 50 * y[:, None, None, None]).to(torch.uint8), y


def pairs(count=22, batch_size=4):
    """A list of batches, the last of which is smaller."""
    x, y = images(count)
    return list(zip((x / 255).split(batch_size), y.split(batch_size), strict=True))


def batches(count=22):
    return Batches(Split(*images(count)), 4, mean=0.4, std=0.3, shuffle=True, seed=3)


def loader(generator=None):
    x, y = images()
    return DataLoader(TensorDataset(x / 255, y), 4, shuffle=True, generator=generator)


def loader_with_its_own_random_numbers():
    return loader(torch.Generator().manual_seed(4))


def net():
    """With all that makes two runs differ: random weights, dropout, running statistics."""
    return nn.Sequential(
        nn.Conv2d(1, 4, 3),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Flatten(),
        nn.Linear(16, 3),
    )


L = torch.optim.lr_scheduler
WAYS = {
    "Adam": lambda w: (torch.optim.Adam(w, lr=0.01), None, "epoch"),
    "momentum, one cycle": lambda w: (
        o := torch.optim.SGD(w, lr=0.01, momentum=0.9),
        L.OneCycleLR(o, max_lr=0.1, epochs=EPOCHS, steps_per_epoch=6),
        "batch",
    ),
    "Nesterov, several schedulers": lambda w: (
        o := torch.optim.SGD(w, lr=0.1, momentum=0.9, nesterov=True, weight_decay=1e-3),
        L.SequentialLR(o, [L.LinearLR(o), L.MultiStepLR(o, [1, 2, 2])], milestones=[2]),
        "epoch",
    ),
    "AdamW, plateau": lambda w: (
        o := torch.optim.AdamW(w, lr=0.05, amsgrad=True),
        L.ReduceLROnPlateau(o, patience=0, factor=0.5, threshold=0.2),
        "epoch",
    ),
    "RMSprop, a function": lambda w: (
        o := torch.optim.RMSprop(w, lr=0.01, momentum=0.5),
        L.LambdaLR(o, lambda step: 0.9**step),
        "batch",
    ),
}


def train(way="Adam", data=batches, seed=0, **options):
    """A whole training from a seed: the model and its history."""
    seed_everything(seed)
    model = net()
    optimizer, scheduler, step_scheduler = WAYS[way](model.parameters())
    options = {"valid": pairs(9), "epochs": EPOCHS, "device": "cpu", **options}
    history = fit(
        model,
        data(),
        optimizer=optimizer,
        scheduler=scheduler,
        step_scheduler=step_scheduler,
        **options,
    )
    return model, history


class At:
    """A callback: does something at one batch of one epoch."""

    def __init__(self, epoch, batch, do):
        self.moment, self.do = (epoch, batch), do

    def on_batch_end(self, run):
        if (run.epoch, run.batch) == self.moment:
            self.do(run)


def train_until_killed(path, reached):
    """For a process of its own: it says when it is in the middle of epoch 4, and waits there."""

    def wait(_):
        reached.set()
        time.sleep(600)

    train("momentum, one cycle", checkpoint=path, callbacks=[At(4, 3, wait)])


def same_weights(model, other):
    ours, theirs = model.state_dict(), other.state_dict()
    return ours.keys() == theirs.keys() and all(torch.equal(ours[k], theirs[k]) for k in ours)
