"""`test_time_augmentation`: the mean of a network's answers to several versions of an image.

Imports torch: `cnnlib.exercises.lesson10` loads this module when the exercise is asked for.
"""

from functools import partial

import torch
from torch import nn

from cnnlib.check import Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson09.judging import Handed, one_thread


class Version:
    """A change of a batch (N, 1, H, W) that a report shows by its name."""

    def __init__(self, name, change):
        self.name, self.change = name, change

    def __call__(self, x):
        return self.change(x)

    def __repr__(self):
        return self.name


as_it_is = Version("as it is", lambda x: x)
mirrored = Version("mirrored", lambda x: x.flip(3))
top_for_bottom = Version("top for bottom", lambda x: x.flip(2))
brighter = Version("one brighter", lambda x: x + 1)
moved_right = Version("moved right", lambda x: nn.functional.pad(x[..., :-1], (1, 0)))


# The oracle, with switches for what can go wrong


def _softmax(logits):
    return logits.softmax(dim=1)


def _average(
    model,
    x,
    transforms,
    *,
    before=_softmax,
    after=lambda total, count: total / count,
    together=torch.sum,
    evaluation=True,
    restore=lambda model, was: model.train(was),
    no_grad=True,
    in_a_row=False,
    versions=lambda transforms: transforms,
    then=lambda model, x: None,
):
    was = model.training
    if evaluation is not None:
        model.train(not evaluation)
    total = []
    with torch.set_grad_enabled(not no_grad):
        version = x
        for transform in versions(list(transforms)):
            version = transform(version if in_a_row else x)
            total.append(before(model(version)))
        result = after(together(torch.stack(total), dim=0), len(total))
    restore(model, was)
    then(model, x)
    return result


def _test_time_augmentation(model, x, transforms):
    return _average(model, x, transforms)


def _model(**switches):
    return partial(_average, **switches)


def _votes(logits):
    return nn.functional.one_hot(logits.argmax(dim=1), logits.shape[1]).to(logits.dtype)


def _largest(stacked, dim):
    return stacked.amax(dim=dim)


def _product(stacked, dim):
    return stacked.prod(dim=dim)


def _restore_the_top_only(model, was):
    model.training = was


def _mean_of_the_images(model, x, transforms):
    mean = torch.stack([transform(x) for transform in transforms]).mean(dim=0)
    return _average(model, mean, [as_it_is])


def _gradients_off(model, x):
    torch.set_grad_enabled(False)


def _weights_frozen(model, x):
    model.requires_grad_(False)


def _class_numbers(model, x, transforms):
    return _average(model, x, transforms).argmax(dim=1)


# What is asked of it


class Judged(Handed, nn.Sequential):
    """A network that is handed over itself, not as a copy: what is done to it can be seen."""


def small_net(seed, dropout=0.0, classes=3):
    """For (N, 1, 2, 3): dense layers, with batch norm and dropout."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = Judged(
            nn.Flatten(), nn.Linear(6, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Dropout(dropout),
            nn.Linear(5, classes),
        ).double()  # fmt: skip
        with torch.no_grad():
            for parameter in net.parameters():
                parameter.copy_(torch.randn(parameter.shape, dtype=torch.float64))
            net[2].running_var.fill_(2.0)
    return net


def images(count, seed):
    """(count, 1, 2, 3) float64."""
    dice = torch.Generator().manual_seed(seed)
    return 2 * torch.randn(count, 1, 2, 3, generator=dice, dtype=torch.float64)


def _asked(f, x, transforms, seed, training=False, dropout=0.0):
    """The answer of the function, and the network afterwards."""
    net = small_net(seed, dropout).train(training)
    with torch.random.fork_rng(devices=[]), torch.enable_grad(), one_thread():
        torch.manual_seed(seed)
        return f(net, x, transforms), net


def _tensor(result):
    """A result that can be compared: a tensor; or None, of which the report knows what to say."""
    if result is None or isinstance(result, torch.Tensor):
        return result if result is None else result.detach()
    raise TypeError(f"a tensor (N, K) is asked for; this is of type {type(result).__name__}")


def values_law(transforms, count=2, seed=0, training=False, note=""):
    """The numbers themselves."""
    return Law(
        "the mean of the probabilities that the network gives to the versions",
        lambda f, x, transforms: _tensor(_asked(f, x, transforms, seed, training)[0]),
        lambda f, x, transforms: _asked(_test_time_augmentation, x, transforms, seed, training)[0],
        *(images(count, seed), list(transforms)),
        note=note,
    )


def _told(f, x, transforms, seed, training, dropout):
    """The answers, and what was left behind, in words."""
    given = []  # what the versions were made of, to see whether it changes later

    def watched(version):
        return Version(version.name, lambda x: (given.append(x), version(x))[1])

    net = small_net(seed, dropout).train(training)
    with torch.random.fork_rng(devices=[]), torch.enable_grad(), one_thread():
        torch.manual_seed(seed)
        result = f(net, x, [watched(version) for version in transforms])
        enabled = torch.is_grad_enabled()
    right = _asked(_test_time_augmentation, x, transforms, seed, training, dropout)[0]
    changed = bool(given) and given[0].shape == x.shape and not torch.equal(given[0], x)
    return {
        "answers": _answers_told(result, right),
        "afterwards": _mode_told(net, small_net(seed)),
        "x": "changed" if changed else "as before",
        "graph": "kept" if isinstance(result, torch.Tensor) and result.requires_grad else "none",
        "gradients": "as before" if enabled else "switched off for all that follows",
        "weights": (
            "need gradients as before"
            if all(parameter.requires_grad for parameter in net.parameters())
            else "need no gradients any more"
        ),
    }


def _answers_told(result, right):
    if not isinstance(result, torch.Tensor):
        return f"of type {type(result).__name__}"
    same = result.shape == right.shape and torch.allclose(result.detach(), right, atol=1e-9)
    return "those of evaluation mode" if same else "others than in evaluation mode"


def _mode_told(net, fresh):
    modes = {module.training for module in net.modules()}
    mode = "training" if net.training else "evaluation"
    numbers = all(
        torch.equal(mine, before)
        for mine, before in zip(net.state_dict().values(), fresh.state_dict().values(), strict=True)
    )
    layers = ", and its layers in another" if len(modes) > 1 else ""
    words = "with the same" if numbers else "with other"
    return f"in {mode} mode{layers}, {words} weights and statistics"


def _some_of(told, *keys):
    return {key: told[key] for key in keys}


def mode_law(training, dropout=0.5, seed=0, count=4):
    """Evaluation mode, and then the mode of before."""
    mode = "training" if training else "evaluation"
    return Law(
        "the network answers in evaluation mode, and is then in the mode in which it was; x stays "
        "as it is",
        lambda f, x, transforms: _some_of(
            _told(f, x, transforms, seed, training, dropout), "answers", "afterwards", "x"
        ),
        lambda f, x, transforms: {
            "answers": "those of evaluation mode",
            "afterwards": f"in {mode} mode, with the same weights and statistics",
            "x": "as before",
        },
        *(images(count, seed), [as_it_is, mirrored]),
        note=f"a network with dropout and batch norm, in {mode} mode",
    )


def graph_law(seed=0):
    """No graph is kept, and others can still keep theirs."""
    return Law(
        "no graph is kept: the answer needs no gradient; a training that follows can have its own",
        lambda f, x, transforms: _some_of(
            _told(f, x, transforms, seed, False, 0.0), "graph", "gradients", "weights"
        ),
        lambda f, x, transforms: {
            "graph": "none",
            "gradients": "as before",
            "weights": "need gradients as before",
        },
        *(images(2, seed), [as_it_is, mirrored]),
        note="does the answer keep a graph, and what of later ones?",
    )


test_time_augmentation = Exercise(
    "lesson10.test_time_augmentation",
    functions={"test_time_augmentation": _test_time_augmentation},
    parts=(
        Part(
            "mean of the probabilities",
            2,
            (
                values_law([as_it_is], note="one version"),
                values_law([as_it_is, mirrored], 2, 1, note="two versions"),
                values_law([mirrored, moved_right, top_for_bottom], 3, 2, note="three versions"),
            ),
        ),
        Part(
            "evaluation mode, then as before",
            1,
            (mode_law(True), mode_law(False)),
            needs=("mean of the probabilities",),
        ),
        Part("no graph", 1, (graph_law(),), needs=("mean of the probabilities",)),
    ),
    mistakes=(
        Mistake(
            "logits averaged",
            _model(before=lambda logits: logits, after=lambda total, n: (total / n).softmax(dim=1)),
            "You take the mean of the logits, and then the softmax. Then one version that is very "
            "sure outvotes the others. Asked for is the mean of the probabilities.",
            "softmax of each answer first, then the mean.",
        ),
        Mistake(
            "no softmax",
            _model(before=lambda logits: logits),
            "You return a mean of logits. They are no probabilities: a row does not sum to 1.",
            "model(...).softmax(dim=1)",
        ),
        Mistake(
            "sigmoid",
            _model(before=torch.sigmoid),
            "You take the sigmoid of each logit. Then a row does not sum to 1: with classes of"
            " which one is right, probabilities come from the softmax.",
            "model(...).softmax(dim=1)",
        ),
        Mistake(
            "softmax twice",
            _model(before=lambda logits: logits.softmax(dim=1).softmax(dim=1)),
            "You take the softmax twice. That of probabilities makes them all nearly equal.",
            "Once, of the logits.",
        ),
        Mistake(
            "mean of the images",
            _mean_of_the_images,
            "You take the mean of the images, and ask about that one. Asked for is the mean of"
            " the answers, one for each version.",
            "model(transform(x)).softmax(dim=1), for each transform.",
        ),
        Mistake(
            "softmax over the batch",
            _model(before=lambda logits: logits.softmax(dim=0)),
            "Your softmax runs over the images, and not over the classes.",
            "softmax(dim=1)",
        ),
        Mistake(
            "votes",
            _model(before=_votes),
            "You count votes: for each version its most probable class. How sure it is is lost.",
            "The mean of the probabilities.",
        ),
        Mistake(
            "the sum",
            _model(after=lambda total, n: total),
            "You return the sum. Divide by the number of versions.",
        ),
        Mistake(
            "the largest",
            _model(together=_largest, after=lambda total, n: total),
            "You take the largest probability over the versions. Asked for is the mean.",
        ),
        Mistake(
            "the product",
            _model(together=_product, after=lambda total, n: total),
            "You multiply the probabilities. Asked for is the mean.",
        ),
        Mistake(
            "one after the other",
            _model(in_a_row=True),
            "You change the image that was changed already: each transform works on what the one "
            "before made. Each begins with x.",
            "transform(x)",
        ),
        Mistake(
            "the last one only",
            _model(versions=lambda transforms: transforms[-1:]),
            "Only the last version counts. Collect all answers.",
        ),
        Mistake(
            "the first one only",
            _model(versions=lambda transforms: transforms[:1]),
            "Only the first version counts.",
            "A return inside the loop ends it.",
        ),
        Mistake(
            "the original as well",
            _model(versions=lambda transforms: [as_it_is, *transforms]),
            "You ask about the image as it is as well. Only the versions in transforms count; the "
            "image itself is among them where it is wanted.",
        ),
        Mistake(
            "class numbers",
            _class_numbers,
            "You return class numbers. Asked for are probabilities, one for each class.",
        ),
        Mistake(
            "mode not set",
            _model(evaluation=None),
            "The network answers in the mode in which it is. In training mode dropout deletes "
            "values, and batch norm looks at the batch.",
            "model.eval(), and afterwards model.train(was).",
        ),
        Mistake(
            "training mode",
            _model(evaluation=False),
            "The network answers in training mode.",
            "model.eval()",
        ),
        Mistake(
            "left in evaluation mode",
            _model(restore=lambda model, was: None),
            "The network stays in evaluation mode. A training that goes on would go on in it.",
            "was = model.training before, model.train(was) after.",
        ),
        Mistake(
            "layers left in evaluation mode",
            _model(restore=_restore_the_top_only),
            "The layers of the network stay in evaluation mode: model.training is a note of "
            "the whole network, and each layer has its own.",
            "model.train(was) sets them all.",
        ),
        Mistake(
            "x changed",
            _model(then=lambda model, x: x.zero_()),
            "Your function changes x in place: the caller still needs it.",
            "Work on a copy.",
        ),
        Mistake(
            "left in training mode",
            _model(restore=lambda model, was: model.train()),
            "The network is in training mode afterwards, whatever it was in before.",
            "was = model.training before, model.train(was) after.",
        ),
        Mistake(
            "no_grad missing",
            _model(no_grad=False),
            "The answer keeps the graph of all versions alive, and their maps with it.",
            "with torch.no_grad():",
        ),
        Mistake(
            "gradients switched off",
            _model(then=_gradients_off),
            "You switch gradients off, and not on again: no training that follows would learn "
            "anything.",
            "with torch.no_grad(): ends by itself.",
        ),
        Mistake(
            "weights frozen",
            _model(then=_weights_frozen),
            "The weights of the network need no gradients any more: it can no longer be trained.",
            "Leave the weights alone; with torch.no_grad(): is enough.",
        ),
    ),
    hints=(
        "Three steps: evaluation mode; for each transform the softmax of model(transform(x)); the "
        "mean.",
        "torch.stack(answers).mean(dim=0), or a sum that is divided by len(transforms).",
        "was = model.training; model.eval(); ...; model.train(was). And torch.no_grad() around the "
        "forward passes.",
    ),
    ready_made=(
        "cnnlib.augment.test_time_augmentation",
        "cnnlib.augment.averaging.test_time_augmentation",
        "cnnlib.training.predict",
    ),
    rtol=1e-6,
    atol=1e-9,
)
