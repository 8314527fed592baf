"""`train_one_epoch`: every batch once, a step for each, and the mean loss.

Imports torch: `cnnlib.exercises.lesson07` loads this module when the exercise is asked for.
"""

import torch
import torch.nn.functional as F

from cnnlib.check import Exercise, Law, Mistake, Part, guard
from cnnlib.exercises.lesson07.watching import MODES, Scene, kind, numbered, watch


def trained_one_epoch(model, batches, optimizer):
    """Train a network on every batch once.

    Parameters
    ----------
    model : torch.nn.Module
        From a batch (B, C, H, W) to (B, classes). It is changed.
    batches : iterable of (x, y)
    optimizer : torch.optim.Optimizer
        Of the model's parameters.

    Returns
    -------
    float
        The mean loss of all images.
    """
    return _epoch(model, batches, optimizer)


def _train_one_epoch(model, batches, optimizer):
    return trained_one_epoch(model, batches, optimizer)


# The oracle, with switches for what can go wrong


def _zero_backward_step(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def _epoch(
    model,
    batches,
    optimizer,
    *,
    enter=lambda model: model.train(),
    leave=lambda model, was: model.train(was),
    first=lambda optimizer: None,
    update=_zero_backward_step,
    loss_of=F.cross_entropy,
    mean=lambda losses, sizes: sum(x * n for x, n in zip(losses, sizes, strict=True)) / sum(sizes),
    keep=lambda loss: loss.item(),
    end=lambda optimizer: None,
    only=None,
):
    was = model.training
    enter(model)
    first(optimizer)
    losses, sizes = [], []
    for x, y in batches:
        loss = loss_of(model(x), y)
        update(optimizer, loss)
        losses.append(keep(loss))
        sizes.append(len(y))
        if len(sizes) == only:
            break
    end(optimizer)
    leave(model, was)
    return mean(losses, sizes)


def _model(**switches):
    return lambda model, batches, optimizer: _epoch(model, batches, optimizer, **switches)


def _clear(optimizer):
    optimizer.zero_grad()


def _nothing(*_):
    pass


def _backward_step(optimizer, loss):
    loss.backward()
    optimizer.step()


def _backward_zero_step(optimizer, loss):
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()


def _zero_step_backward(optimizer, loss):
    optimizer.zero_grad()
    optimizer.step()
    loss.backward()


def _step_zero_backward(optimizer, loss):
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()


def _step_backward(optimizer, loss):
    optimizer.step()
    loss.backward()


def _backward_step_zero(optimizer, loss):
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


def _zero_step(optimizer, loss):
    optimizer.zero_grad()
    optimizer.step()


def _zero_backward(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()


def _backward(optimizer, loss):
    loss.backward()


def _step(optimizer):
    optimizer.step()


def _through_softmax(logits, y):
    return F.cross_entropy(logits.softmax(dim=1), y)


def _through_log_likelihood(logits, y):
    return F.nll_loss(logits, y)


def _summed(logits, y):
    return F.cross_entropy(logits, y, reduction="sum")


def _mean_of_batches(losses, sizes):
    return sum(losses) / len(losses)


def _own_optimizer(model, batches, optimizer):
    return _epoch(model, batches, torch.optim.SGD(model.parameters(), lr=0.1))


def _loss_after_the_step(model, batches, optimizer):
    was, total, count = model.training, 0.0, 0
    model.train()
    for x, y in batches:
        _zero_backward_step(optimizer, F.cross_entropy(model(x), y))
        total += F.cross_entropy(model(x), y).item() * len(y)
        count += len(y)
    model.train(was)
    return total / count


# What is asked of it


def steps_law(scene, note=""):
    """Each batch is followed by one step, along its own gradient."""
    return Law(
        "one step for each batch, with the gradient of that batch and nothing else",
        lambda f, scene: numbered(watch(f, scene).steps),
        lambda f, scene: numbered(watch(trained_one_epoch, scene).steps),
        scene,
        note=note,
    )


def weights_law(scene, note=""):
    return Law(
        "afterwards the network has the weights that these steps lead to",
        lambda f, scene: watch(f, scene).weights,
        lambda f, scene: watch(trained_one_epoch, scene).weights,
        scene,
        note=note,
    )


def loss_law(scene, note=""):
    return Law(
        "the mean loss of all images, each as it was before the step of its batch",
        lambda f, scene: watch(f, scene).value,
        lambda f, scene: watch(trained_one_epoch, scene).value,
        scene,
        note=note,
    )


def float_law(scene, note="what kind of thing is returned"):
    return Law(
        "what is returned is a float, and keeps no graph alive",
        lambda f, scene: kind(watch(f, scene).value),
        lambda f, scene: "a float",
        scene,
        note=note,
    )


def mode_law(scene, note=""):
    return Law(
        "it trains in training mode, and leaves the network in the mode in which it was",
        lambda f, scene: _modes(watch(f, scene)),
        lambda f, scene: _modes(watch(trained_one_epoch, scene)),
        scene,
        note=note,
    )


def _modes(stage):
    return f"trains in {stage.modes}; afterwards {MODES[stage.network.training]} mode"


ADDED_UP = (
    "The gradients of all batches so far are added up: backward adds to what is in .grad, and "
    "nothing is cleared between the batches.",
    "optimizer.zero_grad(), for each batch, before loss.backward().",
)
NO_GRADIENT = (
    "The steps find no gradient. Either loss.backward() is missing, or it comes after the step, or "
    "zero_grad stands between the two and clears it again.",
    "The order is: zero_grad, backward, step.",
)
TOO_EARLY = (
    "The step comes before backward: it uses what is in .grad from before, or nothing.",
    "The order is: zero_grad, backward, step.",
)

train_one_epoch = Exercise(
    "lesson07.train_one_epoch",
    functions={"train_one_epoch": _train_one_epoch},
    parts=(
        Part(
            "one step for each batch",
            2,
            (
                steps_law(Scene(), "three batches"),
                steps_law(Scene(sizes=(5,), seed=1), "a single batch"),
                weights_law(Scene(seed=2), "the weights afterwards"),
            ),
        ),
        Part(
            "mean loss",
            1,
            (
                loss_law(Scene(sizes=(3, 3), seed=3), "batches of equal size"),
                loss_law(Scene(), "a smaller last batch"),
                float_law(Scene()),
            ),
            needs=("one step for each batch",),
        ),
        Part(
            "training mode, then as before",
            1,
            (
                mode_law(Scene(network="dropout"), "a network in training mode"),
                mode_law(Scene(network="dropout", training=False), "one in evaluation mode"),
                weights_law(Scene(network="dropout", training=False, seed=4), "dropout"),
            ),
            needs=("one step for each batch",),
        ),
        Part(
            "any batches, any optimizer",
            1,
            (
                steps_law(Scene(left_over=True, seed=5), "gradients are left over from before"),
                steps_law(Scene(once=True, seed=6), "batches from a generator: no len()"),
                weights_law(Scene(optimizer="Adam", seed=7), "Adam"),
            ),
            needs=("one step for each batch",),
        ),
    ),
    mistakes=(
        Mistake("gradients added up", _model(update=_backward_step), *ADDED_UP),
        Mistake("cleared once", _model(first=_clear, update=_backward_step), *ADDED_UP),
        *(
            Mistake("no gradient", _model(update=update), *NO_GRADIENT)
            for update in (_backward_zero_step, _zero_step, _zero_step_backward)
        ),
        Mistake("step before backward", _model(update=_step_zero_backward), *TOO_EARLY),
        Mistake("step before backward", _model(update=_step_backward), *TOO_EARLY),
        Mistake(
            "no step",
            _model(update=_zero_backward),
            "The network never takes a step: gradients are computed, and no weight changes.",
            "optimizer.step() after loss.backward(), for each batch.",
        ),
        Mistake(
            "one step, for the last batch",
            _model(update=_zero_backward, end=_step),
            "There is one step in the whole epoch, after the loop.",
            "optimizer.step() belongs inside the loop: a step for each batch.",
        ),
        Mistake(
            "one step, for all batches",
            _model(first=_clear, update=_backward, end=_step),
            "There is one step in the whole epoch, after the loop.",
            "optimizer.step() belongs inside the loop: a step for each batch.",
        ),
        Mistake(
            "cleared after the step only",
            _model(update=_backward_step_zero),
            "Gradients that were there before the call are added to those of the first batch: you "
            "clear after each step, and not before the first backward.",
            "optimizer.zero_grad() before loss.backward().",
        ),
        Mistake(
            "softmax before cross_entropy",
            _model(loss_of=_through_softmax),
            "There is a softmax before the loss. cross_entropy takes logits: it has a softmax of "
            "its own inside.",
            "F.cross_entropy(model(x), y).",
        ),
        Mistake(
            "nll_loss of logits",
            _model(loss_of=_through_log_likelihood),
            "nll_loss wants logarithms of probabilities; the network gives logits.",
            "F.cross_entropy(model(x), y).",
        ),
        Mistake(
            "summed loss",
            _model(loss_of=_summed),
            "The loss of a batch is the sum over its images: the steps grow with the batch.",
            "F.cross_entropy takes the mean by itself: leave reduction as it is.",
        ),
        Mistake(
            "optimizer of its own",
            _own_optimizer,
            "The steps are made by an optimizer that you build. Use the one that you are given: "
            "it knows its learning rate, and its momentum from the epochs before.",
            "optimizer.step(), with the argument.",
        ),
        Mistake(
            "first batch only",
            _model(only=1),
            "After the first batch it is over.",
            "The return line belongs behind the loop, not into it.",
        ),
        Mistake(
            "mean over batches",
            _model(mean=_mean_of_batches),
            "This is the mean of the batches' losses. The last batch is smaller, and its images "
            "count for more than the others.",
            "Add up loss.item() * len(y), and divide by the number of images.",
        ),
        Mistake(
            "not divided",
            _model(mean=lambda losses, sizes: sum(losses)),
            "This is the sum of the batches' losses. It grows with the number of batches.",
            "Add up loss.item() * len(y), and divide by the number of images.",
        ),
        Mistake(
            "not divided at all",
            _model(
                mean=lambda losses, sizes: sum(x * n for x, n in zip(losses, sizes, strict=True))
            ),
            "This is the sum of the losses of all images. It grows with their number.",
            "Divide by the number of images: the sum of all len(y).",
        ),
        Mistake(
            "total of the last batch",
            _model(mean=lambda losses, sizes: losses[-1] * sizes[-1] / sum(sizes)),
            "The total holds the last batch alone, and is divided by all images.",
            "total += ..., not total = ...",
        ),
        Mistake(
            "divided by the batches",
            _model(
                mean=lambda losses, sizes: (
                    sum(x * n for x, n in zip(losses, sizes, strict=True)) / len(sizes)
                )
            ),
            "You add up the losses of all images, and divide by the number of batches.",
            "Divide by the number of images: the sum of all len(y).",
        ),
        Mistake(
            "not weighted",
            _model(mean=lambda losses, sizes: sum(losses) / sum(sizes)),
            "You add up a mean for each batch, and divide by the number of images.",
            "Multiply each loss.item() by len(y) first.",
        ),
        Mistake(
            "loss of the last batch",
            _model(mean=lambda losses, sizes: losses[-1]),
            "This is the loss of the last batch alone.",
            "Add up loss.item() * len(y), and divide by the number of images.",
        ),
        Mistake(
            "loss after the step",
            _loss_after_the_step,
            "You run each batch a second time, after the step, and report that loss: twice the "
            "work, and not the loss that was trained on.",
            "loss.item() of the loss that you call backward on.",
        ),
        Mistake(
            "a tensor with its graph",
            _model(keep=lambda loss: loss),
            "You return a tensor that hangs on the graphs of all batches: as long as somebody "
            "keeps it, none of their memory is given back.",
            "loss.item() is a plain number.",
        ),
        Mistake(
            "a tensor",
            _model(keep=lambda loss: loss.detach()),
            "You return a tensor. Asked for is a plain number.",
            "loss.item().",
        ),
        Mistake(
            "mode not set",
            _model(enter=_nothing, leave=_nothing),
            "You train in whatever mode the network is in. After an evaluation that is evaluation "
            "mode: dropout is off, and batch norm stands still.",
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
            "You leave the network in training mode, though it came in evaluation mode: the "
            "caller's next prediction would go through dropout.",
            "was = model.training before, model.train(was) after.",
        ),
        Mistake(
            "always evaluation mode afterwards",
            _model(leave=lambda model, was: model.eval()),
            "You leave the network in evaluation mode, though it came in training mode.",
            "was = model.training before, model.train(was) after.",
        ),
    ),
    hints=(
        "For each batch five lines: the logits, the loss, zero_grad, backward, step.",
        "was = model.training; model.train(); the loop; model.train(was). In the loop, add "
        "loss.item() * len(y) to a total and len(y) to a count.",
        "for x, y in batches: loss = F.cross_entropy(model(x), y); optimizer.zero_grad(); "
        "loss.backward(); optimizer.step(); total += loss.item() * len(y); count += len(y). Return "
        "total / count.",
    ),
    ready_made=(
        *guard.TRAINING,
        "cnnlib.exercises.lesson07.epoch.trained_one_epoch",
    ),
    rtol=1e-5,
)
