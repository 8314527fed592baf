"""`overfit_one_batch`: a network that learns can learn one batch by heart.

Imports torch: `cnnlib.exercises.lesson07` loads this module when the exercise is asked for.
"""

import torch
import torch.nn.functional as F

from cnnlib.check import Exercise, Law, Mistake, Part, guard
from cnnlib.exercises.lesson07.watching import MODES, Scene, kind, watch


def overfitted(model, x, y, steps=100, learning_rate=0.001):
    """Take many steps of Adam on the same batch.

    Parameters
    ----------
    model : torch.nn.Module
        It is changed.
    x : (B, C, H, W) tensor
    y : (B,) int64 tensor
    steps : int
    learning_rate : float

    Returns
    -------
    list of float
        The loss before each step.
    """
    return _overfit(model, x, y, steps, learning_rate)


def _overfit_one_batch(model, x, y, steps=100, learning_rate=0.001):
    return overfitted(model, x, y, steps, learning_rate)


# The oracle, with switches for what can go wrong


def _adam(model, rate):
    return torch.optim.Adam(model.parameters(), lr=rate)


def _overfit(
    model,
    x,
    y,
    steps=100,
    learning_rate=0.001,
    *,
    optimizer_of=_adam,
    enter=lambda model: model.train(),
    leave=lambda model, was: model.train(was),
    clear=True,
    renew=False,
    backward=True,
    keep=lambda loss: loss.item(),
    loss_of=F.cross_entropy,
    again=False,
    result=list,
):
    was = model.training
    enter(model)
    optimizer = optimizer_of(model, learning_rate)
    losses = []
    for _ in range(steps):
        if renew:
            optimizer = optimizer_of(model, learning_rate)
        loss = loss_of(model(x), y)
        if clear:
            optimizer.zero_grad()
        if backward:
            loss.backward()
        optimizer.step()
        losses.append(keep(loss_of(model(x), y) if again else loss))
    leave(model, was)
    return result(losses)


def _model(**switches):
    def model_of_the_mistake(model, x, y, steps=100, learning_rate=0.001):
        return _overfit(model, x, y, steps, learning_rate, **switches)

    return model_of_the_mistake


def _nothing(*_):
    pass


def _initial_and_after(model, x, y, steps=100, learning_rate=0.001):
    """The loss before the first step, and after each."""
    losses = _overfit(model, x, y, steps, learning_rate)
    was = model.training
    with torch.no_grad():
        last = F.cross_entropy(model.train()(x), y).item()
    model.train(was)
    return [*losses, last]


def _on_a_copy(model, x, y, steps=100, learning_rate=0.001):
    """Trains a network of the same weights, and not the one that it was given."""
    start = {name: value.clone() for name, value in model.state_dict().items()}
    losses = _overfit(model, x, y, steps, learning_rate)
    model.load_state_dict(start)
    return losses


# What is asked of it


def called(f, scene, steps, learning_rate):
    """The stage after a call with the first batch of a scene."""
    return watch(
        f, scene, lambda f, stage: f(stage.network, *stage.batches[0], steps, learning_rate)
    )


def losses_law(scene, steps, learning_rate, note=""):
    return Law(
        "the loss before each step",
        lambda f, scene, steps, learning_rate: called(f, scene, steps, learning_rate).value,
        lambda f, scene, steps, learning_rate: (
            called(overfitted, scene, steps, learning_rate).value
        ),
        *(scene, steps, learning_rate),
        note=note,
    )


def weights_law(scene, steps, learning_rate, note=""):
    return Law(
        "afterwards the network has the weights that these steps of Adam lead to",
        lambda f, scene, steps, learning_rate: called(f, scene, steps, learning_rate).weights,
        lambda f, scene, steps, learning_rate: (
            called(overfitted, scene, steps, learning_rate).weights
        ),
        *(scene, steps, learning_rate),
        note=note,
    )


def _modes(stage):
    return f"trains in {stage.modes}; afterwards {MODES[stage.network.training]} mode"


def mode_law(scene, steps, learning_rate, note=""):
    return Law(
        "it trains in training mode, and leaves the network in the mode in which it was",
        lambda f, scene, steps, learning_rate: _modes(called(f, scene, steps, learning_rate)),
        lambda f, scene, steps, learning_rate: _modes(
            called(overfitted, scene, steps, learning_rate)
        ),
        *(scene, steps, learning_rate),
        note=note,
    )


def kinds_law(scene, steps, learning_rate):
    """Nothing that is kept may keep a graph alive."""
    return Law(
        "a list of floats, which keep no graph alive",
        lambda f, scene, steps, learning_rate: _kinds(called(f, scene, steps, learning_rate)),
        lambda f, scene, steps, learning_rate: "a list of a float",
        *(scene, steps, learning_rate),
        note="what kind of thing is returned",
    )


def _kinds(stage):
    values = stage.value
    if not isinstance(values, list):
        return f"something of type {type(values).__name__}"
    return "a list of " + " and ".join(sorted(set(map(kind, values))) or ["nothing"])


ONE = Scene(sizes=(6,), optimizer="none")

overfit_one_batch = Exercise(
    "lesson07.overfit_one_batch",
    functions={"overfit_one_batch": _overfit_one_batch},
    parts=(
        Part(
            "the initial loss",
            1,
            (
                losses_law(ONE, 1, 0.1, "a single step: the initial loss"),
                kinds_law(ONE, 2, 0.1),
            ),
        ),
        Part(
            "learns",
            1,
            (
                losses_law(ONE, 4, 0.1, "four steps"),
                weights_law(ONE, 3, 0.1, "the weights after three steps"),
                losses_law(Scene(sizes=(5,), optimizer="none", seed=1), 40, 0.05, "forty steps"),
            ),
            needs=("the initial loss",),
        ),
        Part(
            "training mode, then as before",
            1,
            (
                mode_law(
                    Scene(sizes=(6,), optimizer="none", network="dropout", training=False),
                    *(2, 0.1),
                    "a network in evaluation mode",
                ),
                mode_law(
                    Scene(sizes=(6,), optimizer="none", network="dropout"),
                    *(2, 0.1),
                    "one in training mode",
                ),
            ),
            needs=("the initial loss",),
        ),
    ),
    mistakes=(
        Mistake(
            "last loss only",
            _model(result=lambda losses: losses[-1]),
            "You return the last loss. Asked for is the list of all.",
            "losses.append(loss.item()) in each step, return losses after the loop.",
        ),
        Mistake(
            "tensors with their graphs",
            _model(keep=lambda loss: loss),
            "You keep tensors, and each keeps the graph of its step alive.",
            "losses.append(loss.item()).",
        ),
        Mistake(
            "tensors",
            _model(keep=lambda loss: loss.detach()),
            "You return tensors. Asked for are plain numbers.",
            "losses.append(loss.item()).",
        ),
        Mistake(
            "one loss too many",
            _initial_and_after,
            "You return one loss too many: asked for are the losses before each step, so as many "
            "as there are steps.",
        ),
        Mistake(
            "loss after the step",
            _model(again=True),
            "These are the losses after each step. The first one asked for is the initial loss, "
            "before anything is learnt: it is the one to compare with ln(classes).",
            "Append the loss that you call backward on.",
        ),
        Mistake(
            "gradients added up",
            _model(clear=False),
            "The gradients of all steps so far are added up: nothing is cleared in between.",
            "optimizer.zero_grad(), in each step, before loss.backward().",
        ),
        Mistake(
            "a new optimizer in each step",
            _model(renew=True),
            "You build a new optimizer in each step. Adam remembers means of past gradients: so it "
            "forgets them each time.",
            "Build it once, before the loop.",
        ),
        Mistake(
            "another optimizer",
            _model(optimizer_of=lambda model, rate: torch.optim.SGD(model.parameters(), lr=rate)),
            "These are the losses of plain SGD. Asked for is Adam.",
            "torch.optim.Adam(model.parameters(), lr=learning_rate).",
        ),
        Mistake(
            "AdamW",
            _model(optimizer_of=lambda model, rate: torch.optim.AdamW(model.parameters(), lr=rate)),
            "These are the losses of AdamW, which also shrinks the weights a little in each step. "
            "Asked for is Adam.",
            "torch.optim.Adam(model.parameters(), lr=learning_rate).",
        ),
        Mistake(
            "learning rate ignored",
            _model(optimizer_of=lambda model, rate: torch.optim.Adam(model.parameters())),
            "Your optimizer does not get the learning rate: it has its default, 0.001.",
            "torch.optim.Adam(model.parameters(), lr=learning_rate).",
        ),
        Mistake(
            "no backward",
            _model(backward=False),
            "The loss stays what it is: no gradient is computed.",
            "loss.backward(), before optimizer.step().",
        ),
        Mistake(
            "softmax before cross_entropy",
            _model(loss_of=lambda logits, y: F.cross_entropy(logits.softmax(dim=1), y)),
            "There is a softmax before the loss. cross_entropy takes logits: it has a softmax of "
            "its own inside.",
            "F.cross_entropy(model(x), y).",
        ),
        Mistake(
            "a copy is trained",
            _on_a_copy,
            "The network that you were given has not changed: you train a copy.",
            "Train the model itself.",
        ),
        Mistake(
            "mode not set",
            _model(enter=_nothing, leave=_nothing),
            "You train in whatever mode the network is in.",
            "model.train() before the loop.",
        ),
        Mistake(
            "evaluation mode",
            _model(enter=lambda model: model.eval()),
            "You train in evaluation mode: dropout is off, and batch norm stands still.",
            "model.train() before the loop.",
        ),
        Mistake(
            "mode not restored",
            _model(leave=_nothing),
            "You leave the network in training mode, though it came in evaluation mode.",
            "was = model.training before, model.train(was) after.",
        ),
    ),
    hints=(
        "It is the training loop again, with the same batch in every step.",
        "Build the optimizer once: torch.optim.Adam(model.parameters(), lr=learning_rate). Then "
        "for _ in range(steps): the five lines, and losses.append(loss.item()).",
        "Training mode before, the former one after: was = model.training; model.train(); ...; "
        "model.train(was).",
    ),
    ready_made=(
        *guard.TRAINING,
        "cnnlib.exercises.lesson07.overfitting.overfitted",
    ),
    rtol=1e-5,
)
