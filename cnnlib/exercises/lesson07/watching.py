"""Networks that write down what is done with them: how training code is judged.

A `Scene` says what a student's function is given: batches, a small network, an optimizer. `watch`
builds it, calls the function, and notes what happened: in which mode each batch went through the
network, with a graph or without, and which gradient each step of an optimizer used. So a loop is
judged by what it does, however it is written.
"""

import copy
from collections import namedtuple
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.optimizer import register_optimizer_step_pre_hook

SIZE, CLASSES = (1, 3, 4), 3  # of an image, and how many classes there are
MODES = {True: "training", False: "evaluation"}
Pass = namedtuple("Pass", "x training graph dice")  # one batch through a network


class Watched(nn.Module):
    """A network that writes down each pass: its batch, its mode, whether a graph was built.

    The first copy is the network itself. Functions are handed copies of their arguments, and the
    optimizer that comes with a network must be that of the copy. Later copies are real ones, whose
    passes are written down in the same list.
    """

    def __init__(self, layers, told=lambda network: None):
        super().__init__()
        self.layers = layers
        self.passes = []
        self.told = told  # called with the network at each pass
        self.handed_over = False

    def forward(self, x):
        dice = torch.get_rng_state()  # with them, dropout can be repeated
        self.passes.append(Pass(x.detach(), self.training, torch.is_grad_enabled(), dice))
        self.told(self)
        return self.layers(x)

    def __deepcopy__(self, memo):
        if not self.handed_over:
            self.handed_over = True
            return self
        other = Watched(copy.deepcopy(self.layers, memo), self.told)
        other.passes, other.handed_over = self.passes, True
        return other.train(self.training)


def _mean():
    return nn.Sequential(nn.AvgPool2d(SIZE[1:]), nn.Flatten(), nn.Linear(1, CLASSES))


def _linear():
    return nn.Sequential(nn.Flatten(), nn.Linear(12, CLASSES))


def _dropout():
    return nn.Sequential(nn.Flatten(), nn.Linear(12, 8), nn.Dropout(0.5), nn.Linear(8, CLASSES))


def _batch_norm():
    return nn.Sequential(nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(12, 3))


NETWORKS = {
    "mean": _mean,  # six numbers to learn
    "linear": _linear,
    "dropout": _dropout,
    "batch norm": _batch_norm,
}
OPTIMIZERS = {
    "none": lambda parameters: None,
    "SGD": lambda parameters: torch.optim.SGD(parameters, lr=0.5),
    "momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9),
    "Adam": lambda parameters: torch.optim.Adam(parameters, lr=0.05),
}


@dataclass(frozen=True)
class Scene:
    """What a student's function is given.

    Attributes
    ----------
    sizes : tuple of int
        Images in each batch.
    network : str
        A key of `NETWORKS`.
    optimizer : str
        A key of `OPTIMIZERS`: "none" where the function builds its own.
    training : bool
        The mode of the network before the call.
    once : bool
        Whether the batches can be read once only, and have no length.
    left_over : bool
        Whether the parameters have gradients already, from something else.
    seed : int

    Examples
    --------
    >>> Scene(network="dropout", training=False)
    batches of 4, 4 and 2 images; network: dropout, in evaluation mode; optimizer: SGD
    """

    sizes: tuple[int, ...] = (4, 4, 2)
    network: str = "linear"
    optimizer: str = "SGD"
    training: bool = True
    once: bool = False
    left_over: bool = False
    seed: int = 0

    def __repr__(self):
        *first, last = map(str, self.sizes)
        sizes = f"batches of {', '.join(first)} and {last}" if first else f"one batch of {last}"
        told = [
            f"{sizes} images" + (", from a generator" if self.once else ""),
            f"network: {self.network}, in {MODES[self.training]} mode"
            + (", with gradients left over from before" if self.left_over else ""),
        ]
        told += [f"optimizer: {self.optimizer}"] if self.optimizer != "none" else []
        return "; ".join(told)

    def stage(self):
        """Batches, network and optimizer, made anew; all in float64."""
        dice = torch.Generator().manual_seed(self.seed)
        batches = [
            (
                torch.randn(size, *SIZE, generator=dice, dtype=torch.float64),
                torch.randint(CLASSES, (size,), generator=dice),
            )
            for size in self.sizes
        ]
        torch.manual_seed(self.seed)
        network = Watched(NETWORKS[self.network]().double()).train(self.training)
        if self.left_over:
            for parameter in network.parameters():
                parameter.grad = torch.ones_like(parameter)
        return Stage(network, batches, OPTIMIZERS[self.optimizer](network.parameters()), self.once)


@dataclass
class Stage:
    """A scene that has been built, and what was seen in it."""

    network: Watched
    batches: list
    optimizer: torch.optim.Optimizer | None
    once: bool = False
    value: object = None  # what the function returned
    steps: list[str] = field(default_factory=list)
    graphs_afterwards: bool = True  # whether torch still builds graphs after the call

    @property
    def given(self):
        """The batches as the function gets them."""
        return iter(self.batches) if self.once else list(self.batches)

    @property
    def modes(self):
        """In which modes the batches went through the network."""
        return told_modes(self.network.passes)

    @property
    def weights(self):
        return {name: p.detach().clone() for name, p in self.network.named_parameters()}


def watch(function, scene, call=lambda f, stage: f(stage.network, stage.given, stage.optimizer)):
    """Build a scene, call a function in it, and return the stage with what was seen.

    Parameters
    ----------
    function : callable
    scene : Scene
    call : callable
        ``call(function, stage)`` gives the function its arguments.

    Returns
    -------
    Stage
    """
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        stage = scene.stage()
        judge = Judge(stage.network, partial(_labels_of, stage.batches), stage.optimizer)
        with noting_steps(stage.steps, judge.word):
            stage.value = call(function, stage)
        stage.graphs_afterwards = torch.is_grad_enabled()
    return stage


def _labels_of(batches, x):
    for number, (images, labels) in enumerate(batches, start=1):
        if images.shape == x.shape and torch.equal(images, x):
            return f"batch {number}", labels
    return None


@contextmanager
def noting_steps(steps, word):
    """While this lasts, ``word(optimizer)`` is appended to ``steps`` before each step of any."""
    hook = register_optimizer_step_pre_hook(
        lambda optimizer, args, kwargs: steps.append(word(optimizer))
    )
    try:
        yield
    finally:
        hook.remove()


class Judge:
    """Says which gradient a step is about to use.

    Parameters
    ----------
    network : Watched
    labels_of : callable
        From images (B, C, H, W) to what they are called, and their labels (B,); or None.
    optimizer : torch.optim.Optimizer, optional
        The one that should step; any that has the network's parameters where it is not given.
    """

    def __init__(self, network, labels_of, optimizer=None):
        self.network, self.labels_of, self.optimizer = network, labels_of, optimizer
        self.seen = []  # the true gradients of the steps so far
        self.before = [_copied(p.grad) for p in self._parameters()]
        self.left_over = list(self.before)

    def word(self, optimizer):
        """What is about to be used: "the gradient of batch 2"."""
        if self._is_a_stranger(optimizer):
            return "the parameters of something else"
        used = [p.grad for p in self._parameters()]
        word = self._word(used)
        self.before = [_copied(gradient) for gradient in used]
        return word

    def _word(self, used):
        name, true = self._true_gradient()
        self.seen += [] if true is None else [true]
        if all(gradient is None or not gradient.any() for gradient in used):
            return "no gradient"
        if true is None:
            return "a gradient of something else"
        last_time = self.seen[-2] if len(self.seen) > 1 else [None] * len(used)
        for is_so, word in (
            (lambda: _same(used, true), f"the gradient of {name}"),
            (lambda: _same(used, _sum(self.seen)), "the gradients of all batches so far, added up"),
            (
                lambda: _same(used, _sum([*self.seen, self.left_over])),
                f"the gradient of {name} and what was left over",
            ),
            (lambda: _same(used, self.before), "the gradient of the step before"),
            (lambda: _same(used, last_time), "the gradient of the batch before"),
            (lambda: _is_multiple(used, true), f"a multiple of the gradient of {name}"),
            (lambda: _same(used, self._true_gradient(_softmaxed)[1]), "a gradient through softmax"),
        ):
            if is_so():
                return word
        return "another gradient"

    def _is_a_stranger(self, optimizer):
        if self.optimizer is not None:
            return optimizer is not self.optimizer
        mine = {id(parameter) for parameter in self._parameters()}
        steps = {id(p) for group in optimizer.param_groups for p in group["params"]}
        return not mine & steps

    def _parameters(self):
        return [p for p in self.network.parameters() if p.requires_grad]

    def _true_gradient(self, loss=F.cross_entropy):
        """Name and gradient of the batch that went through last; None where it is unknown."""
        last = self.network.passes[-1] if self.network.passes else None
        known = last and self.labels_of(last.x)
        if not known:
            return None, None
        name, labels = known
        return name, gradient_of(self.network, last, labels, loss)


def gradient_of(network, one_pass, labels, loss=F.cross_entropy):
    """The gradient of a loss for one pass through a network, as it was then: one tensor each."""
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        layers = copy.deepcopy(network.layers).train(one_pass.training)
        torch.set_rng_state(one_pass.dice)
        parameters = [p for p in layers.parameters() if p.requires_grad]
        return torch.autograd.grad(loss(layers(one_pass.x), labels), parameters)


def told_modes(passes):
    """In which modes passes were made: "training mode"."""
    modes = sorted({f"{MODES[each.training]} mode" for each in passes}, reverse=True)
    return " and ".join(modes) or "no pass"


def numbered(steps):
    """Words on steps as one sentence: "step 1: no gradient; step 2: no gradient"."""
    told = [f"step {number}: {word}" for number, word in enumerate(steps, start=1)]
    return "; ".join(told) or "no step"


def kind(value):
    """What a value is, as far as a caller who keeps it cares: "a float"."""
    if isinstance(value, torch.Tensor):
        return "a tensor with its graph" if value.requires_grad else "a tensor"
    return "a float" if isinstance(value, float) else f"of type {type(value).__name__}"


def _softmaxed(logits, labels):
    return F.cross_entropy(logits.softmax(dim=1), labels)


def _copied(gradient):
    return None if gradient is None else gradient.detach().clone()


def _same(used, wanted):
    return all(
        g is not None and w is not None and torch.allclose(g, w, rtol=1e-4, atol=1e-7)
        for g, w in zip(used, wanted, strict=True)
    )


def _is_multiple(used, true):
    if any(gradient is None for gradient in used):
        return False
    used, true = (torch.cat([g.ravel() for g in each]) for each in (used, true))
    factor = (used @ true) / (true @ true)
    return bool(torch.allclose(used, factor * true, rtol=1e-4, atol=1e-7))


def _sum(gradients):
    known = [each for each in gradients if all(g is not None for g in each)]
    return [sum(parts) for parts in zip(*known, strict=True)]
