"""The exercise `shift_experiment`: trained on one side, tested on the other."""

import numpy as np

from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises import moved_digits, readers


def _experiment(
    model_fn,
    seed,
    *,
    train_on=lambda data, seed: [("train", "left")],
    tests=(("test", "left"), ("test", "right")),
    place_seeds=lambda seed: (seed, seed + 1, seed + 1),
    model_seed=lambda seed: seed,
):
    """The experiment with one thing done otherwise."""
    data = moved_digits.digits()
    sets = {
        "train": (data.train_images, data.train_labels),
        "test": (data.test_images, data.test_labels),
    }
    seeds = place_seeds(seed)
    model = model_fn(model_seed(seed))
    chosen = train_on(data, seed)
    canvases = [moved_digits.place(sets[name][0], side, seeds[0]) for name, side in chosen]
    if chosen:
        labels = np.concatenate([sets[name][1] for name, _ in chosen])
        model.fit(np.concatenate(canvases), labels)
    accuracies = []
    for (name, side), place_seed in zip(tests, seeds[1:], strict=True):
        images, labels = sets[name]
        guesses = model.predict(moved_digits.place(images, side, place_seed))
        accuracies.append(float(np.mean(guesses == labels)))
    return tuple(accuracies)


def _model_for_each_test(train_side):
    """The experiment with a second model for the second test, trained at a side, or not at all."""

    def model_of_the_mistake(model_fn, seed):
        data = moved_digits.digits()
        accuracies = []
        for side in ("left", "right"):
            model = model_fn(seed)
            if train_side(side):
                placed = moved_digits.place(data.train_images, train_side(side), seed)
                model.fit(placed, data.train_labels)
            guesses = model.predict(moved_digits.place(data.test_images, side, seed + 1))
            accuracies.append(float(np.mean(guesses == data.test_labels)))
        return tuple(accuracies)

    return model_of_the_mistake


def _then(change):
    """The right experiment, with its result changed."""
    return lambda model_fn, seed: change(*moved_digits.shift_experiment(model_fn, seed))


def _compare_seeds(f, seeds):
    """For two seeds: whether the places are the same, in training and in the tests, in words."""
    one, other = (readers.record(f, seed) for seed in seeds)
    told = []
    for when, mine, others in (
        ("training", one.trained, other.trained),
        ("the tests", one.tested, other.tested),
    ):
        same = np.array_equal(readers.places(mine), readers.places(others))
        told.append(f"{'the same' if same else 'other'} places in {when}")
    return ", ".join(told)


TRAINED_ON = Law(
    "one model is trained, on all training digits, at the left, and on nothing else",
    lambda f, seed: readers.training_told(readers.record(f, seed)),
    lambda f, seed: "one model; training digits: 1438 left, 0 right",
    0,
    note="what the model is trained on",
)
TESTED_ON = Law(
    "both tests use all test digits",
    lambda f, seed: readers.summary(readers.record(f, seed).tested),
    lambda f, seed: "test digits: 359 left, 359 right",
    0,
    note="what the model is tested on",
)
ONLY_THE_SIDE = Law(
    "between the two tests only the side differs",
    lambda f, seed: readers.sides_compared(readers.record(f, seed).tested),
    lambda f, seed: "the same digits, moved by 13 columns",
    0,
    note="the two tests, compared",
)
OTHER_SEED = Law(
    "another seed puts the digits at other places",
    lambda f, seeds: _compare_seeds(f, seeds),
    lambda f, seeds: "other places in training, other places in the tests",
    (0, 1),
    note="the places of the digits, for two seeds",
)
SAME_SEED = Law(
    "the same seed puts the digits at the same places",
    lambda f, seeds: _compare_seeds(f, seeds),
    lambda f, seeds: "the same places in training, the same places in the tests",
    (2, 2),
    note="the places of the digits, for one seed, twice",
)

shift_experiment = Exercise(
    "lesson02.shift_experiment",
    functions={"shift_experiment": moved_digits.shift_experiment},
    parts=(
        Part(
            "accuracies",
            1,
            (
                Case(readers.ReadsEverything, 0, note="a model that reads every digit"),
                Case(readers.ReadsAtTheLeft, 0, note="a model that reads at the left only"),
            ),
        ),
        Part(
            "training",
            2,
            (
                Case(
                    readers.ReadsWhereItWasTrained,
                    0,
                    note="a model that reads in the half where it was trained",
                ),
                TRAINED_ON,
            ),
            needs=("accuracies",),
        ),
        Part(
            "tests",
            1,
            (
                Case(
                    readers.ReadsTrainingDigits,
                    0,
                    note="a model that knows its training digits by heart and no others",
                ),
                Case(readers.ReadsTwosAtTheLeft, 0, note="a model that reads a 2 at the left"),
                TESTED_ON,
                ONLY_THE_SIDE,
            ),
            needs=("accuracies",),
        ),
        Part(
            "seed",
            1,
            (
                Case(readers.ReadsWithSeed5, 5, note="a model that needs the seed 5"),
                OTHER_SEED,
                SAME_SEED,
            ),
            needs=("accuracies",),
        ),
    ),
    mistakes=(
        Mistake(
            "swapped",
            _then(lambda same, other: (other, same)),
            "The two accuracies are swapped: first the side of the training, then the other.",
            "Return (acc_same, acc_other).",
        ),
        Mistake(
            "per cent",
            _then(lambda same, other: (100 * same, 100 * other)),
            "Your accuracies are in per cent. Return fractions between 0 and 1.",
        ),
        Mistake(
            "counts",
            _then(lambda same, other: (same * 359, other * 359)),
            "You count the right answers. Return the fraction of them: their mean.",
        ),
        Mistake(
            "error rate",
            _then(lambda same, other: (1 - same, 1 - other)),
            "You measure the errors. Return the fraction of right answers.",
        ),
        Mistake(
            "a second model, trained at the right",
            _model_for_each_test(lambda side: side),
            "You build a second model for the second test, and train it at the right. The "
            "question is what a model reads at the right that was trained at the left.",
            "Call model_fn once, before the loop, and fit at the left only.",
        ),
        *(
            Mistake(
                "a second model",
                _model_for_each_test(train_side),
                "You build a second model for the second test.",
                "Call model_fn once, before the loop: one model is trained, and tested twice.",
            )
            for train_side in (
                lambda side: "left",
                lambda side: "left" if side == "left" else None,
            )
        ),
        Mistake(
            "trained on both sides",
            lambda model_fn, seed: _experiment(
                model_fn, seed, train_on=lambda *_: [("train", "left"), ("train", "right")]
            ),
            "Your model is trained on both sides, so the right one is nothing new to it.",
            'Train with place(..., "left", ...) alone.',
        ),
        Mistake(
            "trained at the right",
            lambda model_fn, seed: _experiment(
                model_fn, seed, train_on=lambda *_: [("train", "right")]
            ),
            "Your model is trained at the right. Train it at the left.",
        ),
        Mistake(
            "not trained",
            lambda model_fn, seed: _experiment(model_fn, seed, train_on=lambda *_: []),
            "Your model is tested without any training.",
            "Call model.fit before model.predict.",
        ),
        Mistake(
            "trained on the test images",
            lambda model_fn, seed: _experiment(
                model_fn, seed, train_on=lambda *_: [("test", "left")]
            ),
            "Your model is trained on the test images. What it knows by heart is no "
            "measure of what it has understood.",
            "Train on data.train_images, test on data.test_images.",
        ),
        Mistake(
            "trained on all images",
            lambda model_fn, seed: _experiment(
                model_fn, seed, train_on=lambda *_: [("train", "left"), ("test", "left")]
            ),
            "Your model is trained on the test images, too. What it knows by heart is no "
            "measure of what it has understood.",
            "Train on data.train_images alone.",
        ),
        Mistake(
            "tested on training images",
            lambda model_fn, seed: _experiment(
                model_fn, seed, tests=(("train", "left"), ("train", "right"))
            ),
            "You test on the training images. A model that knows them by heart looks perfect.",
            "Test on data.test_images and data.test_labels.",
        ),
        Mistake(
            "other digits at the left",
            lambda model_fn, seed: _experiment(
                model_fn, seed, tests=(("train", "left"), ("test", "right"))
            ),
            "At the left you test on the training images, at the right on the test images: two "
            "things change at once, and nobody knows which one counts.",
            "Use the same test digits on both sides.",
        ),
        Mistake(
            "other digits at the right",
            lambda model_fn, seed: _experiment(
                model_fn, seed, tests=(("test", "left"), ("train", "right"))
            ),
            "At the right you test on the training images, at the left on the test images: two "
            "things change at once, and nobody knows which one counts.",
            "Use the same test digits on both sides.",
        ),
        Mistake(
            "one side only",
            lambda model_fn, seed: _experiment(
                model_fn, seed, tests=(("test", "left"), ("test", "left"))
            ),
            "Both of your tests are at the left.",
            "The second one is at the right.",
        ),
        Mistake(
            "places differ between the tests",
            lambda model_fn, seed: _experiment(
                model_fn, seed, place_seeds=lambda seed: (seed, seed + 1, seed + 2)
            ),
            "The seed of the places differs between your two tests, so the digits are not merely "
            "moved: two things change at once.",
            "Give place the same seed for both tests.",
        ),
        Mistake(
            "model ignores the seed",
            lambda model_fn, seed: _experiment(model_fn, seed, model_seed=lambda _: 0),
            "Your model is built with another seed than the one given, so every "
            "repetition begins with the same weights.",
            "Build it with model_fn(seed).",
        ),
        Mistake(
            "places ignore the seed",
            lambda model_fn, seed: _experiment(model_fn, seed, place_seeds=lambda _: (0, 1, 1)),
            "Your places do not depend on the seed, so every repetition has the same images.",
            "Give place a seed that follows from seed, in training and in the tests.",
        ),
        Mistake(
            "places of the tests ignore the seed",
            lambda model_fn, seed: _experiment(
                model_fn, seed, place_seeds=lambda seed: (seed, 1, 1)
            ),
            "Your test digits stand at the same places for every seed, so the repetitions share "
            "their test images.",
            "Give place a seed that follows from seed in the tests, too.",
        ),
        Mistake(
            "places of the training ignore the seed",
            lambda model_fn, seed: _experiment(
                model_fn, seed, place_seeds=lambda seed: (0, seed + 1, seed + 1)
            ),
            "Your training digits stand at the same places for every seed, so the repetitions "
            "share their training images.",
            "Give place a seed that follows from seed in training, too.",
        ),
        Mistake(
            "seed ignored",
            lambda model_fn, seed: _experiment(
                model_fn, seed, place_seeds=lambda _: (0, 1, 1), model_seed=lambda _: 0
            ),
            "Your experiment ignores the seed: every repetition is the same.",
            "The model and the places both follow from seed.",
        ),
    ),
    hints=(
        "Four steps: build the model, place the training digits and fit, place the test digits "
        "twice, and count how often predict is right.",
        'Only the word "left" or "right" may differ between your two tests.',
        'np.mean(model.predict(place(data.test_images, "left", seed + 1)) == data.test_labels) '
        "is the first of the two accuracies. Any seed that follows from seed will do. With another "
        "one than in training, here seed + 1, the test digits get places of their own.",
    ),
    ready_made=("cnnlib.exercises.moved_digits.shift_experiment",),
)
