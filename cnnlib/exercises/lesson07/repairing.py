"""The bug hunt: six loops, repaired, and judged by what they do.

Imports torch: `cnnlib.exercises.lesson07` loads this module when the exercise is asked for.
"""

from collections import Counter

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
            return "no gradient"
        last = self.latest.passes[-1]
        if not (self.trained and self.trained[-1] is last):
            self.trained.append(last)
        return self.judges[self.latest].word(optimizer)

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
    def steps_told(self):
        """How many steps used which gradient."""
        counts = Counter(self.steps)
        return (
            "; ".join(f"{n} step{'s' * (n > 1)}: {word}" for word, n in counts.items()) or "no step"
        )

    @property
    def images_told(self):
        """Which images were trained on and tested on, in which mode, and what was returned."""
        trained, tested = (
            [_key(x) for one in passes for x in one.x] for passes in (self.trained, self.tested)
        )
        times = " or ".join(map(str, sorted(set(Counter(trained).values())))) or "0"
        return (
            f"trains in {told_modes(self.trained)} on {len(set(trained))} {self._of(trained)}, "
            f"{times} times each, {self._order_of(trained)}; tests in {told_modes(self.tested)} "
            f"on {len(set(tested))} {self._of(tested)}; {len(set(trained) & set(tested))} in both; "
            f"returns {self._result()}"
        )

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
        if not pairs or self.latest is None or not self.tested:
            return f"{len(pairs)} pairs"
        numbers = torch.tensor(pairs, dtype=torch.float64)
        finite = "" if numbers.isfinite().all() else ", not all of them finite"
        matches = abs(float(numbers[-1, 1]) - self._accuracy()) < 1e-6
        return f"{len(pairs)} pairs{finite}, the last with " + (
            "the accuracy of the network" if matches else "another accuracy than the network's"
        )

    @torch.no_grad()
    def _accuracy(self):
        """Of the network as it is now, on the images of the last epoch's test."""
        passes = self.tested[len(self.tested) // self.epochs * (self.epochs - 1) :]
        x = torch.cat([one.x for one in passes])
        _, labels = self._labels_of(x)
        return float((self.latest.layers.eval()(x).argmax(dim=1) == labels).double().mean())


def _key(image):
    return image.detach().numpy().tobytes()


def laws(name, epochs=2, seed=0):
    """What a repaired loop does."""
    return (
        Law(
            "one step for each batch, with the gradient of that batch and its labels",
            lambda f, epochs: Rehearsal(getattr(f, name), epochs, seed).steps_told,
            lambda f, epochs: f"{3 * epochs} steps: the gradient of its batch",
            epochs,
            note=f"{name}, its steps",
        ),
        Law(
            "trained on train, shuffled anew each epoch, in training mode; tested on test, in "
            "evaluation mode",
            lambda f, epochs: Rehearsal(getattr(f, name), epochs, seed).images_told,
            lambda f, epochs: (
                f"trains in training mode on {TRAIN} training images, {epochs} times each, in a "
                f"new order each epoch; tests in evaluation mode on {TEST} test images; 0 in both; "
                f"returns {epochs} pairs, the last with the accuracy of the network"
            ),
            epochs,
            note=f"{name}, its images and modes",
        ),
    )


# Repairs that repair too little


def _cleared_once_an_epoch(make_model, train, test, epochs):
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    history = []
    for _ in range(epochs):
        optimizer.zero_grad()
        history.append(_epoch(model, optimizer, train, test))
    return history


def _epoch(model, optimizer, train, test):
    """An epoch of loop 3."""
    model.train()
    total = 0.0
    for rows in torch.randperm(len(train[1])).split(64):
        x, y = train[0][rows], train[1][rows]
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
    return total / len(train[1]), broken.accuracy(model, test)


def _one_random_split(make_model, train, test, epochs):
    """Loop 2 with a split of its own: it is drawn once, and not the one that is given."""
    images, labels = torch.cat([train[0], test[0]]), torch.cat([train[1], test[1]])
    mine, held_out = torch.randperm(len(labels)).tensor_split([len(train[1])])
    parts = [(images[rows], labels[rows]) for rows in (mine, held_out)]
    return broken.healthy(make_model, *parts, epochs)


def _shuffled_once(make_model, train, test, epochs):
    """Loop 6 without its shuffling."""
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    history = []
    for _ in range(epochs):
        total = 0.0
        for x, y in zip(*(part.split(64) for part in train), strict=True):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        history.append((total / len(train[1]), broken.accuracy(model, test)))
    return history


def _without_steps(make_model, train, test, epochs):
    model, history = make_model(), []
    for _ in range(epochs):
        total = sum(
            F.cross_entropy(model(train[0][rows]), train[1][rows]).item() * len(rows)
            for rows in torch.randperm(len(train[1])).split(64)
        )
        history.append((total / len(train[1]), broken.accuracy(model, test)))
    return history


def _once_in_training_mode(make_model, train, test, epochs):
    """Loop 5 with model.eval() before its test, and no way back."""
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    history = []
    model.train()
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(train[1])).split(64):
            x, y = train[0][rows], train[1][rows]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
        model.eval()
        history.append((total / len(train[1]), broken.accuracy(model, test)))
    return history


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
            {"loop_3": _cleared_once_an_epoch},
            "The gradients are cleared once an epoch. Within the epoch they still add up.",
            "optimizer.zero_grad() for each batch, before backward.",
        ),
        Mistake(
            "no steps",
            {f"loop_{number}": _without_steps for number in broken.LOOPS},
            "This loop takes no step: nothing is learnt.",
            "zero_grad, backward and step, for each batch.",
        ),
        Mistake(
            "a split of one's own",
            {"loop_2": _one_random_split},
            "Now no image is in both parts. But the split is a random one, and not the one that "
            "is given: neighbours in the file look alike, and they are divided between training "
            "and test again. The test stays too good.",
            "Train on train and test on test: they come divided.",
        ),
        Mistake(
            "never shuffled anew",
            {f"loop_{number}": _shuffled_once for number in broken.LOOPS},
            "Every epoch has the same batches in the same order. Before, the images were shuffled "
            "anew each epoch, and that was no bug.",
            "torch.randperm in each epoch: one permutation, for images and labels.",
        ),
        Mistake(
            "no way back to training mode",
            {"loop_5": _once_in_training_mode},
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
