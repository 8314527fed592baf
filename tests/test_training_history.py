"""What fit returns: rows that are whole, and the best of them."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnnlib.training import Epoch, History

numbers = st.floats(0, 100)


def epoch(train_loss=0.5, valid_loss=0.5, seconds=1.0, **changes):
    others = {
        "train_accuracy": 0.75,
        "valid_accuracy": None if valid_loss is None else 0.5,
        "learning_rate": 0.1,
        "batch_loss": (train_loss, train_loss),
    }
    return Epoch(train_loss=train_loss, valid_loss=valid_loss, seconds=seconds, **others | changes)


def history_of(*rows, model=None):
    history = History()
    for row in rows:
        history.record(row, model)
    return history


def test_history_when_rows_are_recorded_then_columns_have_one_value_each():
    history = history_of(epoch(0.9, 0.8, 3.0), epoch(0.7, 0.6, 4.0, learning_rate=0.05))
    assert len(history) == len(history.rows) == 2
    assert history.train_loss == [0.9, 0.7] and history.valid_loss == [0.8, 0.6]
    assert history.train_accuracy == [0.75, 0.75] and history.valid_accuracy == [0.5, 0.5]
    assert history.learning_rate == [0.1, 0.05] and history.seconds == [3.0, 4.0]
    assert history.batch_loss == [0.9, 0.9, 0.7, 0.7]


def test_history_when_there_is_no_validation_then_its_columns_are_empty():
    history = history_of(epoch(0.9, None), epoch(0.7, None))
    assert history.valid_loss == history.valid_accuracy == []
    assert history.best_epoch == 2


@given(st.lists(numbers, min_size=1, max_size=8))
def test_best_epoch_when_validation_losses_are_any_then_is_the_first_lowest(losses):
    history = history_of(*(epoch(train_loss=i, valid_loss=v) for i, v in enumerate(losses)))
    best = history.valid_loss[history.best_epoch - 1]
    assert best == min(losses) and best not in losses[: history.best_epoch - 1]


@given(st.lists(numbers, min_size=1, max_size=8))
def test_best_weights_when_model_goes_on_then_are_those_of_the_best_epoch(losses):
    history, model = History(), nn.Linear(1, 1, bias=False)
    for i, loss in enumerate(losses, start=1):
        nn.init.constant_(model.weight, i)
        history.record(epoch(valid_loss=loss), model)
    nn.init.constant_(model.weight, -1)
    history.restore_best(model)
    assert model.weight.item() == history.best_epoch


def test_restore_best_when_there_is_no_epoch_then_says_what_to_do():
    with pytest.raises(ValueError, match="no epoch was finished. Train for one"):
        History().restore_best(nn.Linear(1, 1))


def test_history_when_only_seconds_differ_then_is_equal():
    first, second = history_of(epoch(seconds=1.0)), history_of(epoch(seconds=2.0))
    second.interrupted, second.best_weights = True, {"weight": torch.zeros(2)}
    assert first == second


@pytest.mark.parametrize(
    "other",
    [
        epoch(train_loss=0.6, batch_loss=(0.5, 0.5)),
        epoch(valid_loss=None),
        epoch(valid_accuracy=0.51),
        epoch(learning_rate=0.2),
        epoch(batch_loss=(0.4, 0.6)),
    ],
)
def test_history_when_a_number_differs_then_is_not_equal(other):
    assert history_of(epoch()) != history_of(other)
    assert history_of(epoch()) != history_of(epoch(), epoch())


def test_as_table_when_printed_then_has_a_line_an_epoch_and_no_seconds():
    history = history_of(epoch(2.25, 1.5, 77.0), epoch(0.125, None, 77.0, learning_rate=1e-4))
    assert history.as_table().splitlines() == [
        "epoch  train loss  train accuracy  valid loss  valid accuracy  learning rate",
        "    1      2.2500          75.0 %      1.5000          50.0 %            0.1",
        "    2      0.1250          75.0 %                                     0.0001",
    ]


def test_history_when_shown_then_names_its_best_epoch():
    history = history_of(epoch(0.4, 0.25), epoch(0.3, 0.5))
    assert repr(history) == (
        "History(epochs: 2; the best is 1: valid loss 0.2500, valid accuracy 50.0 %)"
    )
    history.interrupted = True
    assert "epochs: 2, interrupted" in repr(history)
    assert repr(History()) == "History(no epoch was finished)"
    assert "train loss 0.3000" in repr(history_of(epoch(0.3, None)))
