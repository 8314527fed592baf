"""Checkpoints: to go on after an interruption, or a death, as if nothing had happened."""

import multiprocessing
import os
import pickle
import random

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn
from training_recipes import (
    WAYS,
    At,
    batches,
    loader,
    loader_with_its_own_random_numbers,
    net,
    same_weights,
    train,
    train_until_killed,
)

from cnnlib.training import load_checkpoint, save_checkpoint, seed_everything
from cnnlib.training.seeds import random_state, set_random_state
from cnnlib.training.trees import put_together, take_apart


def press_stop(_):
    raise KeyboardInterrupt


@pytest.fixture
def path(tmp_path):
    return tmp_path / "net.safetensors"


def bits(history):
    """All that must be the same, seconds aside: numbers, and the best weights."""
    return history.rows, {k: v.tolist() for k, v in history.best_weights.items()}


# to the same numbers


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("data", [batches, loader, loader_with_its_own_random_numbers])
def test_fit_when_it_goes_on_from_a_checkpoint_then_numbers_are_the_same_bit_for_bit(
    way, data, path, capsys
):
    model, history = train(way, data)
    _, part = train(way, data, checkpoint=path, callbacks=[At(3, 4, press_stop)])
    assert part.interrupted and len(part) == 2
    # A new kernel: everything is made anew, and the random numbers are others.
    capsys.readouterr()
    resumed, whole = train(way, data, seed=99, checkpoint=path)
    assert "2 epochs: training goes on with epoch 3 of 5" in capsys.readouterr().out
    assert bits(whole) == bits(history) and not whole.interrupted
    assert same_weights(resumed, model)


def test_fit_when_its_process_was_killed_then_goes_on_to_the_same_numbers(path):
    context = multiprocessing.get_context("spawn")
    reached = context.Event()
    process = context.Process(target=train_until_killed, args=(path, reached))
    process.start()
    try:
        model, history = train("momentum, one cycle")
        assert reached.wait(300)
    finally:
        process.kill()
        process.join()
    resumed, whole = train("momentum, one cycle", seed=99, checkpoint=path)
    assert bits(whole) == bits(history)
    assert same_weights(resumed, model)


def test_fit_when_interrupted_in_the_first_epoch_then_starts_again_from_the_first_weights(path):
    model, history = train()
    train(checkpoint=path, callbacks=[At(1, 2, press_stop)])
    resumed, whole = train(seed=99, checkpoint=path)
    assert bits(whole) == bits(history) and same_weights(resumed, model)


def test_fit_when_all_epochs_are_in_the_checkpoint_then_trains_no_more(path, capsys):
    model, history = train(checkpoint=path)
    again, same = train(seed=99, checkpoint=path)
    assert "nothing left to train" in capsys.readouterr().out
    assert bits(same) == bits(history) and same_weights(model, again)


def test_fit_when_more_epochs_are_asked_for_then_goes_on_where_it_ended(path):
    model, history = train()
    train(epochs=2, checkpoint=path)
    longer, whole = train(checkpoint=path)
    assert bits(whole) == bits(history) and same_weights(longer, model)


def test_random_state_when_set_again_then_all_random_numbers_come_again():
    def draw():
        own = torch.rand(2, generator=generator).tolist()
        return own, torch.randn(3).tolist(), np.random.normal(size=3).tolist(), random.gauss(0, 1)

    generator = torch.Generator().manual_seed(0)
    seed_everything(0)
    draw()  # leaves half a pair of normal numbers in NumPy and in Python
    state = put_together(*take_apart(random_state([generator]), "random"))
    first = draw()
    seed_everything(5)
    set_random_state(state, [generator])
    assert draw() == first


# the file


def test_save_checkpoint_when_written_then_any_reader_of_safetensors_finds_the_weights(path):
    model = net()
    save_checkpoint(path, model)
    with safe_open(path, "pt") as file:
        weights = file.get_tensor("checkpoint.model.0.weight")
    assert torch.equal(weights, model[0].weight)


def test_save_checkpoint_when_weights_are_tied_or_not_in_order_then_come_back(path):
    def tied():
        model = nn.ModuleDict({"a": nn.Linear(3, 3), "b": nn.Linear(3, 3)})
        model["b"].weight = model["a"].weight
        model.register_buffer("turned", torch.arange(6.0).reshape(2, 3).T)
        return model

    model, other = tied(), tied()
    save_checkpoint(path, model)
    load_checkpoint(path, other)
    assert same_weights(model, other) and other["b"].weight is other["a"].weight


@pytest.mark.parametrize("step", ["safetensors.torch.save_file", "os.replace"])
def test_save_checkpoint_when_it_breaks_off_then_the_old_file_is_whole(step, path, monkeypatch):
    model = net()
    save_checkpoint(path, model)

    def breaks(first, second, *_):
        with open(second, "ab") as file:
            file.write(b"half")
        raise OSError("the disk is full")

    if step == "os.replace":

        def breaks(*_):  # noqa: F811
            raise OSError("the disk is full")

    monkeypatch.setattr(step, breaks)
    with pytest.raises(OSError, match="disk is full"):
        save_checkpoint(path, net())
    assert os.listdir(path.parent) == [path.name]
    other = net()
    load_checkpoint(path, other)
    assert same_weights(other, model)


def test_load_checkpoint_when_given_only_a_model_then_loads_only_that(path):
    model, history = train(checkpoint=path)
    other = net()
    assert bits(load_checkpoint(path, other)) == bits(history)
    assert same_weights(other, model)


def broken_files():
    def cut(path, length):
        path.write_bytes(path.read_bytes()[:length])

    yield "empty", lambda path: cut(path, 0)
    yield "cut in the head", lambda path: cut(path, 100)
    yield "cut at the end", lambda path: cut(path, -1)
    yield "text", lambda path: path.write_text("hello " * 100)
    yield "pickle", lambda path: path.write_bytes(pickle.dumps({"model": [1] * 100}))
    yield "of torch", lambda path: torch.save({"model": torch.zeros(2)}, path)


@pytest.mark.parametrize("spoil", [pytest.param(f, id=name) for name, f in broken_files()])
def test_fit_when_the_checkpoint_is_broken_then_says_so_and_changes_nothing(spoil, path):
    train(epochs=1, checkpoint=path)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"net\.safetensors is broken, or no .*: delete it"):
        train(checkpoint=path)
    assert path.read_bytes() == before


def test_load_checkpoint_when_the_file_is_of_somebody_else_then_says_so(path):
    save_file({"weight": torch.zeros(2)}, path)
    with pytest.raises(ValueError, match="not written by this version of save_checkpoint"):
        load_checkpoint(path, net())


def test_load_checkpoint_when_there_is_none_then_says_which(path):
    with pytest.raises(FileNotFoundError, match=r"no checkpoint .*net\.safetensors"):
        load_checkpoint(path, net())


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (lambda: nn.Sequential(nn.Conv2d(1, 5, 3)), r"0.weight has the shape \(4, 1, 3, 3\)"),
        (lambda: net()[:5], "5.weight has the shape .* it is missing"),
        (lambda: nn.Sequential(*net(), nn.Linear(3, 3)), "6.weight .* missing"),
    ],
)
def test_load_checkpoint_when_model_is_another_then_names_the_weights(other, words, path):
    save_checkpoint(path, net())
    model = other()
    before = {name: weights.clone() for name, weights in model.state_dict().items()}
    with pytest.raises(ValueError, match=words):
        load_checkpoint(path, model)
    assert all(torch.equal(weights, before[name]) for name, weights in model.state_dict().items())


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("AdamW, plateau", "the optimizer is AdamW, but .* written with SGD"),
        ("Nesterov, several schedulers", "the scheduler is SequentialLR, but .* with OneCycleLR"),
    ],
)
def test_fit_when_checkpoint_is_of_another_way_to_train_then_says_which(way, words, path):
    train("momentum, one cycle", epochs=1, checkpoint=path)
    with pytest.raises(ValueError, match=words):
        train(way, checkpoint=path)


def test_fit_when_checkpoint_had_no_scheduler_then_says_so(path):
    save_checkpoint(path, net(), torch.optim.AdamW(net().parameters()))
    with pytest.raises(ValueError, match="ReduceLROnPlateau, but .* was written with none"):
        train("AdamW, plateau", checkpoint=path)


def test_fit_when_checkpoint_has_no_place_then_says_so_before_it_trains(tmp_path):
    with pytest.raises(FileNotFoundError, match="no folder .*nowhere for a.safetensors: make it"):
        train(checkpoint=tmp_path / "nowhere" / "a.safetensors", epochs=10**9)
    with pytest.raises(IsADirectoryError, match="is a folder: name a file in it"):
        train(checkpoint=tmp_path, epochs=10**9)


def test_fit_when_something_cannot_be_saved_then_says_what_before_it_trains(path):
    class Odd(nn.Linear):
        def get_extra_state(self):
            return open  # a function

        def set_extra_state(self, state):
            pass

    with pytest.raises(TypeError, match=r"checkpoint.model.odd._extra_state is a builtin_function"):
        save_checkpoint(path, nn.ModuleDict({"odd": Odd(1, 1)}))
    assert not path.exists()


# trees

leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
trees = st.recursive(
    leaves,
    lambda parts: (
        st.lists(parts)
        | st.lists(parts).map(tuple)
        | st.dictionaries(st.integers() | st.text(), parts)
    ),
)


@given(trees)
@settings(max_examples=50)
def test_put_together_when_taken_apart_then_is_the_same_tree(tree):
    again = put_together(*take_apart(tree, "tree"))
    assert again == tree and repr(again) == repr(tree)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.uint8, torch.bool])
def test_put_together_when_there_are_tensors_then_they_are_the_same(dtype):
    tree = {"a": torch.zeros(0, 2, dtype=dtype), "b": [(torch.ones((), dtype=dtype), 1.5)]}
    tensors, text = take_apart(tree, "tree")
    assert set(tensors) == {"tree.a", "tree.b.0.0"}
    again = put_together(tensors, text)
    assert again["a"].shape == (0, 2) and again["b"][0][1] == 1.5
    assert again["a"].dtype == again["b"][0][0].dtype == dtype
    assert again["b"][0][0].item() == 1
