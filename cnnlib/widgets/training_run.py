"""A training run in single steps: the same numbers wherever it is stopped and continued."""

import copy
import inspect
import math
from contextlib import contextmanager

import numpy as np

RECENT = 50  # steps after which a net that only guesses has had its chance
BLOWN_UP = 1.5  # times the loss of guessing: so high only too large steps bring it
NO_BETTER = 0.9  # times the loss of guessing: batches differ
AT_ONCE = 500  # images


def labelled(part, name):
    """Images and labels of a split, or of a pair of arrays, as tensors.

    Parameters
    ----------
    part : object with images and labels, or pair of (N, C, H, W) and (N,) array_like
    name : {"training", "test"}
        For the error.

    Returns
    -------
    images : (N, C, H, W) uint8 or float32 tensor
    labels : (N,) int64 tensor

    Raises
    ------
    ValueError
        Where these are no labelled images.
    """
    import torch

    if hasattr(part, "images") and hasattr(part, "labels"):
        part = (part.images, part.labels)
    if not isinstance(part, tuple | list) or len(part) != 2:
        raise ValueError(
            f"the {name} data are a split of a data set, or a pair (images, labels), not "
            f"{type(part).__name__}"
        )
    images, labels = (
        array.detach().cpu() if isinstance(array, torch.Tensor) else torch.tensor(np.asarray(array))
        for array in part
    )
    if images.ndim != 4 or not images.numel():
        raise ValueError(
            f"the {name} images have shape {tuple(images.shape)}; it must be (N, C, H, W)"
        )
    if images.dtype != torch.uint8:
        if not images.is_floating_point():
            raise ValueError(f"the {name} images are {images.dtype}; give uint8, or floats")
        images = images.float()
    if labels.shape != images.shape[:1] or labels.is_floating_point() or labels.min() < 0:
        raise ValueError(
            f"the {name} labels must be {len(images)} class numbers from 0 on, one for each "
            f"image; they are {labels.dtype} of shape {tuple(labels.shape)}"
        )
    return images, labels.long()


class Run:
    """A net, its optimizer and its data; `step` takes one step, `start` begins anew.

    Parameters
    ----------
    model_fn : callable
        As for `cnnlib.widgets.training_dashboard`, like all that follows.
    train, test : pair of tensors
        From `labelled`.
    seed, batch_size, every, test_size : int
    optimizer : {"SGD", "Adam"}
    momentum : float
        Of SGD.
    transform : callable or None

    Attributes
    ----------
    losses, rates, changes : list of float
        One for each step: the loss on its batch before the step, its learning rate, and how far
        the filters are from their start afterwards, in units of their norm there.
    accuracies : list of (int, float)
        Step and share of the test images that are classified rightly.
    """

    def __init__(
        self,
        model_fn,
        train,
        test,
        *,
        seed,
        batch_size,
        optimizer,
        momentum,
        every,
        test_size,
        transform,
    ):
        self._model_fn, self._transform = model_fn, transform
        self._train = train
        self.test_images, self.test_labels = test
        self.seed, self.batch_size, self.every = seed, batch_size, every
        self.optimizer, self.momentum = optimizer, momentum
        # A sample that is fixed: neither the seed nor the order in the file has a say.
        chosen = np.sort(np.random.default_rng(0).permutation(len(test[0]))[:test_size])
        self._tested = (test[0][chosen], test[1][chosen])
        self._statistics = _statistics(train[0])
        self._draws = False
        self.per_epoch = math.ceil(len(train[0]) / batch_size)
        self.start()

    @property
    def step_count(self):
        return len(self.losses)

    @property
    def tested(self):
        """How many test images the accuracy is measured on."""
        return len(self._tested[0])

    @property
    def trained(self):
        """How many training images there are."""
        return len(self._train[0])

    @property
    def guessing(self):
        """The loss of a net that gives every class the same probability."""
        return math.log(self.classes)

    @property
    def failed(self):
        """Whether the loss is no number any more: nothing can be trained on from here."""
        return bool(self.losses) and not math.isfinite(self.losses[-1])

    @property
    def stuck(self):
        """Whether the loss was thrown up, and then was no better than guessing for 50 steps."""
        earlier, recent = self.losses[:-RECENT], self.losses[-RECENT:]
        thrown_up = max(earlier, default=0) > BLOWN_UP * self.guessing
        return thrown_up and min(recent) > NO_BETTER * self.guessing

    # Beginning

    def start(self):
        """New weights from the same seed; nothing is trained."""
        import torch

        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.seed)
            self.model = _built(self._model_fn, self.seed)
            self._random_state = torch.get_rng_state()
        self.layer = _first_convolution(self.model)
        self._try()
        more = {"momentum": self.momentum} if self.optimizer == "SGD" else {}
        kind = getattr(torch.optim, self.optimizer)
        self._optimizer = kind(self.model.parameters(), lr=1.0, **more)  # each step sets its own
        self._first_filters = self.layer.weight.detach().clone()
        self._first_norm = float(self._first_filters.norm()) or 1.0
        self.losses, self.rates, self.changes, self.accuracies = [], [], [], []
        self._order = (None, None)
        self._measure()

    def _try(self):
        """Find out on a copy whether net and data fit, and whether any of them draws numbers."""
        import torch

        net, before = copy.deepcopy(self.model), torch.get_rng_state()
        with torch.random.fork_rng(devices=[]), torch.no_grad():
            x = self._prepared(self._train[0][: self.batch_size])
            try:
                logits = net(x)
            except Exception as error:
                raise ValueError(
                    f"the net does not take a batch of shape {tuple(x.shape)}: {error}"
                ) from error
            self._draws = not torch.equal(before, torch.get_rng_state())
        if logits.ndim != 2 or len(logits) != len(x):
            raise ValueError(
                f"the net makes {tuple(logits.shape)} of {tuple(x.shape)}; it must be one logit "
                "for each image and class, (N, classes)"
            )
        self.classes = logits.shape[1]
        most = int(max(self._train[1].max(), self.test_labels.max()))
        if most >= self.classes:
            raise ValueError(f"the net has {self.classes} outputs, but a label is {most}")
        self.look(0)

    # Data

    def _prepared(self, images):
        """A batch as the net gets it: bytes are standardised; then the transform."""
        if not images.is_floating_point():
            mean, std = self._statistics
            images = (images.float() - mean) / std
        return images if self._transform is None else self._transform(images)

    def _batch(self):
        """The batch of the present step: the order of an epoch follows from seed and epoch."""
        epoch, place = divmod(self.step_count, self.per_epoch)
        if self._order[0] != epoch:
            order = np.random.default_rng([self.seed, epoch]).permutation(self.trained)
            self._order = (epoch, order)
        chosen = self._order[1][place * self.batch_size : (place + 1) * self.batch_size]
        return self._prepared(self._train[0][chosen]), self._train[1][chosen]

    @contextmanager
    def _own_randomness(self):
        """Dropout and its like draw from this run's own numbers, not from the notebook's."""
        import torch

        if not self._draws:
            yield
            return
        with torch.random.fork_rng(devices=[]):
            torch.set_rng_state(self._random_state)
            yield
            self._random_state = torch.get_rng_state()

    # Training

    def step(self, rate):
        """One step at a learning rate; none after the loss was no number."""
        import torch

        if self.failed:
            return
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        with self._own_randomness():
            x, y = self._batch()
            loss = torch.nn.functional.cross_entropy(self.model(x), y)
            value = loss.item()
            if math.isfinite(value):
                self._optimizer.zero_grad()
                loss.backward()
                self._optimizer.step()
        self.changes.append(self._change())
        self.rates.append(rate)
        self.losses.append(value)
        if self.step_count % self.every == 0 and not self.failed:
            self._measure()

    def _change(self):
        moved = self.layer.weight.detach() - self._first_filters
        return float(moved.norm()) / self._first_norm

    def _measure(self):
        images, labels = self._tested
        right = 0
        with self._watching():
            for x, y in zip(images.split(AT_ONCE), labels.split(AT_ONCE), strict=True):
                right += int((self.model(self._prepared(x)).argmax(dim=1) == y).sum())
        self.accuracies.append((self.step_count, right / len(images)))

    @contextmanager
    def _watching(self):
        """The net as it is used, not as it is trained; what it draws is forgotten."""
        import torch

        self.model.eval()
        try:
            with torch.no_grad(), torch.random.fork_rng(devices=[], enabled=self._draws):
                yield
        finally:
            self.model.train()

    # Looking

    def filters(self):
        """The weights of the first convolution, a (C_out, C_in, kh, kw) float32 ndarray."""
        return self.layer.weight.detach().numpy().copy()

    def look(self, index):
        """What the net makes of a test image.

        Parameters
        ----------
        index : int

        Returns
        -------
        maps : (C_out, H, W) ndarray
            Of the first convolution, before its activation.
        logits : (classes,) ndarray
        """
        seen = []
        hook = self.layer.register_forward_hook(lambda _layer, _x, y: seen.append(y.detach()))
        try:
            with self._watching():
                logits = self.model(self._prepared(self.test_images[index : index + 1]))
        finally:
            hook.remove()
        if not seen:
            raise ValueError("the net's forward does not use its first nn.Conv2d")
        return seen[0][0].numpy().copy(), logits[0].numpy().copy()


def _statistics(images):
    """Mean and standard deviation of each channel of bytes, each (C, 1, 1); None of floats."""
    import torch

    if images.is_floating_point():
        return None
    # Counting the levels is exact, and needs no copy of all images as floats.
    levels, pairs = np.arange(256), []
    for channel in range(images.shape[1]):
        parts = images[:, channel].split(AT_ONCE)
        counts = sum(np.bincount(part.numpy().ravel(), minlength=256) for part in parts)
        mean = float(counts @ levels / counts.sum())
        std = float(np.sqrt(counts @ (levels - mean) ** 2 / counts.sum()))
        pairs.append((mean, std or 1.0))
    return torch.tensor(pairs).T[..., None, None]


def _built(model_fn, seed):
    """The net, on the CPU, in training mode."""
    from torch import nn

    if isinstance(model_fn, nn.Module) or not callable(model_fn):
        raise ValueError(
            "model_fn must be a function that builds the net, as in lambda: LeNet5(), since each "
            f"run begins with a new one; not {type(model_fn).__name__}"
        )
    parameters = inspect.signature(model_fn).parameters.values()
    needed = [p for p in parameters if p.default is p.empty and p.kind <= p.POSITIONAL_OR_KEYWORD]
    model = model_fn(seed) if needed else model_fn()
    if not isinstance(model, nn.Module):
        raise ValueError(f"model_fn must return an nn.Module, not {type(model).__name__}")
    return model.to("cpu").train()


def _first_convolution(model):
    from torch import nn

    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            return module
    raise ValueError("the net has no nn.Conv2d whose filters could be shown")
