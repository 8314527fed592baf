"""`step_by_hand`: practice, without points. One step of gradient descent without an optimizer.

Imports torch: `cnnlib.exercises.lesson07` loads this module when the exercise is asked for.
"""

import torch
import torch.nn.functional as F

from cnnlib.check import Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson07.watching import Scene, watch


def _minus(parameter, rate):
    parameter -= rate * parameter.grad


def _plus(parameter, rate):
    parameter += rate * parameter.grad


def _gradient_for_parameter(parameter, rate):
    parameter.copy_(-rate * parameter.grad)


def _nothing(parameter, rate):
    """parameter = parameter - rate * parameter.grad gives a name to a new tensor."""


def _step(model, x, y, rate, *, clear=True, move=_minus):
    loss = F.cross_entropy(model(x), y)
    if clear:
        model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            move(parameter, rate)
    return loss.item()


def _step_by_hand(model, x, y, rate):
    return _step(model, x, y, rate)


def _model(**switches):
    return lambda model, x, y, rate: _step(model, x, y, rate, **switches)


def _after_steps(f, scene, rate):
    """The weights after a step for each batch of a scene."""

    def call(f, stage):
        for x, y in stage.given:
            stage.network.handed_over = False  # each call gets the network, not a copy of it
            f(stage.network, x, y, rate)

    return watch(f, scene, call).weights


def _law(scene, note):
    return Law(
        "each parameter moves by - rate * grad, with the gradient of this batch alone",
        lambda f, scene, rate: _after_steps(f, scene, rate),
        lambda f, scene, rate: _after_steps(_step_by_hand, scene, rate),
        *(scene, 0.5),
        note=note,
    )


step_by_hand = Exercise(
    "lesson07.step_by_hand",
    functions={"step_by_hand": _step_by_hand},
    parts=(
        Part(
            "one step, several steps",
            0,
            (
                _law(Scene(sizes=(4,), network="mean", optimizer="none"), "one step"),
                _law(
                    Scene(sizes=(4, 3, 2), network="mean", optimizer="none", seed=1), "three steps"
                ),
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "gradients added up",
            _model(clear=False),
            "The second step follows the gradients of both batches: backward adds to .grad.",
            "model.zero_grad() before backward.",
        ),
        Mistake(
            "uphill",
            _model(move=_plus),
            "You move along the gradient: the loss grows.",
            "Minus.",
        ),
        Mistake(
            "nothing moves",
            _model(move=_nothing),
            "The parameters are what they were: nothing moves them. (parameter = parameter - ... "
            "would not: it gives the name to a new tensor, and the model keeps the old one.)",
            "In place: parameter -= ...",
        ),
        Mistake(
            "the gradient for the parameter",
            _model(move=_gradient_for_parameter),
            "The parameters are overwritten by their gradients.",
            "parameter -= rate * parameter.grad",
        ),
    ),
    hints=("model.zero_grad(), and parameter -= rate * parameter.grad.",),
    rtol=1e-6,
)
