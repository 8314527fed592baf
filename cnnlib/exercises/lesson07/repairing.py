"""The bug hunt: six loops, repaired, and judged by what they do.

Imports torch: `cnnlib.exercises.lesson07` loads this module when the exercise is asked for.
"""

from collections import Counter
from functools import partial

import torch
import torch.nn.functional as F

from cnnlib.check import Exercise, Law, Mistake, Part, guard
from cnnlib.exercises.lesson07 import broken
from cnnlib.exercises.lesson07.watching import (
    CLASSES,
    NETWORKS,
    SIZE,
    Judge,
    Watched,
    noting_steps,
    told_modes,
)

HARDER = (2, 5)  # their repair takes more than a line
TRAIN, TEST = 150, 30  # images: three batches, the last one smaller


class Rehearsal:
    """A loop, run on a few random images and watched.

    Parameters
    ----------
    loop : callable
        ``loop(make_model, train, test, epochs)``.
    epochs, seed : int
    """

    def __init__(self, loop, epochs, seed=0):
        self.epochs = epochs
        dice = torch.Generator().manual_seed(seed)
        images = torch.randn(TRAIN + TEST, *SIZE, generator=dice, dtype=torch.float64)
        labels = torch.randint(CLASSES, (TRAIN + TEST,), generator=dice)
        self.known = {_key(x): int(y) for x, y in zip(images, labels, strict=True)}
        self.parts = {
            "training": {_key(x) for x in images[:TRAIN]},
            "test": {_key(x) for x in images[TRAIN:]},
        }
        self.judges, self.latest = {}, None
        self.steps, self.trained = [], []  # words, and passes that a step followed
        self.losses = []  # of these passes, with the number of images
        with torch.random.fork_rng(devices=[]), torch.enable_grad():
            torch.manual_seed(seed)
            with noting_steps(self.steps, self._step):
                self.history = loop(
                    self._make,
                    (images[:TRAIN], labels[:TRAIN]),
                    (images[TRAIN:], labels[TRAIN:]),
                    epochs,
                )

    def _make(self):
        network = Watched(NETWORKS["linear"]().double(), self._passed)
        self.judges[network] = Judge(network, self._labels_of)
        return network

    def _passed(self, network):
        self.latest = network

    def _step(self, optimizer):
        if self.latest is None:
            return "without a gradient"
        last = self.latest.passes[-1]
        if not (self.trained and self.trained[-1] is last):
            self.trained.append(last)
            self._note_loss(last)
        return f"of {_named(optimizer)}: {self.judges[self.latest].word(optimizer)}"

    @torch.no_grad()
    def _note_loss(self, last):
        """The loss of a pass, and its images: the step has not changed the network yet."""
        known = self._labels_of(last.x)
        if known:
            loss = F.cross_entropy(self.latest.layers(last.x), known[1])
            self.losses.append((float(loss), len(last.x)))

    def _labels_of(self, x):
        labels = [self.known.get(_key(image)) for image in x]
        return None if None in labels else ("its batch", torch.tensor(labels))

    @property
    def tested(self):
        """The passes of the network that no step followed."""
        passes = self.latest.passes if self.latest else []
        trained = {id(one) for one in self.trained}
        return [one for one in passes if id(one) not in trained]

    @property
    def told(self):
        """What was seen, in words."""
        steps = [f"{n} {word}" for word, n in Counter(self.steps).items()]
        trained, tested = _keys(self.trained), _keys(self.tested)
        times = " or ".join(map(str, sorted(set(Counter(trained).values())))) or "0"
        both = len(set(tested) & set(trained))
        return {
            "steps": "; ".join(steps) or "none",
            "trains": f"in {told_modes(self.trained)}, on {len(set(trained))} "
            f"{self._of(trained)}, {times} times each, {self._order_of(trained)}",
            "tests": f"in {told_modes(self.tested)}, on {len(set(tested))} {self._of(tested)}, "
            f"{both} of them trained on",
            "returns": self._result(),
        }

    def _of(self, keys):
        """From which of the two parts some images are: "test images"."""
        named = [name for name, part in self.parts.items() if part & set(keys)]
        return f"{' and '.join(named)} images".strip()

    def _order_of(self, keys):
        """Whether the images of the second epoch come as those of the first did."""
        epoch = len(keys) // self.epochs
        again = keys[:epoch] == keys[epoch : 2 * epoch]
        return f"in {'the same' if again else 'a new'} order each epoch"

    def _result(self):
        pairs = [tuple(pair) for pair in self.history]
        if not pairs or not self.tested or not self.losses:
            return f"{len(pairs)} pairs"
        loss, accuracy = map(float, pairs[-1])
        told = [
            _told(loss, self._mean_loss(), "the mean loss of the epoch", "the loss"),
            _told(accuracy, self._accuracy(), "the network's accuracy", "the accuracy"),
        ]
        return f"{len(pairs)} {'pairs' if len(pairs) > 1 else 'pair'}, the last: {', '.join(told)}"

    def _mean_loss(self):
        """Of the last epoch, over its images."""
        losses = self.losses[len(self.losses) // self.epochs * (self.epochs - 1) :]
        return sum(loss * n for loss, n in losses) / sum(n for _, n in losses)

    @torch.no_grad()
    def _accuracy(self):
        """Of the network as it is now, on the images of the last epoch's test."""
        passes = self.tested[len(self.tested) // self.epochs * (self.epochs - 1) :]
        x = torch.cat([one.x for one in passes])
        _, labels = self._labels_of(x)
        return float((self.latest.layers.eval()(x).argmax(dim=1) == labels).double().mean())


def _key(image):
    return image.detach().numpy().tobytes()


def _keys(passes):
    return [_key(x) for one in passes for x in one.x]


def _told(value, true, right, name):
    return (
        right if abs(value - true) < 1e-6 else f"{name} {value:.3g}, though {right} is {true:.3g}"
    )


def _named(optimizer):
    """An optimizer in words: "SGD, rate 0.1"."""
    group = optimizer.param_groups[0]
    momentum = f", momentum {group['momentum']:g}" if group.get("momentum") else ""
    return f"{type(optimizer).__name__}, rate {group['lr']:g}{momentum}"


def laws(name, epochs=2, seed=0):
    """What a repaired loop does."""
    return (
        Law(
            "one step of the same optimizer for each batch, with its gradient; trained on train, "
            "shuffled anew each epoch; tested on test",
            lambda f, epochs: Rehearsal(getattr(f, name), epochs, seed).told,
            lambda f, epochs: {
                "steps": f"{3 * epochs} of SGD, rate 0.1: the gradient of its batch",
                "trains": f"in training mode, on {TRAIN} training images, {epochs} times each, in "
                "a new order each epoch",
                "tests": f"in evaluation mode, on {TEST} test images, 0 of them trained on",
                "returns": f"{epochs} pairs, the last: the mean loss of the epoch, the network's "
                "accuracy",
            },
            epochs,
            note=name,
        ),
    )


# Repairs that repair too little, or too much


def _sgd(model):
    return torch.optim.SGD(model.parameters(), lr=0.1)


def _adam(model):
    return torch.optim.Adam(model.parameters())


def _zero_backward_step(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def _backward_step(optimizer, loss):
    loss.backward()
    optimizer.step()


def _backward_zero_step(optimizer, loss):
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()


def _nothing(*_):
    pass


def _repaired(
    make_model,
    train,
    test,
    epochs,
    *,
    optimizer_of=_sgd,
    set_mode=lambda model, epoch: model.train(),
    begin=_nothing,
    update=_zero_backward_step,
    order_of=torch.randperm,
    result=lambda total, count: total / count,
):
    """The healthy loop, with switches for what can go wrong."""
    model = make_model()
    optimizer = optimizer_of(model)
    history = []
    for epoch in range(epochs):
        set_mode(model, epoch)
        begin(optimizer)
        total = 0.0
        for rows in order_of(len(train[1])).split(64):
            loss = F.cross_entropy(model(train[0][rows]), train[1][rows])
            update(optimizer, loss)
            total += loss.item() * len(rows)
        history.append((result(total, len(train[1])), broken.accuracy(model, test)))
    return history


def _variant(**switches):
    return partial(_repaired, **switches)


def _clear(optimizer):
    optimizer.zero_grad()


def _trained_on_both(make_model, train, test, epochs):
    """Loop 2 that tests on test, and still trains on all."""
    return broken.healthy(make_model, _together(train, test), test, epochs)


def _together(train, test):
    return tuple(torch.cat(parts) for parts in zip(train, test, strict=True))


def _own_split(**switches):
    """Loop 2 with a split of its own: it is drawn once, and not the one that is given."""

    def split_once(make_model, train, test, epochs):
        images, labels = _together(train, test)
        held_out, mine = torch.randperm(len(labels)).tensor_split([len(test[1])])
        parts = [(images[rows], labels[rows]) for rows in (mine, held_out)]
        return _repaired(make_model, *parts, epochs, **switches)

    return split_once


def _one_epoch(make_model, train, test, epochs):
    """A return line within the loop."""
    return broken.healthy(make_model, train, test, 1)


STILL = {
    1: (
        "There still is a softmax before cross_entropy, which has one of its own inside.",
        "cross_entropy takes the logits: model(x).",
    ),
    2: (
        "Test images are still among those that are trained on: each epoch draws a new split.",
        "Train on train and test on test: they come divided.",
    ),
    3: (
        "Gradients still add up from batch to batch: backward adds to what is in .grad.",
        "optimizer.zero_grad() for each batch, before backward.",
    ),
    4: (
        "The optimizer still has the parameters of a network that nobody trains: the first one.",
        "Build the optimizer after the last line that makes or replaces the model.",
    ),
    5: (
        "The test still runs in training mode: batch norm normalises with the test images.",
        "model.eval() before the test. And what must follow it?",
    ),
    6: (
        "The images are still shuffled without their labels.",
        "One permutation, for both: images[rows] and labels[rows].",
    ),
}


def _healthy(make_model, train, test, epochs):
    return broken.healthy(make_model, train, test, epochs)


def _in_any(loop):
    return {f"loop_{number}": loop for number in broken.LOOPS}


repairs = Exercise(
    "lesson07.repairs",
    functions={f"loop_{number}": _healthy for number in broken.LOOPS},
    parts=tuple(
        Part(f"loop_{number} repaired", 0.5 if number in HARDER else 0.25, laws(f"loop_{number}"))
        for number in broken.LOOPS
    ),
    mistakes=(
        *(
            Mistake(f"loop {number}, not repaired", {f"loop_{number}": loop}, *STILL[number])
            for number, loop in broken.LOOPS.items()
        ),
        Mistake(
            "cleared once an epoch",
            {"loop_3": _variant(begin=_clear, update=_backward_step)},
            "The gradients are cleared once an epoch. Within the epoch they still add up.",
            "optimizer.zero_grad() for each batch, before backward.",
        ),
        Mistake(
            "no steps",
            _in_any(_variant(update=_nothing)),
            "This loop takes no step: nothing is learnt.",
            "zero_grad, backward and step, for each batch.",
        ),
        Mistake(
            "trained on both",
            {"loop_2": _trained_on_both},
            "The test is on test now. But it is trained on all images, and those of the test are "
            "among them.",
            "Train on train alone: images, labels = train.",
        ),
        *(
            Mistake(
                "a split of one's own",
                {"loop_2": _own_split(**switches)},
                "Now no image is in both parts. But the split is a random one, and not the one "
                "that is given: neighbours in the file look alike, and they are divided between "
                "training and test again. The test stays too good.",
                "Train on train and test on test: they come divided.",
            )
            for switches in ({}, {"order_of": torch.arange})
        ),
        Mistake(
            "cleared after backward",
            _in_any(_variant(update=_backward_zero_step)),
            "zero_grad stands between backward and step: it clears the gradients that the step "
            "needs.",
            "The order is: zero_grad, backward, step.",
        ),
        Mistake(
            "always in evaluation mode",
            {"loop_5": _variant(set_mode=lambda model, epoch: model.eval())},
            "Now it trains in evaluation mode as well: batch norm stands still.",
            "model.train() before the batches of each epoch, model.eval() before the test.",
        ),
        Mistake(
            "another optimizer",
            _in_any(_variant(optimizer_of=_adam)),
            "The optimizer is another one: Adam, where SGD was no bug.",
            "torch.optim.SGD(model.parameters(), lr=0.1), as in the loop that you copied.",
        ),
        Mistake(
            "one epoch",
            _in_any(_one_epoch),
            "After the first epoch it is over.",
            "The return line belongs behind the loop over the epochs.",
        ),
        Mistake(
            "loss not divided",
            _in_any(_variant(result=lambda total, count: total)),
            "The loss that you report is the sum over the images.",
            "total / len(labels).",
        ),
        Mistake(
            "never shuffled anew",
            _in_any(_variant(order_of=torch.arange)),
            "Every epoch has the same batches in the same order. Before, the images were shuffled "
            "anew each epoch, and that was no bug.",
            "torch.randperm in each epoch: one permutation, for images and labels.",
        ),
        Mistake(
            "no way back to training mode",
            {"loop_5": _variant(set_mode=lambda model, epoch: model.train(epoch == 0))},
            "Now it tests in evaluation mode, and never leaves it: from the second epoch on it "
            "trains in evaluation mode.",
            "model.train() at the beginning of each epoch, not once before the loop.",
        ),
    ),
    hints=(
        "The repaired function does the same as the broken one otherwise: same arguments, same "
        "kind of result. Copy it, and change as little as you can.",
        "Loop 1: what goes into cross_entropy? Loop 3: which of the five lines is missing? Loop 4: "
        "whose parameters does the optimizer have? Loop 6: which label does images[0] have after "
        "the shuffling?",
        "Loop 5 needs two changes: one for the test, one for the epoch after it.",
        "Loop 2: no image that is tested on may be trained on in any epoch. The two parts come "
        "divided already.",
    ),
    ready_made=(*guard.TRAINING, "cnnlib.exercises.lesson07.broken.healthy"),
    seconds=10.0,
)
