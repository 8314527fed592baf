"""The training dashboard: watch a net learn, stop it, change its learning rate, look into it."""

import itertools
import math
import threading
import time

import numpy as np
import traitlets

from cnnlib.plots.style import short
from cnnlib.plots.training_sheet import magnitude, training_sheet
from cnnlib.widgets.base import LessonWidget, browser_code
from cnnlib.widgets.training_run import RECENT, Run, labelled

# The places of the slider: even on a logarithmic scale, as far as round numbers are.
RATES = [float(f"{d}e{power}") for power in range(-5, 1) for d in (1, 1.5, 2, 3, 5, 7)] + [10.0]
BURST = 0.1  # seconds of training between two looks at the messages that have come
LONGEST_BURST = 1.0  # seconds
MOST_FILTERS = 16
MOST_CHANNELS = 3
MOST_IMAGES = 10  # to choose from, one of each class
LARGEST = 56  # pixels a side, of a map and of an image on the screen
MOST_RUNS = 6  # that are remembered
AVERAGED = 20  # steps of the loss that is said


class TrainingDashboard(LessonWidget):
    """The widget that `training_dashboard` makes.

    The browser asks for a burst of steps again and again while it plays, and is told after each
    what is new. Nothing runs in between, so other cells can.
    """

    _esm, _css = browser_code("training_dashboard")

    learning_rate = traitlets.Float().tag(sync=True)
    image = traitlets.Int().tag(sync=True)
    logarithmic = traitlets.Bool(True).tag(sync=True)
    setup = traitlets.Dict().tag(sync=True)
    thumbnails = traitlets.Bytes().tag(sync=True)

    def __init__(self, run, learning_rate, image, goal, class_names):
        self._run, self._goal, self._names = run, goal, class_names
        # JupyterLab may have messages of widgets handled beside the cells, in another thread.
        self._lock = threading.RLock()
        self._number, self._runs, self._before = 0, [], None
        self._told = (0, 0)  # steps, measured accuracies
        super().__init__(learning_rate=learning_rate, image=image)
        self._show()
        self.on_msg(self._on_browser_message)

    # What is allowed

    @traitlets.validate("learning_rate")
    def _check_rate(self, proposal):
        rate = proposal["value"]
        if not (math.isfinite(rate) and rate > 0):
            raise ValueError(f"a learning rate is a number above 0, not {rate}")
        return rate

    @traitlets.validate("image")
    def _check_image(self, proposal):
        count = len(self._run.test_images)
        if not 0 <= proposal["value"] < count:
            raise ValueError(
                f"there is no test image {proposal['value']}: they are 0 to {count - 1}"
            )
        return proposal["value"]

    # What the browser is told once

    def _name(self, label):
        return str(label) if self._names is None else str(self._names[label])

    def _choices(self):
        """The first test image of each class, as far as there is room, and the one chosen."""
        _, first = np.unique(self._run.test_labels.numpy(), return_index=True)
        first = first[:MOST_IMAGES].tolist()
        return first if self.image in first else [*first, self.image]

    def _show(self):
        run, choices = self._run, self._choices()
        pictures = [_picture(run.test_images[index]) for index in choices]
        self.thumbnails = b"".join(picture.tobytes() for picture in pictures)
        self.setup = {
            "seed": run.seed,
            "optimizer": self._optimizer_in_words(),
            "batch_size": run.batch_size,
            "trained": run.trained,
            "tested": run.tested,
            "per_epoch": run.per_epoch,
            "goal": self._goal,
            "guessing": run.guessing,
            "rates": RATES,
            "filters": list(run.filters().shape),
            "images": [
                {"index": index, "name": self._name(int(run.test_labels[index]))}
                for index in choices
            ],
            "picture": list(pictures[0].shape),
        }

    def _optimizer_in_words(self):
        run = self._run
        return f"SGD, momentum {short(run.momentum)}" if run.optimizer == "SGD" else run.optimizer

    # What the browser is told again and again

    def _tell(self, by=None, everything=False):
        """Send what is new since the last time, or everything: some kilobytes."""
        if self.comm is None:  # nobody to tell
            return
        run = self._run
        steps, measured = (0, 0) if everything else self._told
        self._told = (run.step_count, len(run.accuracies))
        filters = run.filters()[:MOST_FILTERS, :MOST_CHANNELS]
        maps, label, share = self._seen()
        news = {
            "kind": "news",
            "by": by,
            "run": self._number,
            "steps": steps,
            "measured": measured,
            "accuracies": run.accuracies[measured:],
            "marks": _changes(run.rates, self.learning_rate),
            "filters": {"shape": list(filters.shape), "reach": _reach(filters)},
            "maps": {"shape": list(maps.shape), "reach": _reach(maps)},
            "reading": f"read as {label}" + ("" if share is None else f", {_percent(share)}"),
            "message": self._message(),
            "ended": run.failed,
        }
        curves = [run.losses[steps:], run.changes[steps:]]
        if everything:
            before = self._before or {"losses": [], "changes": [], "accuracies": []}
            news["runs"] = [_in_words(one, self._goal) for one in self._runs]
            news["before"] = before["accuracies"]
            curves += [before["losses"], before["changes"]]
        pictures = [_signed_bytes(filters), _signed_bytes(maps)]
        self.send(news, [*pictures, *(np.array(c, "<f4").tobytes() for c in curves)])

    def _seen(self):
        """Maps of the chosen image, what it is read as, and the probability of that."""
        maps, logits = self._run.look(self.image)
        maps = np.stack([_smaller(one) for one in maps[:MOST_FILTERS]])
        if not np.isfinite(logits).all():
            return maps, "nothing", None
        probabilities = np.exp(logits.astype(float) - logits.max())
        best = int(logits.argmax())
        return maps, self._name(best), float(probabilities[best] / probabilities.sum())

    def _message(self):
        """Why the run has ended, or why it leads nowhere; "" where neither is so."""
        run = self._run
        if run.failed:
            return (
                f"The loss of step {run.step_count} is not a number any more ({run.losses[-1]}): "
                "each step overshot further than the one before, until the numbers were too "
                f"large. The learning rate {short(run.rates[-1], 6)} is too high. Choose a lower "
                "one and start again."
            )
        if run.stuck:
            return (
                f"The loss went up to {magnitude(max(run.losses), 1)}, and for {RECENT} steps it "
                f"has been that of guessing ({short(run.guessing)}): steps that were too large "
                "have thrown the weights to where hardly any gradient is left. A lower learning "
                "rate hardly brings them back: choose one, and start again."
            )
        return ""

    @traitlets.observe("image")
    def _on_image(self, _change):
        if not self.setup:  # not yet there
            return
        with self._lock:
            if self.image not in [one["index"] for one in self.setup["images"]]:
                self._show()
            self._tell()

    @traitlets.observe("learning_rate")
    def _on_rate(self, _change):
        if self.setup:
            with self._lock:
                self._tell()

    def _on_browser_message(self, _widget, content, _buffers):
        by = content.get("by")
        try:
            match content.get("do"):
                case "burst":
                    seconds = float(content.get("seconds", BURST))
                    self._burst(seconds=min(max(seconds, 0), LONGEST_BURST))
                case "step":
                    self._burst(steps=1)
                case "reset":
                    self.reset()
                case "pause":
                    self.pause()
                    return
            with self._lock:
                self._tell(by, everything=content.get("do") in ("reset", "all"))
        except (Exception, KeyboardInterrupt) as error:  # whoever waits must hear of it
            said = f"Training stopped: {type(error).__name__}: {error}".rstrip(": ") + "."
            self.send({"kind": "trouble", "by": by, "message": said})

    # What can be done with it

    def _burst(self, steps=None, seconds=math.inf):
        """So many steps, or as many as are begun within these seconds: at least one."""
        end = time.perf_counter() + seconds
        with self._lock:
            for _ in itertools.count() if steps is None else range(steps):
                self._run.step(self.learning_rate)
                if self._run.failed or time.perf_counter() >= end:
                    break

    def train(self, steps):
        """Take so many steps, as the browser's bursts do: the numbers are the same.

        Where the loss is not a number any more, training ends before.

        Parameters
        ----------
        steps : int
            0 or more.

        Raises
        ------
        ValueError
            Where this is no number of steps.
        """
        if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
            raise ValueError(f"steps must be a whole number from 0 on, not {steps!r}")
        with self._lock:
            end = self._run.step_count + steps
            while (rest := end - self._run.step_count) > 0 and not self._run.failed:
                self._burst(steps=min(rest, self._run.every))
                self._tell()

    def pause(self):
        """Stop the browser's playing; a burst that is being trained is trained to its end."""
        self.send({"kind": "pause"})

    def reset(self):
        """New weights from the same seed. The learning rate stays as it is set.

        With that rate all along, the run is the same as before.
        """
        with self._lock:
            if self._run.step_count:
                run = self._run
                self._before = {
                    "losses": run.losses,
                    "changes": run.changes,
                    "accuracies": run.accuracies,
                }
                self._runs = [*self._runs, self._summary()][-MOST_RUNS:]
            self._number += 1
            self._run.start()
            self._tell(everything=True)

    # What it says without a browser

    def _summary(self):
        run = self._run
        rates = [run.rates[0]] if run.rates else [self.learning_rate]
        rates += [rate for _, rate in _changes(run.rates, run.rates[-1] if run.rates else None)]
        return {
            "rates": rates,
            "steps": run.step_count,
            "accuracy": run.accuracies[-1][1],
            "reached": self._reached(),
            "diverged": run.failed or run.stuck,
        }

    def _reached(self):
        """The first step after which the accuracy was measured to be the goal or more."""
        return next((step for step, share in self._run.accuracies if share >= self._goal), None)

    def state(self):
        """What the dashboard shows, as plain data.

        Returns
        -------
        dict
            step (how many were taken), epoch (the same in passes over the training images),
            learning_rate (of the next step), learning_rates and losses (lists, one for each
            step), loss (the mean of the last 20), guessing (the loss of a net that gives all
            classes the same probability); accuracies (a list of pairs: step, share of the tested
            images that are read rightly), accuracy (the last of these), tested (how many images),
            goal, reached (the first step at which the accuracy was measured to be the goal or
            more; None before); diverged (whether the loss is no number any more, or was thrown
            far above that of guessing and has not been below it for 50 steps), message (the same
            as a sentence, or ""); filters (their shape), filter_norm, filter_change (a list, one
            for each step: how far they are from their start, divided by their norm there); image,
            label, prediction, probability; runs (of those before the last resets: rates, steps,
            accuracy, reached, diverged); seed, batch_size, optimizer ("SGD" or "Adam"), momentum
            (None for Adam).
        """
        with self._lock:
            run = self._run
            _, prediction, probability = self._seen()
            recent = run.losses[-AVERAGED:]
            return {
                "step": run.step_count,
                "epoch": run.step_count / run.per_epoch,
                "learning_rate": self.learning_rate,
                "learning_rates": list(run.rates),
                "losses": list(run.losses),
                "loss": sum(recent) / len(recent) if recent else None,
                "guessing": run.guessing,
                "accuracies": list(run.accuracies),
                "accuracy": run.accuracies[-1][1],
                "tested": run.tested,
                "goal": self._goal,
                "reached": self._reached(),
                "diverged": run.failed or run.stuck,
                "message": self._message(),
                "filters": tuple(run.filters().shape),
                "filter_norm": float(np.linalg.norm(run.filters().astype(float))),
                "filter_change": list(run.changes),
                "image": self.image,
                "label": self._name(int(run.test_labels[self.image])),
                "prediction": prediction,
                "probability": probability,
                "runs": [dict(one) for one in self._runs],
                "seed": run.seed,
                "batch_size": run.batch_size,
                "optimizer": run.optimizer,
                "momentum": run.momentum if run.optimizer == "SGD" else None,
            }

    def static(self):
        """The dashboard as a figure: loss, accuracy, change of the filters, filters and maps.

        Returns
        -------
        cnnlib.plots.Picture
        """
        with self._lock:
            run = self._run
            maps, _, _ = self._seen()
            name = self._name(int(run.test_labels[self.image]))
            return training_sheet(
                run.losses,
                run.accuracies,
                run.changes,
                filters=run.filters()[:MOST_FILTERS, :MOST_CHANNELS],
                image=_picture(run.test_images[self.image]),
                maps=maps,
                marks=_changes(run.rates, self.learning_rate),
                guessing=run.guessing,
                goal=self._goal,
                log=self.logarithmic,
                name=name,
                caption=self._caption(name),
            )

    def _caption(self, name):
        run = self._run
        rates = ", then ".join(short(rate, 6) for rate in self._summary()["rates"])
        done = f"{run.step_count} {'step' if run.step_count == 1 else 'steps'}"
        told = (
            f"{done} of {self._optimizer_in_words()}, learning rate {rates}, {run.batch_size} "
            f"images a step, seed {run.seed}. Below: the filters of the first convolution, and "
            f"their maps of test image {self.image} ({name})."
        )
        return f"{told} {self._message()}".strip() if run.failed else told


def _changes(rates, now):
    """Where the learning rate changed: pairs of the steps before, and the new one."""
    pairs = enumerate(itertools.pairwise([*rates, now]), start=1)
    return [(step, new) for step, (old, new) in pairs if new != old] if rates else []


def _in_words(summary, goal):
    """A run that is over, in a line."""
    rates = [short(rate, 6) for rate in summary["rates"]]
    if summary["diverged"]:
        how = "diverged"
    elif summary["reached"] is None:
        how = f"{_percent(goal)} not reached"
    else:
        how = f"{_percent(goal)} after {summary['reached']}"
    end = f"{_percent(summary['accuracy'])} after {summary['steps']} steps"
    way = [rates[0], "…", rates[-1]] if len(rates) > 3 else rates
    return {"rate": ", ".join(way), "how": f"{how}, {end}"}


def _percent(share):
    return f"{100 * share:.0f}\u00a0%"


def _reach(values):
    """The largest magnitude; None where not all are finite."""
    return float(np.abs(values).max()) if np.isfinite(values).all() else None


def _signed_bytes(values):
    """Values from -127 to 127, of which 127 is the largest magnitude, as bytes."""
    reach = _reach(values)
    scaled = values / reach if reach else np.zeros_like(values)
    return np.rint(127 * scaled).astype(np.int8).tobytes()


def _smaller(array):
    """A map or a picture, at most 56 pixels a side: the mean of blocks."""
    height, width = array.shape[:2]
    factor = -(-max(height, width) // LARGEST)
    rows, columns = min(factor, height), min(factor, width)
    cut = array[: height // rows * rows, : width // columns * columns]
    shape = (height // rows, rows, width // columns, columns, *array.shape[2:])
    return cut.reshape(shape).mean(axis=(1, 3))


def _picture(image):
    """A (C, H, W) tensor as (H, W) or (H, W, 3) bytes: from its lowest to its highest value."""
    planes = image[: 3 if len(image) >= 3 else 1].numpy().astype(np.float32)
    shown = _smaller(np.moveaxis(planes, 0, -1))
    low, high = shown.min(), shown.max()
    levels = np.rint(255 * (shown - low) / ((high - low) or 1)).astype(np.uint8)
    return levels if levels.shape[2] == 3 else levels[..., 0]


def _checked(name, value, low, below=math.inf, kind=int):
    fits = not isinstance(value, bool) and isinstance(value, int if kind is int else (int, float))
    if not fits or not low <= value < below:
        what = "a whole number" if kind is int else "a number"
        upper = "on" if below == math.inf else f"to below {below}"
        raise ValueError(f"{name} must be {what} from {low} {upper}, not {value!r}")
    return value


def training_dashboard(
    model_fn,
    train,
    test=None,
    *,
    seed=0,
    batch_size=64,
    learning_rate=0.02,
    optimizer="SGD",
    momentum=0.9,
    image=0,
    every=10,
    test_size=500,
    goal=0.9,
    transform=None,
    class_names=None,
):
    """The training dashboard: play, pause, change the learning rate, see what the net makes of it.

    It shows the loss of each step, the accuracy on test images, the filters of the net's first
    convolution and how far they have moved, and their maps of one image. While it plays, other
    cells can run. The same seed gives the same run, wherever it is paused. Training is on the CPU.

    Parameters
    ----------
    model_fn : callable
        Builds the net, a torch.nn.Module with an nn.Conv2d; called with the seed if it has a
        parameter without a default, else without an argument, so that a class will do, too.
        torch's own generator is seeded before.
    train : cnnlib.datasets.Dataset, or split, or (images, labels)
        A data set brings its test split and class names. Images are (N, C, H, W): bytes are
        standardised with the mean and the standard deviation of each channel of the training
        images, floats are taken as they are.
    test : split, or (images, labels), optional
        Where `train` is no data set.
    seed : int
        Of the weights and of the order of the images.
    batch_size : int
    learning_rate : float
        At first.
    optimizer : {"SGD", "Adam"}
    momentum : float
        Of SGD, from 0 to below 1.
    image : int
        The test image whose maps are shown at first.
    every : int
        Steps from one measurement of the accuracy to the next.
    test_size : int
        How many test images it is measured on, at most: always the same ones.
    goal : float
        An accuracy that is to be reached, above 0 and at most 1.
    transform : callable, optional
        Called on each batch, (N, C, H, W) float32, such as one that makes it larger.
    class_names : sequence of str, optional

    Returns
    -------
    TrainingDashboard
        Displayed by the notebook; ``.state()`` says what it shows, ``.train(steps)`` trains.

    Raises
    ------
    ValueError
        Where a number is out of range, or the net and the data do not fit together.

    Examples
    --------
    >>> import torch
    >>> from torch import nn
    >>> bars = torch.zeros(40, 1, 6, 6)
    >>> bars[:20, :, 2], bars[20:, :, :, 3] = 1, 1  # 20 level ones, 20 upright ones
    >>> labels = torch.arange(40) // 20
    >>> def small_net():
    ...     return nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(32, 2))
    >>> dashboard = training_dashboard(small_net, (bars, labels), (bars, labels), batch_size=10)
    >>> dashboard.train(30)
    >>> dashboard.state()["step"], dashboard.state()["epoch"], dashboard.state()["accuracy"]
    (30, 7.5, 1.0)
    """
    if test is None and hasattr(train, "train") and hasattr(train, "test"):
        class_names = train.class_names if class_names is None else class_names
        train, test = train.train, train.test
    elif test is None:
        raise ValueError("there are no test images: give a data set, or train and test")
    if optimizer not in ("SGD", "Adam"):
        raise ValueError(f"optimizer must be 'SGD' or 'Adam', not {optimizer!r}")
    if not 0 < goal <= 1:
        raise ValueError(f"goal must be an accuracy above 0 and at most 1, not {goal!r}")
    train, test = labelled(train, "training"), labelled(test, "test")
    if train[0].dtype != test[0].dtype or train[0].shape[1] != test[0].shape[1]:
        kinds = [f"{images.dtype} of {images.shape[1]} channels" for images, _ in (train, test)]
        raise ValueError(f"training and test images must be alike, not {' and '.join(kinds)}")
    run = Run(
        model_fn,
        train,
        test,
        seed=_checked("seed", seed, 0),
        batch_size=_checked("batch_size", batch_size, 1),
        optimizer=optimizer,
        momentum=_checked("momentum", momentum, 0, 1, float),
        every=_checked("every", every, 1),
        test_size=_checked("test_size", test_size, 1),
        transform=transform,
    )
    if class_names is not None and len(class_names) < run.classes:
        raise ValueError(f"{len(class_names)} class names for a net with {run.classes} outputs")
    return TrainingDashboard(run, learning_rate, image, goal, class_names)
