"""What training refuses, and in which words."""

import pytest
import torch
from torch import nn
from training_recipes import images, net, pairs

from cnnlib.training import evaluate, fit, predict

X, Y = images(4)[0] / 255, images(4)[1]


def train(model=None, train=None, **options):
    fit(net() if model is None else model, pairs() if train is None else train, **options)


def linear(outputs):
    return nn.Sequential(nn.Flatten(), nn.Linear(16, outputs))


@pytest.mark.parametrize("epochs", [0, -1, 1.5, "2", None])
def test_fit_when_epochs_is_no_number_of_epochs_then_says_so(epochs):
    with pytest.raises(ValueError, match="epochs must be a whole number of at least 1, not"):
        train(epochs=epochs)


@pytest.mark.parametrize("part", ["train", "valid"])
def test_fit_when_there_are_no_batches_then_says_of_which(part):
    with pytest.raises(ValueError, match=f"{part} has no batches"):
        train(**{part: []})
    with pytest.raises(TypeError, match=f"{part} must be batches .* not a generator"):
        train(**{part: (batch for batch in pairs())})


@pytest.mark.parametrize("ask", [evaluate, predict])
def test_evaluate_and_predict_when_there_are_no_batches_then_say_so(ask):
    with pytest.raises(ValueError, match="batches has no batches"):
        ask(net(), [])
    with pytest.raises(TypeError, match="not a zip"):
        ask(net(), zip([X], [Y], strict=True))


@pytest.mark.parametrize(
    ("batch", "words"),
    [
        (X, "a Tensor"),
        ((X, Y, Y), r"a tuple of \(Tensor, Tensor, Tensor\)"),
        ((X, [0, 1, 2, 0]), r"a tuple of \(Tensor, list\)"),
        ([X.numpy(), Y], r"a list of \(ndarray, Tensor\)"),
        (None, "a NoneType"),
    ],
)
@pytest.mark.parametrize("do", [evaluate, predict, train])
def test_batch_when_it_is_no_pair_of_tensors_then_says_what_it_is(do, batch, words):
    with pytest.raises(TypeError, match=f"pair of tensors.* that is {words}"):
        do(net(), [batch])


UNFIT = [
    (linear(3), X, Y.float(), "dtype int64, but theirs is float32: .*y.long()"),
    (linear(3), X, Y.int(), "theirs is int32"),
    (linear(3), X, Y + 1, r"\(4, 3\), for 3 classes .* 0 to 2, but the labels go from 1 to 3"),
    (linear(3), X, Y - 1, "labels go from -1 to 1"),
    (linear(2), X, Y, r"returns scores \(4, 2\), .* give the model 3 outputs"),
    (linear(3), X, Y[:3], r"a label for each image.* y \(3,\)"),
    (linear(3), X, nn.functional.one_hot(Y), r"y \(4, 3\), scores \(4, 3\)"),
]
UNFIT_AT_ONCE = [
    (linear(3), X[:0], Y[:0], r"one at least: x \(0, 1, 4, 4\)"),
    (linear(3), X, torch.full((4,), -100), "labels go from -100"),
    (nn.Conv2d(1, 3, 3), X, Y, r"scores \(4, 3, 2, 2\)"),
    (nn.Sequential(nn.Conv2d(1, 1, 1), nn.Flatten(0)), X, Y, r"scores \(64,\)"),
]


@pytest.mark.parametrize(("model", "x", "y", "words"), UNFIT + UNFIT_AT_ONCE)
@pytest.mark.parametrize("do", [evaluate, train])
def test_batch_when_labels_and_scores_do_not_fit_then_names_the_shapes(do, model, x, y, words):
    with pytest.raises(ValueError, match=words):
        do(model, [(x, y)])


@pytest.mark.parametrize(("model", "x", "y", "words"), UNFIT)
@pytest.mark.parametrize("do", [evaluate, train])
def test_batch_when_a_later_one_does_not_fit_then_names_the_shapes(do, model, x, y, words):
    """Only torch's refusal calls for a look at a later batch."""
    with pytest.raises(ValueError, match=words):
        do(model, [(X[:2], Y[:2]), (x, y)])


def test_loss_when_it_is_not_one_number_then_says_so():
    each = nn.CrossEntropyLoss(reduction="none")
    with pytest.raises(ValueError, match=r"one number, .* its shape is \(4,\)"):
        train(loss=each)


def test_loss_when_its_error_is_its_own_then_is_not_touched():
    def loss(scores, y):
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        train(loss=loss)


def test_fit_when_optimizer_is_of_another_model_then_says_so():
    old = torch.optim.SGD(net().parameters(), lr=0.1)
    with pytest.raises(ValueError, match="no weight of this model, but those of another one"):
        train(optimizer=old)


def test_fit_when_optimizer_has_some_of_the_weights_then_trains_those():
    model = net()
    frozen = model[0].weight.clone()
    train(model, optimizer=torch.optim.SGD(model[5].parameters(), lr=0.1))
    assert torch.equal(model[0].weight, frozen)


@pytest.mark.parametrize("given", [True, False])
def test_fit_when_scheduler_is_of_another_optimizer_then_says_so(given):
    model = net()
    first, second = (torch.optim.SGD(model.parameters(), lr=0.1) for _ in range(2))
    scheduler = torch.optim.lr_scheduler.StepLR(first, 1)
    options = {"optimizer": second} if given else {}
    with pytest.raises(ValueError, match="learning rate of another optimizer"):
        train(model, scheduler=scheduler, **options)


def test_fit_when_step_scheduler_is_unknown_then_names_the_two():
    with pytest.raises(ValueError, match="'epoch' or 'batch', not 'step'"):
        train(step_scheduler="step")


def test_fit_when_a_callback_hears_nothing_then_names_what_it_could_hear():
    class Misspelt:
        def on_epoch_ended(self, run): ...

    with pytest.raises(TypeError, match="on_fit_begin, on_batch_end, on_epoch_end, but .*Misspelt"):
        train(callbacks=[Misspelt()])


def test_fit_when_device_is_not_there_then_names_those_that_are():
    with pytest.raises(ValueError, match="no device 'tpu' .* it has .*cpu"):
        train(device="tpu")


def test_fit_when_batches_can_be_gone_through_only_once_then_says_so():
    class Once:
        def __init__(self):
            self.rest = iter(pairs())

        def __len__(self):
            return 6

        def __iter__(self):
            return self.rest

    with pytest.raises(ValueError, match="only once"):
        train(train=Once(), epochs=2)
