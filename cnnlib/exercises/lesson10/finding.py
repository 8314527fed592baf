"""`find_leak`: what leaks in a pipeline, found from outside, by changing the test and looking.

Imports torch no more than the others do: images are NumPy arrays.
"""

from functools import partial

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part
from cnnlib.exercises.lesson10.pipelines import (
    PIPELINES,
    best_of_four,
    chosen_in_training,
    in_units_of_the_test,
    sample,
)

TRIES = 20  # other labels for the test: one alone may leave a choice as it is, by luck


def found_leak(pipeline, images, labels, groups):
    """Which leak a pipeline has: "copies", "groups", "choice", "labels", "statistics" or "none".

    Parameters
    ----------
    pipeline : callable
        See `cnnlib.exercises.lesson10.pipelines`.
    images : (N, H, W) ndarray
    labels : (N,) int64 ndarray
    groups : (N,) ndarray

    Returns
    -------
    str

    Examples
    --------
    >>> [found_leak(pipeline, *sample()) for pipeline in PIPELINES.values()]
    ['groups', 'statistics', 'copies', 'labels', 'choice', 'none']
    """
    return _find(pipeline, images, labels, groups)


# The oracle, with switches for what can go wrong


def _shared_rows(before, groups):
    return bool(np.isin(before["train_rows"], before["test_rows"]).any())


def _shared_groups(before, groups):
    return bool(np.isin(groups[before["train_rows"]], groups[before["test_rows"]]).any())


def _other_labels(labels, rows, dice):
    new = labels.copy()
    new[rows] = dice.permutation(labels[rows] + 1 + dice.integers(0, 3, len(rows)))
    return new


def _other_pixels(images, rows, dice):
    new = images.copy()
    new[rows] += 1 + dice.random(images[rows].shape) * 9
    return new


CHECKS = ("copies", "groups", "choice", "labels", "statistics")


def _find(
    pipeline,
    images,
    labels,
    groups,
    *,
    order=CHECKS,
    side="test_rows",
    part="train",
    tries=TRIES,
    seeds=(0, 0),
    nothing="none",
    shared_rows=_shared_rows,
    shared_groups=_shared_groups,
):
    before = pipeline(images, labels, groups, seeds[0])
    rows, dice = np.unique(before[side]), np.random.default_rng(7)
    relabelled = [
        pipeline(images, _other_labels(labels, rows, dice), groups, seeds[1]) for _ in range(tries)
    ]
    repainted = pipeline(_other_pixels(images, rows, dice), labels, groups, seeds[1])

    def differs(after, what):
        return not np.array_equal(before[what], after[what])

    found = {
        "copies": shared_rows(before, groups),
        "groups": shared_groups(before, groups),
        "choice": any(differs(after, "choice") for after in relabelled),
        "labels": any(differs(after, part) for after in relabelled),
        "statistics": differs(repainted, part),
    }
    return next((name for name in order if found[name]), nothing)


def _find_leak(pipeline, images, labels, groups):
    return _find(pipeline, images, labels, groups)


def _model(**switches):
    return partial(_find, **switches)


def _rows_at_the_same_place(before, groups):
    """Compares the two lists of rows position by position."""
    count = min(len(before["train_rows"]), len(before["test_rows"]))
    return bool((before["train_rows"][:count] == before["test_rows"][:count]).any())


def _first_group_only(before, groups):
    return bool(groups[before["train_rows"]][0] in groups[before["test_rows"]])


def _twice_in_training(before, groups):
    rows = before["train_rows"]
    return len(set(rows.tolist())) < len(rows)


def _by_luck(pipeline, images, labels, groups):
    """Misses a choice that other labels often leave as it is."""
    return "none" if pipeline is best_of_four else _find(pipeline, images, labels, groups)


def case(pipeline, seed=0, note="", **options):
    """A pipeline with data of some size."""
    return Case(pipeline, *sample(seed=seed, **options), note=note)


find_leak = Exercise(
    "lesson10.find_leak",
    functions={"find_leak": _find_leak},
    parts=(
        Part(
            "same rows, same groups",
            2,
            (
                case(PIPELINES[3], note="pipeline 3"),
                case(PIPELINES[1], note="pipeline 1"),
                case(PIPELINES[6], note="pipeline 6"),
            ),
        ),
        Part(
            "labels, choice",
            1,
            (
                case(PIPELINES[4], note="pipeline 4"),
                case(PIPELINES[5], note="pipeline 5"),
                case(PIPELINES[6], 1, "pipeline 6"),
                case(chosen_in_training, 3, "a clean one, which chooses by the training's labels"),
            ),
        ),
        Part(
            "statistics",
            1,
            (
                case(PIPELINES[2], note="pipeline 2"),
                case(PIPELINES[6], 2, "pipeline 6"),
                case(in_units_of_the_test, 4, "one that leaks how far the test's pixels spread"),
            ),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "groups before copies",
            _model(order=("groups", "copies", "choice", "labels", "statistics")),
            "An image that is on both sides has its group on both sides, too. So look for the same "
            "rows first, one of which is enough: that is the narrower name.",
            'First "copies", then "groups". np.isin(...).any()',
        ),
        Mistake(
            "labels before choice",
            _model(order=("copies", "groups", "labels", "choice", "statistics"), part="choice"),
            "You look at the choice alone. Other test labels may change the training images, too: "
            'that is "labels".',
        ),
        Mistake(
            "statistics before labels",
            _model(order=("copies", "groups", "statistics", "choice", "labels")),
            "Other pixels in the test also change what is selected with the labels. So change the "
            "labels alone first: if that changes anything, it is they that leak.",
            'First "choice" and "labels", then "statistics".',
        ),
        Mistake(
            "training images changed",
            _model(side="train_rows"),
            "You change images or labels of the training. That they change what is trained on is "
            "as it should be. Ask what the test does to the training.",
            "Change the rows in test_rows alone.",
        ),
        Mistake(
            "the test compared",
            _model(part="test"),
            "In a clean pipeline you find a leak. Either you change the training rows as well, or "
            "you look at the prepared test images: both may well change. A leak is what the test "
            "does to the training.",
            'Change the rows in test_rows alone, and compare result["train"] before and after.',
        ),
        Mistake(
            "another seed",
            _model(seeds=(0, 1)),
            "More than one thing is different in your second call: it has another seed, so another "
            "split, or labels and pixels change at once. Then it says nothing about leaks.",
            "Call the pipeline with the same seed, and change one thing only.",
        ),
        Mistake(
            "rows only",
            _model(order=("copies", "groups")),
            "You look at rows and groups only. Test images can influence the training without "
            "being in it.",
            "Change the test, call the pipeline again with the same seed, and see whether the "
            "training changes.",
        ),
        Mistake(
            "groups not looked at",
            _model(order=("copies", "choice", "labels", "statistics")),
            "You do not find the groups that are on both sides.",
            "groups[train_rows] and groups[test_rows] must have nothing in common: one shared "
            "group is a leak (any, and not all).",
        ),
        Mistake(
            "too few tries",
            _by_luck,
            "You miss a choice. If you change the labels once, or always to the same ones, it may "
            "stay as it is by luck.",
            "Other labels, drawn anew, ten times.",
        ),
        Mistake(
            "choice not looked at",
            _model(order=("copies", "groups", "labels", "statistics")),
            "You do not find the choice. A setting that is chosen with the test labels makes "
            "the test too good.",
            'Give the rows in test_rows other labels, and compare result["choice"] before and '
            "after.",
        ),
        Mistake(
            "labels not changed",
            _model(order=("copies", "groups", "statistics"), tries=0),
            "You change pixels only. Labels of the test can leak as well: change them alone.",
        ),
        Mistake(
            "statistics not looked at",
            _model(order=("copies", "groups", "choice", "labels")),
            "You do not find what the pixels of the test do to the training. Change them, each "
            "by another amount: to exchange them, or to add the same number to all, keeps the "
            "mean or the spread as it was.",
            "other[test_rows] += 1 + 9 * generator.random(other[test_rows].shape)",
        ),
        Mistake(
            "row by row",
            _model(shared_rows=_rows_at_the_same_place),
            "You compare the two lists of rows place by place. A row may be anywhere in the other "
            "list.",
            "np.intersect1d or np.isin.",
        ),
        Mistake(
            "one group only",
            _model(shared_groups=_first_group_only),
            "You look at one group only.",
            "np.intersect1d(groups[train_rows], groups[test_rows])",
        ),
        Mistake(
            "twice in training",
            _model(shared_rows=_twice_in_training),
            "A row that comes twice in the training is no leak: copies are welcome there. It leaks "
            "if it is in the test, too.",
            "train_rows and test_rows must have nothing in common.",
        ),
        Mistake(
            "None in place of none",
            _model(nothing=None),
            'Of a clean pipeline you return None. Asked for is the word "none".',
        ),
    ),
    hints=(
        "before = pipeline(images, labels, groups, 0). First look at its rows: "
        'np.isin(before["train_rows"], before["test_rows"]).any().',
        "The groups of the rows: groups[before['train_rows']].",
        "Then change the labels of the test, and nothing else, and call again with the same seed: "
        "other = labels.copy(); other[test_rows] = generator.integers(0, 4, len(test_rows)). "
        "A choice may stay the same by luck: try several times.",
        "At last the pixels: other = images.copy(); other[test_rows] += 1 + random numbers. Adding "
        "the same number everywhere would hide a leak of the spread.",
    ),
    ready_made=("cnnlib.exercises.lesson10.finding.found_leak",),
    seconds=30.0,
)
