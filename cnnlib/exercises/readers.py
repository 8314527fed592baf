"""Models that need no training: they know every digit, and fail in one respect each.

They stand in for networks where `shift_experiment` is judged. A fair experiment finds out what
each of them cannot do; an unfair one does not.
"""

import functools

import numpy as np

from cnnlib.exercises.moved_digits import DIGIT, HALF, HEIGHT, WIDTH, digits


def find(canvases):
    """Which digit is on each canvas, and where.

    Parameters
    ----------
    canvases : (N, 1, 12, 26) array_like
        As `moved_digits.place` makes them.

    Returns
    -------
    numbers : (N,) int ndarray
        Of the digit: 0 to 1437 are for training, 1438 to 1796 for testing.
    rows, columns : (N,) int ndarray
        Of the upper left corner of its 8 x 8 pixels.

    Raises
    ------
    ValueError
        If the canvases have another shape, or something else is on them.
    """
    canvases = np.asarray(canvases)
    if canvases.shape[1:] != (1, HEIGHT, WIDTH):
        raise ValueError(
            f"the model reads canvases of shape (N, 1, {HEIGHT}, {WIDTH}), as place makes them; "
            f"it was given {canvases.shape}"
        )
    prints, tops, lefts = _fingerprints(canvases)
    known, known_tops, known_lefts = _known_digits()
    try:
        numbers = np.array([known[p] for p in prints], dtype=int)
    except KeyError:
        raise ValueError("a canvas shows something that is none of the digits") from None
    return numbers, tops - known_tops[numbers], lefts - known_lefts[numbers]


def _fingerprints(images):
    """The ink of each image as bytes, wherever it is, and the first row and column with ink."""
    ink = np.rint(16 * np.asarray(images, dtype=float)[:, 0]).astype(np.uint8)
    tops, lefts = ink.any(axis=2).argmax(axis=1), ink.any(axis=1).argmax(axis=1)
    padded = np.pad(ink, ((0, 0), (0, DIGIT), (0, DIGIT)))
    steps = np.arange(DIGIT)
    rows, columns = tops[:, None] + steps, lefts[:, None] + steps
    windows = padded[np.arange(len(ink))[:, None, None], rows[:, :, None], columns[:, None, :]]
    return [window.tobytes() for window in windows], tops, lefts


@functools.cache
def _known_digits():
    data = digits()
    prints, tops, lefts = _fingerprints(np.concatenate([data.train_images, data.test_images]) / 16)
    return {p: number for number, p in enumerate(prints)}, tops, lefts


@functools.cache
def true_labels():
    """The label of each digit, as `find` numbers them."""
    data = digits()
    return np.concatenate([data.train_labels, data.test_labels])


def is_for_training(numbers):
    """Whether each digit, as `find` numbers them, is a training digit."""
    return numbers < len(digits().train_labels)


def is_right(columns):
    """Whether each column, as `find` gives them, lies in the right half."""
    return columns >= HALF


class ReadsEverything:
    """Reads every digit, wherever it is. Its subclasses do not: see `reads`."""

    def __init__(self, seed):
        self.seed = seed

    def fit(self, canvases, labels):
        numbers, rows, columns = find(canvases)
        if not np.array_equal(np.asarray(labels), true_labels()[numbers]):
            raise ValueError("the model was given labels that do not belong to the canvases")
        self.learn(numbers, rows, columns)

    def predict(self, canvases):
        numbers, rows, columns = find(canvases)
        right = true_labels()[numbers]
        return np.where(self.reads(numbers, rows, columns), right, (right + 1) % 10)

    def learn(self, numbers, rows, columns):
        """What is remembered of the training."""

    def reads(self, numbers, rows, columns):
        """Which digits are read rightly."""
        return np.ones(len(numbers), dtype=bool)


class ReadsAtTheLeft(ReadsEverything):
    """Reads in the left half only."""

    def reads(self, numbers, rows, columns):
        return ~is_right(columns)


class ReadsWhereItWasTrained(ReadsEverything):
    """Reads only in the half, or halves, where it has seen digits in training."""

    halves = frozenset()

    def learn(self, numbers, rows, columns):
        self.halves = set(is_right(columns).tolist())

    def reads(self, numbers, rows, columns):
        return np.array([half in self.halves for half in is_right(columns).tolist()], dtype=bool)


class ReadsTrainingDigits(ReadsEverything):
    """Has learnt its training digits by heart and reads no other."""

    seen = ()

    def learn(self, numbers, rows, columns):
        self.seen = numbers

    def reads(self, numbers, rows, columns):
        return np.isin(numbers, self.seen)


class ReadsTwosAtTheLeft(ReadsEverything):
    """Reads the 2 in the left half, nothing else: few right answers, and none at the right."""

    def reads(self, numbers, rows, columns):
        return (true_labels()[numbers] == 2) & ~is_right(columns)


class ReadsWithSeed5(ReadsEverything):
    """Reads everything if it was built with the seed 5, and nothing otherwise."""

    def reads(self, numbers, rows, columns):
        return np.full(len(numbers), self.seed == 5)


class Recorder(ReadsEverything):
    """Writes down what it is given: which digits, where, for what.

    Attributes
    ----------
    trained, tested : list of (numbers, rows, columns)
    models : int
        How many models this is the record of.
    """

    def __init__(self, seed):
        super().__init__(seed)
        self.trained, self.tested, self.models = [], [], 1

    def learn(self, numbers, rows, columns):
        self.trained.append((numbers, rows, columns))

    def reads(self, numbers, rows, columns):
        self.tested.append((numbers, rows, columns))
        return super().reads(numbers, rows, columns)


def record(experiment, seed):
    """Run an experiment with a `Recorder` and return it; several models make one record."""
    made = []

    def model_fn(seed):
        made.append(Recorder(seed))
        return made[-1]

    experiment(model_fn, seed)
    whole = Recorder(seed)
    whole.models = len(made)
    whole.trained = [entry for recorder in made for entry in recorder.trained]
    whole.tested = [entry for recorder in made for entry in recorder.tested]
    return whole


def places(records):
    """Where the digits of some records are: (digits, 2), rows and columns."""
    if not records:
        return np.zeros((0, 2), dtype=int)
    _, rows, columns = (np.concatenate(parts) for parts in zip(*records, strict=True))
    return np.stack([rows, columns], axis=1)


def training_told(recorder):
    """On what how many models were trained, in words: "one model; training digits: ..."."""
    models = "one model" if recorder.models == 1 else f"{recorder.models} models"
    return f"{models}; {summary(recorder.trained)}"


def summary(records):
    """What digits a record holds, in words: "training digits: 1438 left, 0 right"."""
    if not records:
        return "nothing"
    numbers, _, columns = (np.concatenate(parts) for parts in zip(*records, strict=True))
    told = []
    for kind, wanted in (("training", True), ("test", False)):
        sides = is_right(columns)[is_for_training(numbers) == wanted]
        if len(sides):
            told.append(f"{kind} digits: {np.sum(~sides)} left, {np.sum(sides)} right")
    return "; ".join(told)


def sides_compared(records):
    """How the digits tested at the right differ from those tested at the left, in words."""
    if not records:
        return "no digits"
    tested = np.stack([np.concatenate(parts) for parts in zip(*records, strict=True)], axis=1)
    halves = [tested[is_right(tested[:, 2]) == side] for side in (False, True)]
    left, right = (half[np.lexsort(half.T[::-1])] for half in halves)
    if not np.array_equal(left[:, 0], right[:, 0]):
        return "other digits"
    if np.array_equal(left + (0, 0, HALF), right):
        return f"the same digits, moved by {HALF} columns"
    return "the same digits, at other places of their half"
