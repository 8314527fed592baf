"""The widget of lesson 07, the training dashboard: what it trains and says; in a browser, too."""

import json
import re
import threading
import time
from contextlib import ExitStack

import nbformat
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from jupyter_in_chromium import PATIENCE, OpenNotebook, browser, copy_course, jupyterlab
from playwright.sync_api import expect
from torch import nn

from cnnlib import datasets, widgets
from cnnlib.widgets.training_run import RECENT

SIDE, CLASSES = 6, 2


def bars(count=40, channels=1):
    """Level and upright bars, in bytes, and which of the two each is."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 60, (count, channels, SIDE, SIDE)).astype(np.uint8)
    labels = np.arange(count) % CLASSES
    for image, label, place in zip(images, labels, rng.integers(0, SIDE, count), strict=True):
        if label:
            image[:, :, place] = 200
        else:
            image[:, place] = 200
    return images, labels


def net():
    return nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(48, CLASSES))


def drawing_net():
    """What draws numbers while it is trained, and what counts along."""
    return nn.Sequential(
        nn.Conv2d(1, 3, 3),
        nn.BatchNorm2d(3),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Flatten(),
        nn.Linear(48, CLASSES),
    )


def make(model_fn=net, **settings):
    data = bars()
    return widgets.training_dashboard(
        model_fn, data, data, **({"batch_size": 16, "learning_rate": 0.05} | settings)
    )


def heard(dashboard):
    """From now on, what the dashboard sends to the browser, with the bytes beside it."""
    messages = []
    dashboard.send = lambda content, buffers=(): messages.append((content, list(buffers)))
    return messages


def ask(dashboard, do, **more):
    dashboard._handle_custom_msg({"do": do, "by": "me", **more}, [])


def numbers(dashboard):
    """All that training has left, to compare two runs."""
    state = dashboard.state()
    return {name: state[name] for name in ("losses", "accuracies", "filter_change", "filter_norm")}


# What it trains


def test_dashboard_when_new_then_nothing_is_trained_and_the_accuracy_is_measured():
    state = make().state()
    assert (state["step"], state["epoch"], state["losses"], state["loss"]) == (0, 0, [], None)
    assert [step for step, _ in state["accuracies"]] == [0]
    assert (state["reached"], state["diverged"], state["message"]) == (None, False, "")
    assert state["filters"] == (3, 1, 3, 3)
    assert state["guessing"] == pytest.approx(np.log(2))


def test_dashboard_when_trained_then_there_is_a_number_for_each_step():
    dashboard = make(every=4)
    dashboard.train(10)
    state = dashboard.state()
    assert state["step"] == 10
    assert state["epoch"] == pytest.approx(10 / 3)
    assert [len(state[name]) for name in ("losses", "learning_rates", "filter_change")] == [10] * 3
    assert [step for step, _ in state["accuracies"]] == [0, 4, 8]
    assert state["loss"] == pytest.approx(np.mean(state["losses"]))
    assert np.all(np.diff([0, *state["filter_change"]][:3]) > 0)


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_dashboard_when_a_batch_is_everything_then_its_losses_are_those_of_a_plain_loop(optimizer):
    images, labels = bars()
    x = torch.tensor((images - images.mean()) / images.std(), dtype=torch.float32)
    torch.manual_seed(3)
    model = net()
    more = {"momentum": 0.8} if optimizer == "SGD" else {}
    plain = getattr(torch.optim, optimizer)(model.parameters(), lr=0.02, **more)
    expected = []
    for _ in range(5):
        loss = nn.functional.cross_entropy(model(x), torch.tensor(labels))
        plain.zero_grad()
        loss.backward()
        plain.step()
        expected.append(loss.item())
    dashboard = make(seed=3, batch_size=40, learning_rate=0.02, optimizer=optimizer, momentum=0.8)
    dashboard.train(5)
    assert dashboard.state()["losses"] == pytest.approx(expected, rel=1e-4)
    assert dashboard.state()["optimizer"] == optimizer


def test_dashboard_when_an_epoch_passes_then_each_image_was_in_one_batch_in_a_new_order():
    batches = []
    images = np.arange(10, dtype=np.float32)[:, None, None, None] * np.ones((1, SIDE, SIDE), "f")
    data = (images, np.arange(10) % 2)

    def note(x):
        batches.append(x[:, 0, 0, 0].tolist())
        return x

    dashboard = widgets.training_dashboard(net, data, data, batch_size=4, every=99, transform=note)
    batches.clear()
    dashboard._run.step(0.01)  # without the pictures, which go through the transform, too
    for _ in range(5):
        dashboard._run.step(0.01)
    assert [len(batch) for batch in batches] == [4, 4, 2] * 2
    first, second = sum(batches[:3], []), sum(batches[3:], [])
    assert sorted(first) == sorted(second) == images[:, 0, 0, 0].tolist()
    assert first != second


def test_dashboard_when_images_are_bytes_then_the_net_gets_standardised_channels():
    seen = []

    def note(x):
        seen.append(x)
        return x

    images, labels = bars(32, channels=3)
    images[:, 1] //= 2
    net_of_three = lambda: nn.Sequential(nn.Conv2d(3, 2, 3), nn.Flatten(), nn.Linear(32, 2))  # noqa: E731
    data = (images, labels)
    widgets.training_dashboard(net_of_three, data, data, batch_size=32, transform=note)
    batch = seen[0].double()
    assert batch.mean(dim=(0, 2, 3)).tolist() == pytest.approx([0, 0, 0], abs=1e-5)
    assert batch.std(dim=(0, 2, 3), correction=0).tolist() == pytest.approx([1, 1, 1], abs=1e-4)


def test_dashboard_when_given_a_data_set_then_its_splits_and_class_names_are_used():
    digits = datasets.load("digits")

    def small_net():
        return nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 10))

    dashboard = widgets.training_dashboard(small_net, digits, learning_rate=0.05)
    dashboard.train(60)
    state = dashboard.state()
    assert state["tested"] == len(digits.test.labels) == 359
    assert state["accuracy"] > 0.7
    assert state["label"] == digits.class_names[int(digits.test.labels[0])]
    assert state["prediction"] in digits.class_names


def test_dashboard_when_more_test_images_than_wanted_then_a_fixed_sample_is_tested():
    samples = [make(test_size=8, seed=seed)._run._tested[1].tolist() for seed in (0, 1)]
    assert samples[0] == samples[1]
    assert make(test_size=8).state()["tested"] == 8


def test_dashboard_when_the_goal_is_reached_then_says_after_which_measured_step():
    dashboard = make(goal=1.0, every=5, learning_rate=0.1)
    dashboard.train(100)
    state = dashboard.state()
    first = next(step for step, share in state["accuracies"] if share == 1)
    assert state["reached"] == first > 0


# The same seed, the same run


@given(cuts=st.lists(st.integers(0, 9), max_size=5), draws=st.booleans())
@settings(max_examples=15)
def test_dashboard_when_cut_into_any_bursts_then_the_run_is_the_same(cuts, draws):
    model_fn = drawing_net if draws else net
    whole, cut = make(model_fn, every=4), make(model_fn, every=4)
    for k, steps in enumerate(cuts):
        cut.train(steps)
        cut.image = k  # looking changes nothing
        ask(cut, "step")
    whole.train(sum(cuts) + len(cuts))
    assert numbers(cut) == numbers(whole)


def test_dashboard_when_the_browser_asks_for_bursts_then_the_run_is_the_same():
    played, whole = make(drawing_net), make(drawing_net)
    for seconds in (0, 0.01, 0.003):
        ask(played, "burst", seconds=seconds)
    whole.train(played.state()["step"])
    assert numbers(played) == numbers(whole)


def test_dashboard_when_the_transform_draws_numbers_then_the_run_is_the_same_all_the_same():
    def noisy(x):
        return x + 0.1 * torch.randn_like(x)

    cut, whole = make(transform=noisy), make(transform=noisy)
    for _ in range(4):
        cut.train(1)
        cut.state()
        torch.rand(7)
    whole.train(4)
    assert numbers(cut) == numbers(whole)


def test_dashboard_when_measured_more_often_then_the_losses_are_the_same():
    often, seldom = make(drawing_net, every=1), make(drawing_net, every=100)
    for dashboard in (often, seldom):
        dashboard.train(12)
    assert often.state()["losses"] == seldom.state()["losses"]


@pytest.mark.parametrize("model_fn", [net, drawing_net])
def test_dashboard_when_it_trains_then_the_notebooks_own_random_numbers_are_left_alone(model_fn):
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    dashboard = make(model_fn)
    dashboard.train(3)
    dashboard.reset()
    assert torch.equal(torch.rand(3), expected)


def test_dashboard_when_the_notebook_draws_numbers_meanwhile_then_the_run_is_the_same():
    dashboard, other = make(drawing_net), make(drawing_net)
    for _ in range(5):
        dashboard.train(1)
        torch.rand(7)
    other.train(5)
    assert numbers(dashboard) == numbers(other)


def test_dashboard_when_reset_then_the_same_run_begins_again_and_the_last_one_is_remembered():
    dashboard = make()
    dashboard.train(7)
    before = numbers(dashboard)
    dashboard.reset()
    assert dashboard.state()["step"] == 0
    assert dashboard.state()["filter_norm"] == make().state()["filter_norm"]
    dashboard.train(7)
    assert numbers(dashboard) == before
    (run,) = dashboard.state()["runs"]
    assert (run["rates"], run["steps"], run["diverged"]) == ([0.05], 7, False)


def test_dashboard_when_reset_without_a_step_then_there_is_no_run_to_remember():
    dashboard = make()
    dashboard.reset()
    assert dashboard.state()["runs"] == []


def test_dashboard_when_the_seed_differs_then_the_run_differs():
    first, second = make(seed=0), make(seed=1)
    assert first.state()["filter_norm"] != second.state()["filter_norm"]


def test_dashboard_when_the_net_wants_the_seed_then_it_is_given():
    seeds = []

    def build(seed):
        seeds.append(seed)
        return net()

    make(build, seed=9).reset()
    assert seeds == [9, 9]


def test_dashboard_when_given_a_class_then_it_is_called_without_arguments():
    class Net(nn.Sequential):
        def __init__(self, channels=1):
            super().__init__(nn.Conv2d(channels, 2, 3), nn.Flatten(), nn.Linear(32, CLASSES))

    assert make(Net).state()["filters"] == (2, 1, 3, 3)


def test_dashboard_when_trained_from_two_threads_then_no_step_is_lost():
    dashboard, alone = make(), make()
    other = threading.Thread(target=dashboard.train, args=(30,))
    other.start()
    for _ in range(30):
        ask(dashboard, "step")
    other.join()
    alone.train(60)
    assert numbers(dashboard) == numbers(alone)


# The learning rate


def test_dashboard_when_the_learning_rate_changes_then_a_mark_says_where():
    dashboard = make()
    messages = heard(dashboard)
    dashboard.learning_rate = 0.03  # before the first step: no change
    dashboard.train(3)
    dashboard.learning_rate = 0.01
    assert messages[-1][0]["marks"] == [(3, 0.01)]
    dashboard.train(2)
    assert dashboard.state()["learning_rates"] == [0.03] * 3 + [0.01] * 2
    assert messages[-1][0]["marks"] == [(3, 0.01)]
    dashboard.reset()
    assert dashboard.state()["learning_rate"] == 0.01
    assert dashboard.state()["runs"][0]["rates"] == [0.03, 0.01]
    assert messages[-1][0]["marks"] == []


@pytest.mark.parametrize("rate", [0, -1, float("nan"), float("inf")])
def test_dashboard_when_a_learning_rate_is_no_such_then_refused_and_the_old_one_stays(rate):
    dashboard = make()
    with pytest.raises(ValueError, match="learning rate"):
        dashboard.learning_rate = rate
    assert dashboard.learning_rate == 0.05


def test_dashboard_when_the_loss_is_no_number_then_it_stops_and_says_why():
    dashboard = make(learning_rate=1e25)
    messages = heard(dashboard)
    dashboard.train(50)
    state = dashboard.state()
    assert state["step"] < 10
    assert state["diverged"]
    assert not np.isfinite(state["losses"][-1])
    assert "learning rate 1" in state["message"] and "too high" in state["message"]
    assert messages[-1][0]["ended"]
    json.dumps([content for content, _ in messages], allow_nan=False)
    before = state["step"]
    ask(dashboard, "burst")
    dashboard.train(3)
    assert dashboard.state()["step"] == before
    assert "no number" in dashboard.static().alt
    dashboard.learning_rate = 0.05
    dashboard.reset()
    dashboard.train(3)
    assert not dashboard.state()["diverged"]
    assert dashboard.state()["runs"][0]["diverged"]
    assert dashboard.state()["losses"] == make_and_train(3)


def make_and_train(steps):
    dashboard = make()
    dashboard.train(steps)
    return dashboard.state()["losses"]


@pytest.mark.parametrize(
    ("losses", "diverged"),
    [
        ([0.7, 5.0] + [0.69] * RECENT, True),
        ([0.7, 5.0] + [0.69] * (RECENT - 1), False),  # not yet known
        ([0.7] * (2 * RECENT), False),  # slow, but never thrown up
        ([0.7, 5.0] + [0.69] * RECENT + [0.3], False),  # it has come back
        ([0.7] + [5.0] * (2 * RECENT), True),
    ],
)
def test_dashboard_when_the_loss_was_thrown_up_and_stays_that_of_guessing_then_it_diverged(
    losses, diverged
):
    dashboard = make()
    dashboard._run.losses = losses
    dashboard._run.rates = [1.0] * len(losses)
    state = dashboard.state()
    assert state["diverged"] == diverged
    assert ("guessing" in state["message"]) == diverged


# Looking into it


def test_dashboard_when_another_image_is_chosen_then_its_maps_are_sent_and_it_can_be_chosen_again():
    dashboard = make(class_names=("level", "upright"))
    messages = heard(dashboard)
    assert [one["index"] for one in dashboard.setup["images"]] == [0, 1]
    dashboard.image = 7
    assert dashboard.setup["images"][-1] == {"index": 7, "name": "upright"}
    assert len(dashboard.thumbnails) == 3 * SIDE * SIDE
    content, buffers = messages[-1]
    assert content["maps"]["shape"] == [3, 4, 4]
    assert len(buffers[1]) == 3 * 4 * 4
    assert dashboard.state()["label"] == "upright"
    with pytest.raises(ValueError, match="no test image 40: they are 0 to 39"):
        dashboard.image = 40


def test_dashboard_when_shown_then_the_maps_are_those_of_the_convolution():
    dashboard = make(image=2)
    dashboard.train(5)
    maps, _ = dashboard._run.look(2)
    image = dashboard._run._prepared(dashboard._run.test_images[2:3])
    with torch.no_grad():
        expected = dashboard._run.model[0](image)[0].numpy()
    assert np.allclose(maps, expected)


def test_dashboard_when_the_layer_is_large_then_what_is_sent_stays_small():
    def wide():
        layers = (nn.Conv2d(4, 40, 5), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(40, 2))
        return nn.Sequential(*layers)

    images = np.random.default_rng(0).integers(0, 255, (6, 4, 150, 120)).astype(np.uint8)
    data = (images, np.arange(6) % 2)
    dashboard = widgets.training_dashboard(wide, data, data, batch_size=3)
    messages = heard(dashboard)
    dashboard.train(2)
    content, buffers = messages[-1]
    assert content["filters"]["shape"] == [16, 3, 5, 5]
    assert content["maps"]["shape"] == [16, 48, 38]
    assert sum(map(len, buffers)) < 50_000
    assert dashboard.setup["picture"] == [50, 40, 3]
    assert len(dashboard.static().png) < 150_000


# What the browser is told


def test_dashboard_when_it_trains_then_each_message_has_only_what_is_new():
    dashboard = make(every=4)
    messages = heard(dashboard)
    dashboard.train(10)
    ask(dashboard, "step")
    assert [content["steps"] for content, _ in messages] == [0, 4, 8, 10]
    losses = b"".join(buffers[2] for _, buffers in messages)
    assert np.frombuffer(losses, "<f4").tolist() == pytest.approx(dashboard.state()["losses"])
    measured = [pair for content, _ in messages for pair in content["accuracies"]]
    assert messages[0][0]["measured"] == 0
    assert measured == dashboard.state()["accuracies"]
    assert messages[-1][0]["by"] == "me"
    for content, buffers in messages:
        assert len(json.dumps(content)) + sum(map(len, buffers)) < 1500


def test_dashboard_when_a_view_is_new_then_it_is_told_everything():
    dashboard = make()
    dashboard.train(3)
    dashboard.reset()
    dashboard.train(5)
    messages = heard(dashboard)
    ask(dashboard, "all")
    content, buffers = messages[-1]
    assert (content["steps"], content["measured"], len(content["runs"])) == (0, 0, 1)
    assert [len(buffer) // 4 for buffer in buffers[2:]] == [5, 5, 3, 3]
    assert content["runs"][0]["rate"] == "0.05"


def test_dashboard_when_a_burst_is_asked_for_then_it_takes_at_least_a_step_and_not_long():
    dashboard = make()
    ask(dashboard, "burst", seconds=-5)
    assert dashboard.state()["step"] == 1
    start = time.perf_counter()
    ask(dashboard, "burst", seconds=1e9)
    assert time.perf_counter() - start < 10
    assert dashboard.state()["step"] > 2


def test_dashboard_when_the_net_fails_later_then_the_browser_is_answered_and_told():
    class Breaking(nn.Sequential):
        broken = False

        def forward(self, x):
            if self.broken:
                raise RuntimeError("the wheel came off")
            return super().forward(x)

    dashboard = make(lambda: Breaking(*net()))
    messages = heard(dashboard)
    dashboard._run.model.broken = True
    ask(dashboard, "burst")
    (content, _), *_ = messages
    assert (content["kind"], content["by"]) == ("trouble", "me")
    assert "the wheel came off" in content["message"]
    assert dashboard._run.step_count == 0
    with pytest.raises(RuntimeError, match="wheel"):
        dashboard.train(1)


def test_dashboard_when_paused_from_python_or_another_view_then_the_browser_is_told():
    dashboard = make()
    messages = heard(dashboard)
    dashboard.pause()
    ask(dashboard, "pause")
    assert messages == [({"kind": "pause"}, [])] * 2


# The figure


def test_dashboard_when_drawn_then_the_figure_says_how_far_the_run_is():
    dashboard = make(class_names=("level", "upright"))
    assert "No training yet" in dashboard.static().alt
    dashboard.train(5)
    dashboard.learning_rate = 0.01
    dashboard.train(5)
    picture = dashboard.static()
    assert picture.caption.startswith(
        "10 steps of SGD, momentum 0.9, learning rate 0.05, then 0.01"
    )
    assert "test image 0 (level)" in picture.caption
    assert "in 10 steps" in picture.alt
    assert "3 filters of 3 by 3" in picture.alt
    dashboard.logarithmic = False
    assert dashboard.static().png != picture.png


# What is refused


class NoConvolution(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Flatten(), nn.Linear(36, CLASSES))


class UnusedConvolution(NoConvolution):
    def __init__(self):
        super().__init__()
        self.aside = [nn.Conv2d(1, 1, 1)]
        self.register_module("convolution", self.aside[0])

    def forward(self, x):
        return self[1](self[0](x))


IMAGES, LABELS = bars(12)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"model_fn": net()}, "function that builds the net"),
        ({"model_fn": "LeNet"}, "function that builds the net.*str"),
        ({"model_fn": lambda: 3}, "must return an nn.Module, not int"),
        ({"model_fn": NoConvolution}, "no nn.Conv2d"),
        ({"model_fn": UnusedConvolution}, "does not use its first nn.Conv2d"),
        ({"model_fn": lambda: nn.Sequential(nn.Conv2d(1, 2, 3))}, r"\(12, 2, 4, 4\).*one logit"),
        ({"model_fn": lambda: nn.Sequential(nn.Conv2d(3, 2, 3))}, r"\(12, 1, 6, 6\).*3 channels"),
        ({"train": (IMAGES, LABELS + 1)}, "2 outputs, but a label is 2"),
        ({"train": (IMAGES, LABELS - 1)}, "labels must be 12 class numbers from 0 on"),
        ({"train": (IMAGES, LABELS[:5])}, "labels must be 12 class numbers"),
        ({"train": (IMAGES[:, 0], LABELS)}, r"training images have shape \(12, 6, 6\)"),
        ({"train": (IMAGES[:0], LABELS[:0])}, r"training images have shape \(0, 1, 6, 6\)"),
        ({"train": (IMAGES.astype(int), LABELS)}, "torch.int64; give uint8, or floats"),
        ({"train": IMAGES}, "pair"),
        ({"test": (IMAGES[:, 0], LABELS)}, "test images have shape"),
        ({"test": (IMAGES.astype(float), LABELS)}, "alike, not torch.uint8 .* and torch.float32"),
        ({"test": (IMAGES.repeat(3, axis=1), LABELS)}, "alike, not .* 1 channels .* 3 channels"),
        ({"test": None}, "no test images"),
        ({"seed": -1}, "seed must be a whole number from 0 on, not -1"),
        ({"batch_size": 0}, "batch_size must be a whole number from 1 on, not 0"),
        ({"batch_size": 2.5}, "batch_size .* not 2.5"),
        ({"every": 0}, "every must be"),
        ({"test_size": True}, "test_size must be .* not True"),
        ({"momentum": 1}, "momentum must be a number from 0 to below 1, not 1"),
        ({"optimizer": "sgd"}, "'SGD' or 'Adam', not 'sgd'"),
        ({"learning_rate": 0}, "learning rate is a number above 0"),
        ({"goal": 90}, "goal must be an accuracy above 0 and at most 1, not 90"),
        ({"image": 12}, "no test image 12: they are 0 to 11"),
        ({"class_names": ["level"]}, "1 class names for a net with 2 outputs"),
    ],
)
def test_dashboard_when_an_argument_does_not_fit_then_the_error_says_what(settings, words):
    data = (IMAGES, LABELS)
    arguments = {"model_fn": net, "train": data, "test": data} | settings
    with pytest.raises(ValueError, match=f"(?s){words}"):
        widgets.training_dashboard(**arguments)


@pytest.mark.parametrize("steps", [-1, 2.0, True, "3"])
def test_train_when_given_no_number_of_steps_then_refused(steps):
    with pytest.raises(ValueError, match="whole number from 0 on"):
        make().train(steps)


# In a browser

WAIT = {"timeout": 1000 * PATIENCE}  # in milliseconds, as Playwright counts
CELLS = {
    "dashboard": """\
import torch
from torch import nn
from cnnlib import datasets, widgets

torch.set_num_threads(1)

def net():
    return nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 10))

dashboard = widgets.training_dashboard(net, datasets.load("digits"))
dashboard""",
    "other": "print('the other cell', 6 * 7)",
    "second": "widgets.training_dashboard(net, datasets.load('digits'), seed=1)",
    "steps": "print(dashboard.state()['step'], 'steps,', dashboard.state()['learning_rates'][-1])",
}


@pytest.fixture
def notebook(chromium, tmp_path):
    """A notebook with the cells above, in a copy of the course."""
    course = copy_course(tmp_path / "course")
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in CELLS.items()]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    page = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(page, course / "dashboard.ipynb")
    with ExitStack() as stack:
        address = stack.enter_context(jupyterlab(course, tmp_path / "home"))
        window = stack.enter_context(browser(chromium))
        notebook = OpenNotebook(window.new_page(), address, "dashboard.ipynb", trouble=tmp_path)
        stack.enter_context(notebook.pictured(tmp_path))
        yield notebook


def shown_steps(dashboard):
    return int(dashboard.get_by_test_id("dashboard-steps").inner_text())


@pytest.mark.browser
def test_dashboard_when_used_in_jupyterlab_then_it_plays_pauses_and_lets_other_cells_run(notebook):
    notebook.run("dashboard")
    notebook.run("second")
    shown, second = notebook.output("dashboard"), notebook.output("second")
    get = shown.get_by_test_id
    steps, play = get("dashboard-steps"), get("dashboard-play")
    expect(get("dashboard-filters").locator("canvas")).to_have_count(4, **WAIT)
    expect(steps).to_have_text("0")

    # One step; then it plays, and another cell runs meanwhile
    get("dashboard-step").click()
    expect(steps).to_have_text("1", **WAIT)
    play.click()
    expect(play).to_contain_text("pause")
    notebook.run("other")
    expect(notebook.output("other")).to_contain_text("the other cell 42", **WAIT)
    expect(steps).to_have_text(re.compile(r"\d{2,}"), **WAIT)

    # The learning rate, while it plays: a mark in the curve
    get("dashboard-rate").press("ArrowLeft")
    expect(get("dashboard-rate-shown")).to_have_text("0.015", **WAIT)
    expect(get("dashboard-losses").locator(".cn-change")).to_have_count(1, **WAIT)
    here = shown_steps(shown)
    expect(steps).not_to_have_text(str(here), **WAIT)

    # Paused: the steps stop; Python has taken the same ones; the second was not disturbed
    play.click()
    expect(get("dashboard-notice")).to_contain_text("Paused at step", **WAIT)
    notebook.run("steps")  # also waits for a burst that is under way
    here = shown_steps(shown)
    expect(notebook.output("steps")).to_contain_text(f"{here} steps, 0.015", **WAIT)
    notebook.page.wait_for_timeout(300)
    assert shown_steps(shown) == here
    assert shown_steps(second) == 0

    # Started again, at a rate that is much too high; and again
    get("dashboard-reset").click()
    expect(steps).to_have_text("0", **WAIT)
    expect(get("dashboard-runs").locator("li")).to_have_count(1)
    get("dashboard-rate").press("End")
    expect(get("dashboard-rate-shown")).to_have_text("10")
    second.get_by_test_id("dashboard-step").click()
    expect(second.get_by_test_id("dashboard-steps")).to_have_text("1", **WAIT)
    expect(steps).to_have_text("0")
