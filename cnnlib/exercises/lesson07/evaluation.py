"""`evaluate`: mean loss and accuracy of a network that is left as it was.

Imports torch: `cnnlib.exercises.lesson07` loads this module when the exercise is asked for.
"""

import torch
import torch.nn.functional as F

from cnnlib.check import Exercise, Law, Mistake, Part, guard
from cnnlib.exercises.lesson07.watching import MODES, Scene, kind, watch


def evaluated(model, batches):
    """Mean loss and accuracy over all images of some batches.

    Parameters
    ----------
    model : torch.nn.Module
        From a batch (B, C, H, W) to (B, classes). It is not changed.
    batches : iterable of (x, y)

    Returns
    -------
    (float, float)
        The accuracy is a fraction in [0, 1].
    """
    return _evaluate_with(model, batches)


def _evaluate(model, batches):
    return evaluated(model, batches)


# The oracle, with switches for what can go wrong


def _weighted(values, sizes):
    return sum(x * n for x, n in zip(values, sizes, strict=True)) / sum(sizes)


def _mean(values, sizes):
    return sum(values) / len(values)


def _sum(values, sizes):
    return sum(x * n for x, n in zip(values, sizes, strict=True))


def _fractions(logits, y):
    return (logits.argmax(dim=1) == y).double().mean().item()


def _evaluate_with(
    model,
    batches,
    *,
    enter=lambda model: model.eval(),
    leave=lambda model, was: model.train(was),
    grad=False,
    loss_of=F.cross_entropy,
    right=_fractions,
    mean_loss=_weighted,
    mean_accuracy=_weighted,
    result=lambda loss, accuracy: (loss, accuracy),
    keep=lambda loss: loss.item(),
    after_batch=lambda loss: None,
    use=list,
):
    was = model.training
    enter(model)
    losses, accuracies, sizes = [], [], []
    with torch.set_grad_enabled(grad):
        for x, y in use(batches):
            logits = model(x)
            loss = loss_of(logits, y)
            after_batch(loss)
            losses.append(keep(loss))
            accuracies.append(right(logits, y))
            sizes.append(len(y))
    leave(model, was)
    return result(mean_loss(losses, sizes), mean_accuracy(accuracies, sizes))


def _model(**switches):
    return lambda model, batches: _evaluate_with(model, batches, **switches)


def _nothing(*_):
    pass


def _eval_and_clear(model):
    model.eval()
    model.zero_grad()


def _never_on_again(model, batches):
    """torch.set_grad_enabled(False) as a line of its own."""
    result = evaluated(model, batches)
    torch.set_grad_enabled(False)
    return result


def _over_the_batch(logits, y):
    """Compares as far as it goes: the largest logit of each class, over the batch."""
    best = logits.argmax(dim=0)
    n = min(len(best), len(y))
    return (best[:n] == y[:n]).double().mean().item()


def _last_only(values, sizes):
    """total = ... in the loop, in place of +=."""
    return values[-1] * sizes[-1] / sum(sizes)


def _share(answers_of):
    return lambda logits, y: (answers_of(logits) == y).double().sum().item() / len(y)


# What is asked of it


def _called(f, scene):
    return watch(f, scene, lambda f, stage: f(stage.network, stage.given))


def value_law(scene, note=""):
    """Both numbers, over all images."""
    return Law(
        "the mean loss of all images, and the fraction of them that is classified rightly",
        lambda f, scene: _plain(_called(f, scene).value),
        lambda f, scene: _called(evaluated, scene).value,
        scene,
        note=note,
    )


def _plain(value):
    """Tensors count as numbers here: what kind they are is another question."""
    if isinstance(value, (tuple, list)):
        return tuple(v.item() if isinstance(v, torch.Tensor) else v for v in value)
    return value


def kinds_law(scene, note="what kind of thing is returned"):
    return Law(
        "two floats, and no graph is kept",
        lambda f, scene: _kinds(_called(f, scene).value),
        lambda f, scene: "a float and a float",
        scene,
        note=note,
    )


def _kinds(value):
    return " and ".join(map(kind, value)) if isinstance(value, tuple) else kind(value)


def mode_law(scene, note=""):
    return Law(
        "it runs in evaluation mode, and leaves the network in the mode in which it was",
        lambda f, scene: _modes(_called(f, scene)),
        lambda f, scene: _modes(_called(evaluated, scene)),
        scene,
        note=note,
    )


def _modes(stage):
    return f"runs in {stage.modes}; afterwards {MODES[stage.network.training]} mode"


def graph_law(scene, note=""):
    return Law(
        "no graph is built, and nothing of the network changes",
        lambda f, scene: _traces(f, scene),
        lambda f, scene: _traces(evaluated, scene),
        scene,
        note=note,
    )


def _traces(f, scene):
    fresh = scene.stage().network
    stage = _called(f, scene)
    passes = stage.network.passes
    graphs = sum(one.graph for one in passes)
    same = _same(fresh.state_dict(), stage.network.state_dict())
    gradients = {n: p.grad for n, p in stage.network.named_parameters() if p.grad is not None}
    left_over = {n: p.grad for n, p in fresh.named_parameters() if p.grad is not None}
    return (
        f"{graphs} graphs were built; weights and buffers "
        f"{'as before' if same else 'changed'}; gradients "
        f"{'as before' if _same(left_over, gradients) else 'changed'}; afterwards torch builds "
        f"{'graphs again' if stage.graphs_afterwards else 'no graphs any more'}"
    )


def _same(one, other):
    return one.keys() == other.keys() and all(torch.equal(one[key], other[key]) for key in one)


LAST_BATCH = (
    "The last batch is smaller, and its images count for more than the others.",
    "Add up over images, and divide once, by their number.",
)
TENSORS = {
    "Your mean loss is a tensor.": lambda loss, accuracy: (torch.tensor(loss), accuracy),
    "Your accuracy is a tensor.": lambda loss, accuracy: (loss, torch.tensor(accuracy)),
    "You return two tensors.": lambda loss, accuracy: (torch.tensor(loss), torch.tensor(accuracy)),
}
GRAPH = (
    "A graph is built for a backward that never comes: it costs memory and time.",
    "Put the loop under with torch.no_grad():",
)

evaluate = Exercise(
    "lesson07.evaluate",
    functions={"evaluate": _evaluate},
    parts=(
        Part(
            "loss and accuracy",
            2,
            (
                value_law(Scene(sizes=(6,), training=False), "one batch"),
                value_law(Scene(sizes=(4, 4, 1), training=False, seed=1), "a small last batch"),
                value_law(Scene(once=True, training=False, seed=2), "batches from a generator"),
                kinds_law(Scene(sizes=(3, 2))),
            ),
        ),
        Part(
            "evaluation mode, then as before",
            1,
            (
                mode_law(Scene(network="dropout"), "a network in training mode"),
                mode_law(Scene(network="dropout", training=False), "one in evaluation mode"),
                value_law(Scene(network="dropout", seed=3), "dropout"),
                value_law(Scene(network="batch norm", seed=4), "batch norm"),
            ),
            needs=("loss and accuracy",),
        ),
        Part(
            "no graph, no change",
            1,
            (
                graph_law(Scene(), "graphs, weights and gradients"),
                graph_law(Scene(left_over=True), "gradients from a training that goes on"),
                graph_law(Scene(network="batch norm"), "batch norm has buffers"),
            ),
            needs=("loss and accuracy",),
        ),
    ),
    mistakes=(
        Mistake(
            "not divided",
            _model(mean_loss=lambda values, sizes: sum(values)),
            "Your loss is the sum over the batches. It grows with their number.",
            "Add up F.cross_entropy(...).item() * len(y), and divide by the number of images.",
        ),
        Mistake(
            "not weighted",
            _model(mean_loss=lambda values, sizes: sum(values) / sum(sizes)),
            "You add up a mean for each batch, and divide by the number of images.",
            "Multiply each loss.item() by len(y) before you add.",
        ),
        Mistake("mean over batches", _model(mean_loss=_mean, mean_accuracy=_mean), *LAST_BATCH),
        Mistake(
            "accuracy as a mean over batches",
            _model(mean_accuracy=_mean),
            "Your accuracy is the mean of the batches' accuracies. " + LAST_BATCH[0],
            "Count the right answers, and divide once, by the number of images.",
        ),
        Mistake(
            "loss as a mean over batches",
            _model(mean_loss=_mean),
            "Your loss is the mean of the batches' losses. " + LAST_BATCH[0],
            "Multiply each loss by len(y) before you add, and divide by the number of images.",
        ),
        Mistake(
            "per cent",
            _model(result=lambda loss, accuracy: (loss, 100 * accuracy)),
            "Your accuracy is in per cent. Asked for is a fraction.",
        ),
        Mistake(
            "counts",
            _model(mean_accuracy=_sum),
            "You count the right answers. Asked for is the fraction of them.",
            "Divide by the number of images.",
        ),
        Mistake(
            "error rate",
            _model(result=lambda loss, accuracy: (loss, 1 - accuracy)),
            "This is the fraction of wrong answers. Asked for is that of right ones.",
        ),
        Mistake(
            "swapped",
            _model(result=lambda loss, accuracy: (accuracy, loss)),
            "The two numbers are swapped: first the loss, then the accuracy.",
        ),
        Mistake(
            "argmax along the batch",
            _model(right=_over_the_batch),
            "Your argmax runs along the batch, and says for each class which image has most of "
            "it. The logits are (B, classes).",
            "logits.argmax(dim=1): for each image the best class.",
        ),
        Mistake(
            "argmax along the batch, and compared",
            _model(right=_share(lambda logits: logits.argmax(dim=0))),
            "Your argmax runs along the batch: one number for each class, which cannot be compared "
            "with a label for each image. The logits are (B, classes).",
            "logits.argmax(dim=1): for each image the best class.",
        ),
        Mistake(
            "argmax of all",
            _model(right=_share(lambda logits: logits.argmax())),
            "argmax without dim is one number: the place of the largest logit of the whole batch.",
            "logits.argmax(dim=1): for each image the best class.",
        ),
        Mistake(
            "argmin",
            _model(right=_share(lambda logits: logits.argmin(dim=1))),
            "You take the class with the smallest logit: the one that the network believes least.",
            "logits.argmax(dim=1).",
        ),
        Mistake(
            "right answers of the last batch",
            _model(mean_accuracy=_last_only),
            "Your accuracy counts the right answers of the last batch alone, and divides by all "
            "images.",
            "right += ..., not right = ...",
        ),
        Mistake(
            "loss of the last batch",
            _model(mean_loss=_last_only),
            "Your loss is that of the last batch alone, divided by all images.",
            "total += ..., not total = ...",
        ),
        Mistake(
            "softmax before cross_entropy",
            _model(loss_of=lambda logits, y: F.cross_entropy(logits.softmax(dim=1), y)),
            "There is a softmax before the loss. cross_entropy takes logits: it has a softmax of "
            "its own inside.",
            "F.cross_entropy(model(x), y).",
        ),
        Mistake(
            "last batch dropped",
            _model(use=lambda batches: list(batches)[:-1]),
            "The last batch does not count. It is smaller than the others, but it has images.",
        ),
        Mistake(
            "last batch only",
            _model(use=lambda batches: list(batches)[-1:]),
            "These are the numbers of the last batch alone.",
            "Add up over all batches, and return after the loop.",
        ),
        Mistake(
            "first batch only",
            _model(use=lambda batches: list(batches)[:1]),
            "These are the numbers of the first batch alone.",
            "The return line belongs behind the loop, not into it.",
        ),
        Mistake(
            "training mode",
            _model(enter=lambda model: model.train()),
            "You evaluate in training mode: dropout deletes at random, and batch norm uses, and "
            "learns, the statistics of the test images.",
            "model.eval() before the loop.",
        ),
        Mistake(
            "mode not set",
            _model(enter=_nothing, leave=_nothing),
            "You evaluate in whatever mode the network is in. After training, dropout deletes at "
            "random, and batch norm uses, and learns, the statistics of the test images.",
            "model.eval() before the loop.",
        ),
        Mistake(
            "mode not restored",
            _model(leave=_nothing),
            "You leave the network in evaluation mode, though it came in training mode: the next "
            "epoch would train without dropout.",
            "was = model.training before, model.train(was) after.",
        ),
        Mistake(
            "always training mode afterwards",
            _model(leave=lambda model, was: model.train()),
            "You leave the network in training mode, though it came in evaluation mode: it was "
            "finished, and the next prediction goes through dropout.",
            "was = model.training before, model.train(was) after.",
        ),
        Mistake("graphs are built", _model(grad=True), *GRAPH),
        Mistake(
            "gradients cleared",
            _model(enter=_eval_and_clear),
            "You clear the gradients. They belong to a training that goes on, and its next step "
            "may still need them.",
            "An evaluation has no backward, so there is nothing to clear: no zero_grad.",
        ),
        Mistake(
            "gradients never switched on again",
            _never_on_again,
            "After your function torch builds no graphs any more, in the whole notebook: the next "
            "loss.backward() fails.",
            "with torch.no_grad(): switches back by itself, after an error, too.",
        ),
        Mistake(
            "backward in an evaluation",
            _model(grad=True, after_batch=lambda loss: loss.backward()),
            "You call backward. The gradients of the test images stay in .grad, and the next step "
            "of the training would follow them.",
            "An evaluation has no backward. Put its loop under with torch.no_grad():",
        ),
        Mistake(
            "tensors with their graphs",
            _model(grad=True, keep=lambda loss: loss),
            "You return a tensor that hangs on the graphs of all batches: as long as somebody "
            "keeps it, none of their memory is given back.",
            "with torch.no_grad(): for the loop, and .item() for a plain number.",
        ),
        *(
            Mistake(
                "a tensor",
                _model(result=result),
                f"{told} Asked for are plain numbers.",
                ".item() of a tensor with one number is that number.",
            )
            for told, result in TENSORS.items()
        ),
    ),
    hints=(
        "Three totals: the loss, the right answers, the images. Two numbers at the end.",
        "The frame: was = model.training; model.eval(); with torch.no_grad(): the loop; "
        "model.train(was).",
        "In the loop: logits = model(x); total += F.cross_entropy(logits, y).item() * len(y); "
        "right += (logits.argmax(dim=1) == y).sum().item(); count += len(y).",
    ),
    ready_made=(
        *guard.TRAINING,
        *guard.METRICS,
        "cnnlib.exercises.lesson07.evaluation.evaluated",
        "cnnlib.exercises.lesson07.broken.accuracy",
    ),
    rtol=1e-5,
)
