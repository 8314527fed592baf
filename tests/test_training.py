"""The training loop: beside a bare one, with everything that can be given to it."""

import math
import signal
import subprocess
import sys

import pytest
import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from training_recipes import At, batches, loader, net, pairs, same_weights, train

from cnnlib.training import (
    NonFiniteLoss,
    available_devices,
    evaluate,
    fit,
    pick_device,
    predict,
    seed_everything,
)
from cnnlib.training.bar import Bar

F = nn.functional


@pytest.fixture
def bar_is_shown(monkeypatch):
    for name in ("CNNLIB_STATIC", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)


# the loop


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_fit_when_trained_then_weights_are_those_of_a_bare_loop_bit_for_bit(momentum):
    def model_optimizer_scheduler():
        seed_everything(5)
        model = net()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=momentum)
        return model, optimizer, torch.optim.lr_scheduler.StepLR(optimizer, 4, gamma=0.5)

    bare, optimizer, scheduler = model_optimizer_scheduler()
    data, losses = batches(), []
    for epoch in range(3):
        data.set_epoch(epoch)
        for x, y in data:
            optimizer.zero_grad()
            loss = F.cross_entropy(bare(x), y)
            loss.backward()
            optimizer.step()
            scheduler.step()
            losses.append(loss.item())

    model, optimizer, scheduler = model_optimizer_scheduler()
    options = {"optimizer": optimizer, "scheduler": scheduler, "step_scheduler": "batch"}
    history = fit(model, batches(), epochs=3, device="cpu", **options)
    assert same_weights(model, bare)
    assert history.batch_loss == losses
    assert optimizer.param_groups[0]["lr"] == 0.1 * 0.5 ** (18 // 4)


@pytest.mark.parametrize("device", available_devices())
def test_fit_when_on_any_device_then_model_learns_there_and_stays_there(device):
    seed_everything(0)
    model = net()
    history = fit(model, pairs(), valid=pairs(), epochs=25, device=device)
    assert history.valid_loss[-1] < 0.7 * history.valid_loss[0]
    assert {weights.device.type for weights in model.parameters()} == {device}
    assert evaluate(model, pairs()).accuracy == history.valid_accuracy[-1]
    logits, labels = predict(model, pairs())
    assert logits.device.type == labels.device.type == "cpu"


@pytest.mark.parametrize("data", [batches, loader])
def test_fit_when_seed_is_the_same_then_history_is_the_same(data):
    (model, history), (again, second), (_, other) = (train(data=data, seed=s) for s in (0, 0, 1))
    assert history == second
    assert same_weights(model, again)
    assert history != other


def test_fit_when_no_optimizer_is_given_then_it_is_adam_as_torch_has_it():
    models = []
    for make in (lambda w: None, torch.optim.Adam):
        seed_everything(0)
        models.append(net())
        fit(models[-1], pairs(), optimizer=make(models[-1].parameters()), device="cpu")
    assert same_weights(*models)


def test_fit_when_loss_is_given_then_it_is_what_is_minimised_and_reported():
    seed_everything(0)
    model, data = nn.Sequential(nn.Flatten(), nn.Linear(16, 3)), pairs()

    def ten_times(scores, y):
        return 10 * F.cross_entropy(scores, y)

    expected = 10 * evaluate(model, data).loss
    sgd = torch.optim.SGD(model.parameters(), lr=1e-9)
    history = fit(model, data, valid=data, loss=ten_times, optimizer=sgd, device="cpu")
    assert history.train_loss[0] == pytest.approx(expected, rel=1e-5)
    assert history.valid_loss[0] == pytest.approx(expected, rel=1e-5)


def test_fit_when_plateau_scheduler_has_no_progress_then_learning_rate_falls():
    model = net()
    sgd = torch.optim.SGD(model.parameters(), lr=0.1)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(sgd, patience=0, threshold=10.0)
    history = fit(model, pairs(), epochs=3, optimizer=sgd, scheduler=scheduler, device="cpu")
    assert history.learning_rate == pytest.approx([0.1, 0.01, 0.001])


def test_fit_when_train_can_be_told_the_epoch_then_it_is_from_zero():
    class Told(list):
        epochs = ()

        def set_epoch(self, epoch):
            self.epochs += (epoch,)

    data = Told(pairs())
    fit(net(), data, epochs=3, device="cpu")
    assert data.epochs == (0, 1, 2)


def test_fit_when_labels_are_of_pixels_then_accuracy_counts_pixels():
    model = nn.Conv2d(1, 2, 1)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([0.0, 1.0]).reshape(2, 1, 1, 1))
        model.bias.copy_(torch.tensor([0.5, 0.0]))
    x = torch.tensor([[0.0, 1.0], [1.0, 1.0]]).reshape(1, 1, 2, 2)
    y = torch.tensor([[[0, 1], [1, 0]]])
    assert evaluate(model, [(x, y)]).accuracy == 0.75
    sgd = torch.optim.SGD(model.parameters(), lr=0.1)
    assert fit(model, [(x, y)], optimizer=sgd, device="cpu").train_accuracy == [0.75]


# what is counted


def test_history_when_last_batch_is_smaller_then_each_image_counts_alike():
    _, history = train(epochs=1)
    weights = [4, 4, 4, 4, 4, 2]
    mean = sum(w * loss for w, loss in zip(weights, history.batch_loss, strict=True)) / 22
    assert history.train_loss == [pytest.approx(mean)]
    assert history.train_accuracy[0] * 22 == pytest.approx(round(history.train_accuracy[0] * 22))


@pytest.mark.parametrize("batch_size", [1, 3, 7, 22])
def test_evaluate_when_batches_differ_then_result_is_that_of_all_images_at_once(batch_size):
    seed_everything(0)
    model = net().eval()
    x, y = (torch.cat(part) for part in zip(*pairs(), strict=True))
    result = evaluate(model, list(zip(x.split(batch_size), y.split(batch_size), strict=True)))
    with torch.no_grad():
        scores = model(x)
    assert result.loss == pytest.approx(F.cross_entropy(scores, y).item(), rel=1e-5)
    assert result.accuracy == (scores.argmax(1) == y).sum().item() / 22
    assert result.count == 22


def test_predict_when_model_has_answered_then_logits_and_labels_are_in_order():
    model, data = net(), pairs()
    logits, labels = predict(model, data)
    assert torch.equal(labels, torch.cat([y for _, y in data]))
    with torch.no_grad():
        expected = torch.cat([model.eval()(x) for x, _ in data])
    assert torch.equal(logits, expected)
    assert not logits.requires_grad and not logits.is_inference()


class Elsewhere(torch.Tensor):
    """A loss that says it is not in the CPU's memory, as one on a GPU would."""

    is_cpu = False


class Waits(TorchDispatchMode):
    """Counts how often Python asks for the value of a tensor: on a GPU, a wait each."""

    count = 0

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        self.count += operation is torch.ops.aten._local_scalar_dense.default
        return operation(*args, **(kwargs or {}))


def loss_elsewhere(scores, y):
    return F.cross_entropy(scores, y).as_subclass(Elsewhere)


@pytest.mark.parametrize(("loss", "a_batch"), [(loss_elsewhere, 0), (F.cross_entropy, 1)])
def test_fit_when_loss_is_on_a_gpu_then_no_batch_is_waited_for(loss, a_batch, monkeypatch):
    monkeypatch.setattr("cnnlib.training.meter.SETTLE", 1000)
    counts = []
    for batch_size in (11, 2):
        model, data = net(), pairs(batch_size=batch_size)
        sgd = torch.optim.SGD(model.parameters(), lr=0.1)
        with Waits() as waits:
            fit(model, data, valid=data, optimizer=sgd, loss=loss, device="cpu")
        counts.append(waits.count)
    assert counts[1] - counts[0] == 2 * (11 - 2) * a_batch  # in training and in validation


# modes


class Modes:
    """A callback that writes down whether the model is in training mode."""

    def __init__(self):
        self.seen = []

    def on_batch_end(self, run):
        self.seen.append(run.model.training)


@pytest.mark.parametrize("before", [True, False])
def test_fit_when_model_comes_in_any_mode_then_it_trains_in_train_and_ends_in_eval(before):
    model, modes = net().train(before), Modes()
    fit(model, pairs(), valid=pairs(), epochs=2, callbacks=[modes], device="cpu")
    assert modes.seen == [True] * 12
    assert not any(part.training for part in model.modules())


@pytest.mark.parametrize("ask", [evaluate, predict])
def test_model_when_asked_then_each_part_is_in_its_mode_again_and_statistics_stay(ask):
    model = net().train()
    model[1].eval()  # frozen batch normalisation
    before = [part.training for part in model.modules()]
    statistics = {name: buffer.clone() for name, buffer in model.named_buffers()}
    ask(model, pairs())
    assert [part.training for part in model.modules()] == before
    assert all(torch.equal(b, statistics[name]) for name, b in model.named_buffers())
    with pytest.raises(TypeError):
        ask(model, [(None, None)])
    assert [part.training for part in model.modules()] == before


@pytest.mark.parametrize("ask", [evaluate, predict])
def test_model_when_asked_then_dropout_is_off_and_no_gradient_is_left(ask):
    model = net().train()
    first, second = ask(model, pairs()), ask(model, pairs())
    assert all(
        torch.equal(torch.as_tensor(a), torch.as_tensor(b))
        for a, b in zip(first, second, strict=True)
    )
    assert all(weights.grad is None for weights in model.parameters())


# callbacks


class Diary:
    def __init__(self):
        self.lines = []

    def on_fit_begin(self, run):
        self.lines.append(("begin", run.epochs))

    def on_batch_end(self, run):
        self.lines.append((run.epoch, run.batch, len(run.history), run.loss.item()))

    def on_epoch_end(self, run):
        self.lines.append((run.epoch, len(run.history), run.optimizer.param_groups[0]["lr"]))


def test_callbacks_when_training_then_are_told_in_order_with_epochs_from_one():
    diary = Diary()
    data = pairs(6)
    history = fit(net(), data, epochs=2, callbacks=[diary], device="cpu")
    a, b, c, d = history.batch_loss
    assert diary.lines == [
        *(("begin", 2), (1, 1, 0, a), (1, 2, 0, b), (1, 1, 0.001)),
        *((2, 1, 1, c), (2, 2, 1, d), (2, 2, 0.001)),
    ]


@pytest.mark.parametrize(("batch", "finished"), [(1, 1), (5, 1), (6, 2)])
def test_fit_when_a_callback_stops_it_then_only_whole_epochs_are_recorded(batch, finished):
    modes = Modes()
    callbacks = [At(2, batch, lambda run: run.stop()), modes]
    _, history = train(callbacks=callbacks)
    assert len(history) == finished
    assert len(modes.seen) == 6 + batch
    assert len(history.batch_loss) == 6 * finished
    assert not history.interrupted


def test_fit_when_stopped_after_an_epoch_then_it_ends_there():
    class Patience:
        def on_epoch_end(self, run):
            if run.epoch == 3:
                run.stop()

    assert len(train(callbacks=[Patience()])[1]) == 3


# the stop button


def press_stop(_):
    signal.raise_signal(signal.SIGINT)


def test_fit_when_interrupted_then_whole_epochs_and_best_weights_are_kept(capsys):
    copies = []

    class Copies:
        def on_epoch_end(self, run):
            copies.append({k: v.clone() for k, v in run.model.state_dict().items()})

    model, history = train(callbacks=[Copies(), At(3, 4, press_stop)])
    said = capsys.readouterr().out
    assert history.interrupted and len(history) == 2 and len(history.batch_loss) == 12
    assert "epoch 3, batch 4 of 6" in said and "restore_best" in said
    assert f"epoch {history.best_epoch}" in said
    assert not model.training
    history.restore_best(model)
    best = copies[history.best_epoch - 1]
    assert all(torch.equal(v, best[k]) for k, v in model.state_dict().items())


def test_fit_when_interrupted_in_the_first_epoch_then_history_is_empty_and_says_so(capsys):
    model, history = train(callbacks=[At(1, 2, press_stop)])
    assert history.interrupted and len(history) == 0 and history.best_epoch is None
    assert "epoch 1, batch 2 of 6" in capsys.readouterr().out
    with pytest.raises(ValueError, match="no epoch was finished"):
        history.restore_best(model)


def test_fit_when_interrupted_while_it_validates_then_that_epoch_is_not_recorded():
    class Stops(list):
        rounds = 0

        def __iter__(self):
            self.rounds += 1
            if self.rounds == 2:
                raise KeyboardInterrupt
            return super().__iter__()

    _, history = train(valid=Stops(pairs(9)))
    assert history.interrupted and len(history) == len(history.valid_loss) == 1


def test_fit_when_interrupted_while_it_records_then_that_epoch_is_not_recorded():
    class Stops(nn.Linear):
        def state_dict(self, *args, **kwargs):
            raise KeyboardInterrupt

    model = nn.Sequential(nn.Flatten(), Stops(16, 3))
    history = fit(model, pairs(), device="cpu")
    assert history.interrupted and history.rows == [] and history.best_weights is None


# a loss that is no number


def breaks_at(number, value, loss=F.cross_entropy):
    """A loss function whose result is nan or infinite on its n-th call."""
    calls = iter(range(1, 1000))
    return lambda scores, y: loss(scores, y) * (value if next(calls) == number else 1)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_fit_when_loss_is_not_finite_then_stops_at_that_batch_before_the_step(value):
    seed_everything(0)
    model, copies = nn.Sequential(nn.Flatten(), nn.Linear(16, 3)), []

    class Copies:
        def on_batch_end(self, run):
            copies.append((run.model[1].weight.clone(), run.loss.item()))

    sgd = torch.optim.SGD(model.parameters(), lr=0.25)
    with pytest.raises(NonFiniteLoss) as caught:
        options = {"optimizer": sgd, "callbacks": [Copies()], "device": "cpu"}
        fit(model, pairs(), epochs=3, loss=breaks_at(9, value), **options)
    error, said = caught.value, str(caught.value)
    assert (error.epoch, error.batch, len(error.history), len(error.losses)) == (2, 3, 1, 3)
    assert f"the loss is {value} in epoch 2, batch 3" in said
    assert f"last finite loss was {copies[-1][1]:.4g}" in said
    assert "0.25, is too high" in said and "Try 0.025" in said
    assert len(copies) == 8 and torch.equal(model[1].weight, copies[-1][0])
    assert not model.training
    error.history.restore_best(model)
    assert torch.equal(model[1].weight, copies[5][0])


def test_fit_when_loss_on_a_gpu_is_not_finite_then_batch_is_named_all_the_same(monkeypatch):
    monkeypatch.setattr("cnnlib.training.meter.SETTLE", 1000)
    with pytest.raises(NonFiniteLoss) as caught:
        train(loss=breaks_at(3, math.nan, loss_elsewhere), valid=None)
    assert (caught.value.epoch, caught.value.batch) == (1, 3)
    assert "epoch 1, batch 3" in str(caught.value)


def test_fit_when_the_first_loss_is_not_finite_then_says_that_it_was_the_first():
    with pytest.raises(NonFiniteLoss, match="batch 1. It was the first") as caught:
        train(loss=breaks_at(1, math.nan))
    assert caught.value.history.rows == []


def test_fit_when_validation_is_not_finite_then_stops_with_the_epoch():
    with pytest.raises(NonFiniteLoss, match="validation images is not finite after epoch 1") as c:
        train(loss=breaks_at(7, math.nan))
    assert c.value.batch is None and c.value.history.rows == []


def test_fit_when_learning_rate_is_absurd_then_says_that_it_is_too_high():
    model = nn.Sequential(nn.Flatten(), nn.Linear(16, 20), nn.Linear(20, 20), nn.Linear(20, 3))
    sgd = torch.optim.SGD(model.parameters(), lr=1e6)
    with pytest.raises(NonFiniteLoss, match=r"learning rate, here 1e\+06, is too high"):
        fit(model, pairs(), epochs=20, optimizer=sgd, device="cpu")


# the bar


def test_bar_when_a_terminal_is_there_then_shows_numbers_and_leaves_nothing(
    bar_is_shown, monkeypatch, capsys
):
    for place in ("bar.REDRAW", "meter.SETTLE"):
        monkeypatch.setattr(f"cnnlib.training.{place}", 0)
    train(epochs=2)
    out, err = capsys.readouterr()
    *_, last = lines = err.split("\r")
    drawn = next(line for line in lines if "epoch 2 of 2" in line)
    assert "loss" in drawn and "accuracy" in drawn and "%" in drawn and "<" in drawn  # time left
    assert out == "" and last.strip() == ""


def test_bar_when_it_closes_between_two_drawings_then_it_is_full(bar_is_shown, monkeypatch):
    """A notebook keeps a bar that is not full on the page, in red, whatever `leave` says."""
    import tqdm.auto

    closed = []

    class Recorded(tqdm.auto.tqdm):
        def close(self):
            closed.append((self.n, self.total, self.leave))
            super().close()

    monkeypatch.setattr(tqdm.auto, "tqdm", Recorded)
    with Bar(epochs=2, batches=5):
        pass
    assert (10, 10, False) in closed


def test_bar_when_static_then_nothing_is_written(monkeypatch, capsys):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    train(epochs=2)
    assert capsys.readouterr() == ("", "")


# devices, seeds, imports


def test_pick_device_when_there_are_gpus_then_takes_them_first(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert pick_device() == torch.device("cpu")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert pick_device() == torch.device("mps")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert pick_device() == torch.device("cuda")
    assert pick_device("cuda:1") == torch.device("cuda:1")
    assert pick_device(torch.device("cpu")) == torch.device("cpu")
    with pytest.raises(ValueError, match="no device 'cuda:2' on this machine: it has cuda, mps"):
        pick_device("cuda:2")


@pytest.mark.parametrize("name", ["gpu", "cuda:x", "", "cpu:1", 0])
def test_pick_device_when_there_is_none_of_that_name_then_says_which_there_are(name):
    with pytest.raises(ValueError, match="no device .*cpu"):
        pick_device(name)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "0", None])
def test_seed_everything_when_seed_is_no_seed_then_is_refused(seed):
    with pytest.raises(ValueError, match="seed must be"):
        seed_everything(seed)


def test_training_when_imported_then_slow_libraries_are_not():
    slow = ["torchmetrics", "safetensors", "torchvision", "sklearn", "torch._dynamo"]
    code = f"import sys, cnnlib.training; print([m for m in {slow} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
