"""`gradient_norms`: how much of the gradient arrives at each layer, without leaving a trace.

Imports torch: `cnnlib.exercises.lesson09` loads this module when the exercise is asked for.
"""

import copy

import torch
import torch.nn.functional as F
from torch import nn

from cnnlib.check import Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson09.judging import Handed, Setting, one_thread


def norms(model, batch):
    """The norm of the gradient of each layer's weight, for one batch.

    Parameters
    ----------
    model : torch.nn.Module
        It is not changed.
    batch : tuple
        Images (N, C, H, W) and labels (N,).

    Returns
    -------
    dict of str to float
        For every parameter with two axes or more, by its name, in the order of
        ``named_parameters``: the Euclidean norm of the gradient of the mean cross-entropy, in
        training mode. 0.0 where no gradient arrives.

    Examples
    --------
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2))
    >>> batch = torch.ones(3, 1, 2, 2), torch.tensor([0, 1, 0])
    >>> list(norms(model, batch))
    ['1.weight']
    """
    return _norms(model, batch)


# The oracle, with switches for what can go wrong


def _euclidean(gradient):
    return gradient.norm().item()


def _is_weight(name, parameter):
    return parameter.ndim > 1


def _norms(
    model,
    batch,
    *,
    on_a_copy=True,
    mode=True,
    clear=True,
    clear_after=False,
    restore=False,
    restore_gradients=False,
    loss_of=F.cross_entropy,
    measure=_euclidean,
    counts=_is_weight,
    of=lambda parameter: parameter.grad,
    where_none=0.0,
):
    x, y = batch
    was, before = model.training, [_copied(p.grad) for p in model.parameters()]
    copied = copy.deepcopy(model) if on_a_copy else model
    if mode is not None:
        copied.train(mode)
    if clear:
        copied.zero_grad()
    loss_of(copied(x), y).backward()
    found = {}
    for name, parameter in copied.named_parameters():
        if counts(name, parameter):
            gradient = of(parameter)
            if gradient is not None:
                found[name] = measure(gradient)
            elif where_none == "not thought of":
                found[name] = measure(None)
            elif where_none != "left out":
                found[name] = where_none
    if clear_after:
        copied.zero_grad()
    if restore:
        model.train(was)
    if restore_gradients:
        for parameter, gradient in zip(model.parameters(), before, strict=True):
            parameter.grad = gradient
    return found


def _copied(gradient):
    return None if gradient is None else gradient.detach().clone()


def _gradient_norms(model, batch):
    return _norms(model, batch)


def _model(**switches):
    return lambda model, batch: _norms(model, batch, **switches)


def _of_the_original(careful):
    """The gradients of a copy, and then the norms of what is not the copy."""

    def model_of_the_mistake(model, batch):
        _norms(model, batch)
        return {
            name: 0.0 if careful and parameter.grad is None else _euclidean(parameter.grad)
            for name, parameter in model.named_parameters()
            if parameter.ndim > 1
        }

    return model_of_the_mistake


def _in_place(**switches):
    """On the model itself, put back in all but what the switches say."""
    put_back = {"on_a_copy": False, "restore": True, "restore_gradients": True}
    return _model(**{**put_back, **switches})


# What is asked of it


class Net(Handed, nn.Module):
    """A small network with batch norm, and a layer that is never called."""

    def __init__(self, unused=False, frozen=False, channels=2):
        super().__init__()
        self.conv = nn.Conv2d(1, channels, (2, 3), bias=True)
        self.norm = nn.BatchNorm2d(channels)
        if unused:
            self.spare = nn.Linear(3, 2)
        self.dense = nn.Linear(channels * 4, 3)
        if frozen:
            self.conv.requires_grad_(False)

    def forward(self, x):
        return self.dense(F.relu(self.norm(self.conv(x))).flatten(1))


def scene(seed, images=5, training=True, left_over=False, **kind):
    """A network and a batch, float64."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = Net(**kind).double().train(training)
        x = torch.randn(images, 1, 3, 4, dtype=torch.float64)
        y = torch.randint(3, (images,))
        if left_over:
            for parameter in net.parameters():
                parameter.grad = torch.randn_like(parameter)
    return net, (x, y)


def _called(f, options):
    net, batch = scene(**options)
    with torch.enable_grad(), one_thread():
        return f(net, batch), net


def _setting(options):
    """The options, with what they build in words."""
    layers = ["convolution", "batch norm", "dense layer"]
    layers[2:2] = ["dense layer that is never called"] if options.get("unused") else []
    words = [
        f"{options.get('images', 5)} images; {', '.join(layers)}",
        f"in {'training' if options.get('training', True) else 'evaluation'} mode",
        *(["with gradients left over from before"] if options.get("left_over") else []),
        *(["the convolution frozen"] if options.get("frozen") else []),
    ]
    return Setting("; ".join(words), **options)


def values_law(note="", **options):
    return Law(
        "for each weight the norm of its gradient",
        lambda f, options: _called(f, options)[0],
        lambda f, options: _called(norms, options)[0],
        _setting(options),
        note=note,
    )


def kinds_law(**options):
    return Law(
        "a dict of floats, in the order of the layers",
        lambda f, options: _kinds(_called(f, options)[0]),
        lambda f, options: _kinds(_called(norms, options)[0]),
        _setting(options),
        note="what is returned",
    )


def _kinds(found):
    if not isinstance(found, dict):
        return f"something of type {type(found).__name__}"
    return ", ".join(f"{name}: {type(value).__name__}" for name, value in found.items())


def trace_law(note="", **options):
    return Law(
        "afterwards the network is as it was: weights, gradients, mode, running statistics",
        lambda f, options: _traces(f, options),
        lambda f, options: "changed: nothing",
        _setting(options),
        note=note,
    )


def _traces(f, options):
    before, _ = scene(**options)
    _, after = _called(f, options)
    changed = []
    if not _same(dict(before.named_parameters()), dict(after.named_parameters())):
        changed.append("weights")
    if not _same(_gradients(before), _gradients(after)):
        changed.append("gradients")
    if [m.training for m in before.modules()] != [m.training for m in after.modules()]:
        changed.append("mode")
    if not _same(dict(before.named_buffers()), dict(after.named_buffers())):
        changed.append("running statistics")
    if [p.requires_grad for p in before.parameters()] != [
        p.requires_grad for p in after.parameters()
    ]:
        changed.append("requires_grad")
    return "changed: " + (", ".join(changed) or "nothing")


def _gradients(net):
    return {name: p.grad for name, p in net.named_parameters()}


def _same(before, after):
    return before.keys() == after.keys() and all(
        (a is None and b is None) or (a is not None and b is not None and torch.equal(a, b))
        for a, b in zip(before.values(), after.values(), strict=True)
    )


LEFT = {"seed": 1, "left_over": True}

gradient_norms = Exercise(
    "lesson09.gradient_norms",
    functions={"gradient_norms": _gradient_norms},
    parts=(
        Part(
            "norms",
            2,
            (
                values_law(seed=0, note="a convolution, a batch norm, a dense layer"),
                kinds_law(seed=0),
            ),
        ),
        Part(
            "whatever was before",
            1,
            (
                values_law(**LEFT, note="gradients are left over from a training"),
                values_law(seed=2, training=False, note="it comes in evaluation mode"),
                values_law(seed=3, unused=True, note="a layer that is never called"),
            ),
            needs=("norms",),
        ),
        Part(
            "no trace",
            1,
            (
                trace_law(**LEFT, note="gradients are left over"),
                trace_law(seed=2, training=False, note="it comes in evaluation mode"),
            ),
            needs=("norms",),
        ),
    ),
    mistakes=(
        *(
            Mistake(
                "gradients of the original",
                _of_the_original(careful),
                "The backward pass goes through the copy, and you read the gradients of the "
                "original: there they are None, or left over from before.",
                "named_parameters() of the copy.",
            )
            for careful in (True, False)
        ),
        *(
            Mistake(
                name,
                make(counts=counts),
                says,
                "if parameter.ndim > 1",
            )
            for make in (_model, _in_place)
            for name, counts, says in (
                (
                    "biases, too",
                    lambda name, parameter: True,
                    "You count every parameter. Asked for are those with two axes or more: the "
                    "weights of convolutions and dense layers.",
                ),
                (
                    "every weight",
                    lambda name, parameter: name.endswith("weight"),
                    "The gammas of batch norm are called weight, too. Asked for are parameters "
                    "with two axes or more.",
                ),
                (
                    "convolutions only",
                    lambda name, parameter: parameter.ndim == 4,
                    "The dense layer is missing: its weight has two axes.",
                ),
            )
        ),
        *(
            Mistake(name, make(**switches), says, next_step)
            for make in (_model, _in_place)
            for name, switches, says, next_step in (
                (
                    "squared",
                    {"measure": lambda gradient: gradient.square().sum().item()},
                    "These are the squares of the norms.",
                    "gradient.norm()",
                ),
                (
                    "mean of absolute values",
                    {"measure": lambda gradient: gradient.abs().mean().item()},
                    "This is the mean absolute value. Asked for is the Euclidean norm: the root "
                    "of the sum of squares.",
                    "gradient.norm()",
                ),
                (
                    "sum of absolute values",
                    {"measure": lambda gradient: gradient.abs().sum().item()},
                    "This is the sum of the absolute values. Asked for is the Euclidean norm.",
                    "gradient.norm()",
                ),
                (
                    "the largest value",
                    {"measure": lambda gradient: gradient.abs().max().item()},
                    "This is the largest value of each gradient. Asked for is the Euclidean norm.",
                    "gradient.norm()",
                ),
                (
                    "root of the mean square",
                    {"measure": lambda gradient: gradient.square().mean().sqrt().item()},
                    "You divide by the number of weights. The Euclidean norm is the root of the "
                    "sum of squares, not of their mean.",
                    "gradient.norm()",
                ),
                (
                    "tensors",
                    {"measure": lambda gradient: gradient.norm()},
                    "The norms are tensors. Asked for are plain floats.",
                    "gradient.norm().item()",
                ),
                (
                    "norms of the weights",
                    {"of": lambda parameter: parameter.detach()},
                    "These are the norms of the weights themselves. Asked for are those of their "
                    "gradients.",
                    "parameter.grad.norm()",
                ),
                (
                    "summed loss",
                    {"loss_of": lambda z, y: F.cross_entropy(z, y, reduction="sum")},
                    "These are gradients of the summed loss: they grow with the batch. Asked for "
                    "is the mean cross-entropy, torch's default.",
                    "F.cross_entropy(model(x), y)",
                ),
                (
                    "sum of the logits",
                    {"loss_of": lambda z, y: z.sum()},
                    "These are gradients of the sum of the logits. Asked for is the cross-entropy "
                    "with the labels.",
                    "F.cross_entropy(model(x), y)",
                ),
                (
                    "softmax before cross_entropy",
                    {"loss_of": lambda z, y: F.cross_entropy(z.softmax(dim=1), y)},
                    "There is a softmax before the loss. cross_entropy takes logits.",
                    "F.cross_entropy(model(x), y)",
                ),
                (
                    "evaluation mode",
                    {"mode": False},
                    "You measure in evaluation mode: batch norm then uses its running statistics. "
                    "The gradient that training sees is another one.",
                    "train() before the forward pass.",
                ),
                (
                    "mode not set",
                    {"mode": None},
                    "You measure in whatever mode the network is in. Asked for is training mode.",
                    "train() before the forward pass.",
                ),
                (
                    "gradients added up",
                    {"clear": False},
                    "There were gradients before, and yours are added to them: backward adds.",
                    "zero_grad() before backward.",
                ),
                (
                    "left out where there is none",
                    {"where_none": "left out"},
                    "A layer that no gradient reaches is left out. Asked for is 0.0: it is the "
                    "most important thing to see.",
                    "if parameter.grad is None: 0.0",
                ),
                (
                    "None not thought of",
                    {"where_none": "not thought of"},
                    "No gradient reaches one of the layers: its grad is None, and None has no "
                    "norm. Asked for is 0.0 there.",
                    "if parameter.grad is None: 0.0",
                ),
                (
                    "None where there is none",
                    {"where_none": None},
                    "Where no gradient arrives, yours is None. Asked for is 0.0.",
                    "if parameter.grad is None: 0.0",
                ),
            )
        ),
        Mistake(
            "on the network itself",
            _model(on_a_copy=False),
            "The network is not as it was: its gradients are new, its running statistics have "
            "moved, and it may be in another mode.",
            "Measure on a copy: copy.deepcopy(model).",
        ),
        Mistake(
            "cleared afterwards",
            _model(on_a_copy=False, clear_after=True),
            "You clear the gradients afterwards. There were some before, which a training may "
            "still need; and the running statistics have moved.",
            "Measure on a copy: copy.deepcopy(model).",
        ),
        Mistake(
            "cleared afterwards, mode restored",
            _model(on_a_copy=False, clear_after=True, restore=True),
            "You clear the gradients afterwards. There were some before, which a training may "
            "still need; and the running statistics have moved.",
            "Measure on a copy: copy.deepcopy(model).",
        ),
        Mistake(
            "mode restored alone",
            _model(on_a_copy=False, restore=True),
            "The mode is as it was, but the gradients are new, and the running statistics have "
            "moved.",
            "Measure on a copy: copy.deepcopy(model).",
        ),
        Mistake(
            "mode not restored",
            _in_place(restore=False),
            "The network is left in training mode, and its running statistics have moved.",
            "Measure on a copy: copy.deepcopy(model).",
        ),
        Mistake(
            "running statistics moved",
            _in_place(),
            "Gradients and mode are as they were, but batch norm has taken in the batch: a "
            "forward pass in training mode moves the running statistics.",
            "Measure on a copy: copy.deepcopy(model).",
        ),
    ),
    hints=(
        "Make a copy with copy.deepcopy, and do as you like with it: training mode, loss, "
        "backward. A copy begins without gradients.",
        "for name, parameter in copied.named_parameters(): those with parameter.ndim > 1.",
        "0.0 if parameter.grad is None else parameter.grad.norm().item()",
    ),
    ready_made=(
        "torch.nn.utils.clip_grad_norm_",
        "torch.nn.utils.get_total_norm",
        "cnnlib.exercises.lesson09.gradients.norms",
    ),
    rtol=1e-6,
    atol=1e-12,
)
