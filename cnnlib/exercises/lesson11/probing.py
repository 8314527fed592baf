"""`linear_probe`: a linear classifier on features that stay as they are.

Imports scikit-learn: `cnnlib.exercises.lesson11` loads this module when the exercise is asked for.
"""

import numpy as np

from cnnlib.check import Exercise, Law, Mistake, Part, Words
from cnnlib.exercises.lesson09.judging import in_words


def fitted_probe(features, y):
    """Fit logistic regression on standardised features.

    Parameters
    ----------
    features : (N, D) ndarray
        Of the training images.
    y : (N,) ndarray of int

    Returns
    -------
    callable
        From features (M, D) to labels (M,).

    Examples
    --------
    >>> predict = fitted_probe(np.array([[0.0], [1.0], [8.0], [9.0]]), np.array([5, 5, 7, 7]))
    >>> predict(np.array([[2.0], [7.0]])).tolist()
    [5, 7]
    """
    return _probe(features, y)


# The oracle, with switches for what can go wrong


def _logistic(**options):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=2000, **options)


def _standardised(x, mean, std):
    return (x - mean) / np.where(std > 0, std, 1)


def _statistics(features):
    return features.mean(axis=0), features.std(axis=0)


def _own(x, mean, std):
    return _standardised(x, *_statistics(x))


def _with_nan(x, mean, std):
    with np.errstate(all="ignore"):
        return (x - mean) / std


def _probe(
    features,
    y,
    *,
    classifier=_logistic,
    scale=_standardised,
    scale_new=None,
    statistics=_statistics,
    said=lambda fitted, x: fitted.predict(x),
    labels=lambda y: y,
    result=None,
):
    mean, std = statistics(features)
    fitted = classifier().fit(scale(features, mean, std), labels(y))
    new = scale_new or scale

    def predict(x):
        return said(fitted, new(x, mean, std))

    return predict if result is None else result(fitted, predict)


def _model(**switches):
    return lambda features, y: _probe(features, y, **switches)


def _as_they_are(x, mean, std):
    return x


def _by_the_variance(x, mean, std):
    return (x - mean) / np.where(std > 0, std**2, 1)


def _per_row(x, mean, std):
    return _standardised(x, x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True))


def _jointly(features, y):
    """New rows are standardised by the statistics of training and new rows together."""
    fitted = _logistic().fit(_standardised(features, *_statistics(features)), y)

    def predict(x):
        return fitted.predict(_standardised(x, *_statistics(np.concatenate([features, x]))))

    return predict


def _nearest_neighbour():
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier(1)


def _in_place(features, y):
    mean, std = _statistics(features)
    std[std == 0] = 1
    features -= mean
    features /= std
    fitted = _logistic().fit(features, y)
    return lambda x: fitted.predict((x - mean) / std)


# What is asked of it


def _said(f, features, y, rows):
    """What the probe says of the rows, as a list; what goes wrong as words."""
    predict = f(features, y)
    if not callable(predict):
        return Words(f"{_kind(predict)} was returned, and no function")
    given = np.array(rows)
    try:
        said = predict(given)
    except Exception as error:  # the student's
        return Words(f"the function that you return fails: {in_words(error)}")
    if said is None:
        return Words("the function that you return gives nothing: has it a return line?")
    if not np.array_equal(given, rows):
        return Words("the function that you return changes the rows that it is given")
    said = np.asarray(said)
    if said.shape != (len(rows),):
        return Words(f"an array of shape {said.shape}, and not one label for each row")
    kind = {"f": "decimal numbers", "i": "", "u": ""}.get(said.dtype.kind, "no numbers")
    if kind and not np.array_equal(said, said.astype(int)):
        return Words(kind)
    return said.astype(int).tolist()


def _kind(returned):
    if hasattr(returned, "predict"):
        return "a classifier"
    return "nothing" if returned is None else f"something of type {type(returned).__name__}"


def labels_law(features, y, rows, note=""):
    return Law(
        "linear_probe(features, y) is a function, and of the rows it says these labels",
        lambda f, features, y, rows: _said(f, features, y, rows),
        lambda f, features, y, rows: _said(fitted_probe, features, y, rows),
        *(np.array(features, float), np.array(y), np.array(rows, float)),
        note=note,
    )


MOST_OTHERS = 0.02  # of the labels: rounding, and an optimizer that stops a little earlier


def _compared(said, right):
    """Two lists of labels, in words."""
    words = next((one for one in (said, right) if isinstance(one, str)), None)
    if words:
        return words
    others = sum(a != b for a, b in zip(said, right, strict=True))
    return "those labels" if others <= MOST_OTHERS * len(right) else "other labels, for many rows"


def overlap_law(seed, note=""):
    """Classes that overlap, where it counts which classifier it is; features are standardised."""
    return Law(
        "where classes overlap, it says what LogisticRegression says of standardised features",
        lambda f, features, y, rows: _compared(
            _said(f, features, y, rows), _said(fitted_probe, features, y, rows)
        ),
        lambda f, features, y, rows: "those labels",
        *overlapping(seed),
        note=note,
    )


def scales_law(seed, note=""):
    """The same classes, and each feature times a number of its own."""
    scales = np.array([0.05, 0.2, 1.0, 1.0, 5.0, 20.0])
    return Law(
        "if each feature is multiplied by a number of its own, it says the same labels as before",
        lambda f, features, y, rows: _compared(
            _said(f, features * scales, y, rows * scales), _said(f, features, y, rows)
        ),
        lambda f, features, y, rows: "those labels",
        *overlapping(seed),
        note=note,
    )


def overlapping(seed, count=30, new=400):
    """Three classes of different size in six features; old and new rows with mean 0, deviation 1.

    So it is the same by whose statistics they are standardised, or whether they are at all.
    """
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(3, 6))
    sizes = np.array([count, count // 2, count // 4])
    y = np.repeat([2, 5, 9], sizes)
    points = centres[np.repeat(np.arange(3), sizes)] + rng.normal(size=(len(y), 6))
    rows = centres[rng.integers(0, 3, new)] + rng.normal(size=(new, 6))
    return _own(points, None, None), y, _own(rows, None, None)


def alone_law(features, y, rows, note=""):
    return Law(
        "of each row alone it says what it says of it among others",
        lambda f, features, y, rows: [_said(f, features, y, [row]) for row in rows],
        lambda f, features, y, rows: [_said(fitted_probe, features, y, [row]) for row in rows],
        *(np.array(features, float), np.array(y), np.array(rows, float)),
        note=note,
    )


def linear_law(note=""):
    """Four corners, labels as in XOR: no line parts them, whatever else may."""
    corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    features = np.concatenate([corners + 0.01 * k for k in range(4)])
    y = np.tile([0, 0, 1, 1], 4)
    return Law(
        "labels that no straight line parts (XOR) are not all read",
        lambda f, features, y: _xor(f, features, y),
        lambda f, features, y: "not all are read",
        *(features, y),
        note=note or "a linear classifier, and no other",
    )


def _xor(f, features, y):
    said = _said(f, features, y, features)
    if isinstance(said, str):
        return said
    return "all are read" if said == y.tolist() else "not all are read"


def untouched_law(features, y, note=""):
    return Law(
        "the features stay as they are",
        lambda f, features, y: _untouched(f, features, y),
        lambda f, features, y: "as they were",
        *(np.array(features, float), np.array(y)),
        note=note,
    )


class Watched(np.ndarray):
    """An array of which a student's function gets the array itself and no copy."""

    def copy(self, order="C"):
        if not getattr(self, "_handed", False):
            self._handed = True
            return self
        return np.array(self, order=order)


def _untouched(f, features, y):
    given = np.array(features).view(Watched)
    f(given, y)
    return "as they were" if np.array_equal(np.asarray(given), features) else "changed"


def clusters(seed, classes, scales, count=6, apart=8.0):
    """Points around a centre for each class, and a few clear ones; every feature has its scale."""
    rng = np.random.default_rng(seed)
    centres = apart * rng.permutation(np.eye(len(scales)))[: len(classes)]
    y = np.repeat(classes, count)
    points = centres[np.repeat(np.arange(len(classes)), count)] + rng.normal(
        size=(len(y), len(scales))
    )
    order = rng.permutation(len(y))
    return (points * scales)[order], y[order], centres * scales


def small_and_large(seed, count=8):
    """What tells the classes apart is tiny, and beside it there is noise in thousands."""
    rng = np.random.default_rng(seed)
    y = np.arange(count) % 2
    telling = 0.001 * (2 * y - 1) + 0.0001 * rng.normal(size=count)
    features = np.stack([telling, 1000 * rng.normal(size=count)], axis=1)
    return features, y, [[-0.001, 0.0], [0.001, 0.0]]


LINE = ([[0.0], [1.0], [8.0], [9.0]], [0, 0, 1, 1])

linear_probe = Exercise(
    "lesson11.linear_probe",
    functions={"linear_probe": fitted_probe},
    parts=(
        Part(
            "reads what is plain",
            1,
            (
                labels_law(*LINE, [[0.5], [8.5]], "one feature, two classes"),
                labels_law(*clusters(1, [2, 5, 9], [1, 1, 1]), "classes 2, 5 and 9"),
            ),
        ),
        Part(
            "whatever the scale",
            1,
            (
                labels_law(*small_and_large(2), "one feature in thousandths, one in thousands"),
                labels_law(
                    [[0.0, 3.0], [1.0, 3.0], [8.0, 3.0], [9.0, 3.0]],
                    [0, 0, 1, 1],
                    [[0.5, 3.0], [8.5, 3.0]],
                    "a feature that is always 3",
                ),
                scales_law(4, "times 0.05, 0.2, 1, 1, 5 and 20; classes that overlap"),
            ),
            needs=("reads what is plain",),
        ),
        Part(
            "by the training statistics",
            1,
            (
                alone_law(*LINE, [[0.5], [8.5]], "one row at a time"),
                labels_law(*LINE, [[8.5], [8.0], [9.0]], "new rows of one class only"),
                labels_law(*LINE, [[8.5], [0.5], [1e4]], "one of the new rows is far away"),
            ),
            needs=("reads what is plain",),
        ),
        Part(
            "linear, nothing changed",
            1,
            (
                linear_law(),
                untouched_law(*LINE),
                overlap_law(3, "standardised features; classes that overlap"),
            ),
            needs=("reads what is plain",),
        ),
    ),
    mistakes=(
        Mistake(
            "not standardised",
            _model(scale=_as_they_are),
            "The features are not standardised, each by its own numbers. The classifier keeps its "
            "weights small, so a feature in thousandths cannot count beside one in thousands.",
            "Subtract the mean of each column, divide by its standard deviation.",
        ),
        Mistake(
            "standardised by the new rows",
            _model(scale_new=_own),
            "You standardise new rows by their own mean and deviation. Then an answer depends on "
            "which rows come together, and of a single row nothing is left.",
            "Keep mean and deviation of the training features, and use these.",
        ),
        Mistake(
            "standardised by all rows together",
            _jointly,
            "You standardise new rows by mean and deviation of training and new rows together. "
            "Then an answer depends on which rows come with it.",
            "Keep mean and deviation of the training features, and use these.",
        ),
        Mistake(
            "training rows not standardised",
            _model(scale=_as_they_are, scale_new=_standardised),
            "You standardise the new rows, and not the training features. The classifier learnt on "
            "another scale.",
            "The same mean and deviation, before fit as well.",
        ),
        Mistake(
            "new rows not standardised",
            _model(scale_new=_as_they_are),
            "You standardise the training features, and not the new rows. The classifier then "
            "gets numbers on another scale than it learnt.",
            "The same mean and deviation, inside predict as well.",
        ),
        Mistake(
            "divided by something else",
            _model(scale=_by_the_variance),
            "You divide each column by something else than its standard deviation: by the "
            "variance, the range, the length of a row?",
            "(features - features.mean(axis=0)) / features.std(axis=0), or StandardScaler()",
        ),
        Mistake(
            "another classifier",
            _model(classifier=lambda: _logistic(C=100)),
            "It is another classifier, or it has other settings: where classes overlap, labels are "
            "others.",
            "LogisticRegression(max_iter=2000), and no other setting.",
        ),
        Mistake(
            "each row by itself",
            _model(scale=_per_row),
            "You standardise each row by itself. Asked for are mean and deviation of each column.",
            "features.mean(axis=0), features.std(axis=0)",
        ),
        Mistake(
            "divided by zero",
            _model(scale=_with_nan),
            "A feature that is always the same has a deviation of 0, and you divide by it.",
            "Where the deviation is 0, divide by 1. (StandardScaler does.)",
        ),
        Mistake(
            "places in place of labels",
            _model(said=lambda fitted, x: fitted.predict_proba(x).argmax(axis=1)),
            "You return the place of the class, 0, 1, 2, and not its label.",
            "classifier.predict(...) returns labels.",
        ),
        Mistake(
            "probabilities",
            _model(said=lambda fitted, x: fitted.predict_proba(x)),
            "Your function returns probabilities. Asked for are labels.",
            "classifier.predict(...)",
        ),
        Mistake(
            "the classifier",
            _model(result=lambda fitted, predict: fitted),
            "You return the classifier. Asked for is a function from features to labels.",
            "return a function, such as classifier.predict.",
        ),
        Mistake(
            "the answers for the training features",
            lambda features, y: _probe(features, y)(features),
            "You return labels for the training features. Asked for is a function, for features "
            "that come later.",
            "def predict(new): ..., and return predict",
        ),
        Mistake(
            "not linear",
            _model(classifier=_nearest_neighbour),
            "Your classifier reads what no straight line parts: it is not linear. (A nearest "
            "neighbour is not, nor is a forest or a network with a hidden layer.)",
            "sklearn.linear_model.LogisticRegression",
        ),
        Mistake(
            "features changed",
            _in_place,
            "You standardise in place: the caller's features are others now.",
            "features - mean makes a new array; features -= mean does not.",
        ),
    ),
    hints=(
        "sklearn.pipeline.make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)) "
        "does both, and remembers the training statistics.",
        "A pipeline has a method predict: from features to labels. A method is a function, too.",
        "return make_pipeline(...).fit(features, y).predict",
    ),
    ready_made=(
        "cnnlib.transfer.linear_probe",
        "cnnlib.transfer.probing.linear_probe",
        "cnnlib.exercises.lesson11.probing.fitted_probe",
    ),
    seconds=20.0,
)
