"""`confusion_matrix` and `per_class_accuracy`: which class is taken for which.

Imports torch: `cnnlib.exercises.lesson07` loads this module when the exercise is asked for.
"""

import torch

from cnnlib.check import Case, Exercise, Law, Mistake, Part, guard

LABELS = torch.tensor([0, 0, 1, 2, 2, 2])
PREDICTIONS = torch.tensor([0, 1, 1, 2, 0, 2])
MATRIX = torch.tensor([[3, 1, 0], [0, 4, 1], [2, 0, 2]])
MISSING = torch.tensor([[3, 1, 0], [0, 0, 0], [2, 0, 2]])


def counted(labels, predictions, num_classes):
    """How many images of each class are classified as which.

    Parameters
    ----------
    labels, predictions : (N,) int64 tensor
        Classes from 0 to ``num_classes - 1``.
    num_classes : int

    Returns
    -------
    (num_classes, num_classes) int64 tensor
        Row: the true class. Column: the prediction.

    Raises
    ------
    ValueError
        If there are not as many predictions as labels.

    Examples
    --------
    >>> counted(LABELS, PREDICTIONS, 3)
    tensor([[1, 1, 0],
            [0, 1, 0],
            [1, 0, 2]])
    """
    if len(labels) != len(predictions):
        raise ValueError(f"{len(labels)} labels, but {len(predictions)} predictions")
    places = num_classes * labels + predictions
    return torch.bincount(places, minlength=num_classes**2).reshape(num_classes, num_classes)


def accuracies(matrix):
    """The fraction of each class's images that is classified rightly.

    Parameters
    ----------
    matrix : (K, K) tensor
        A confusion matrix with the true classes as rows.

    Returns
    -------
    (K,) float64 tensor
        nan for a class without images.

    Examples
    --------
    >>> accuracies(MATRIX)
    tensor([0.7500, 0.8000, 0.5000], dtype=torch.float64)
    """
    return matrix.diagonal().double() / matrix.sum(dim=1)


def _confusion_matrix(labels, predictions, num_classes):
    return counted(labels, predictions, num_classes)


def _per_class_accuracy(matrix):
    return accuracies(matrix)


# Models of the mistakes


def _transposed(labels, predictions, num_classes):
    return counted(labels, predictions, num_classes).T


def _shares_of(dim):
    def normalised(labels, predictions, num_classes):
        matrix = counted(labels, predictions, num_classes).double()
        total = matrix.sum() if dim is None else matrix.sum(dim=dim, keepdim=True)
        return matrix / total

    return normalised


def _each_pair_once(labels, predictions, num_classes):
    """matrix[labels, predictions] += 1: what is named twice is added once."""
    _require_equal_lengths(labels, predictions)
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    matrix[labels, predictions] += 1
    return matrix


def _seen_classes(of):
    """As many classes as are seen, and no more."""

    def seen(labels, predictions, num_classes):
        _require_equal_lengths(labels, predictions)
        largest = int(of(labels, predictions).max())
        matrix = torch.zeros(largest + 1, largest + 1, dtype=torch.int64)
        for label, guess in zip(labels.tolist(), predictions.tolist(), strict=True):
            matrix[label, guess] += 1
        return matrix

    return seen


def _places_seen(labels, predictions, num_classes):
    """bincount as far as the largest place that is named."""
    _require_equal_lengths(labels, predictions)
    return torch.bincount(num_classes * labels + predictions).reshape(num_classes, num_classes)


def _shorter(labels, predictions, num_classes):
    n = min(len(labels), len(predictions))
    return counted(labels[:n], predictions[:n], num_classes)


def _only_the_diagonal(labels, predictions, num_classes):
    return torch.diag(counted(labels, predictions, num_classes).diagonal())


def _only_mistakes(labels, predictions, num_classes):
    matrix = counted(labels, predictions, num_classes)
    return matrix - torch.diag(matrix.diagonal())


def _rows_shared(labels, predictions, num_classes):
    """[[0] * n] * n: one row, n times."""
    return counted(labels, predictions, num_classes).sum(dim=0).repeat(num_classes, 1)


def _require_equal_lengths(labels, predictions):
    if len(labels) != len(predictions):
        raise ValueError("not as many")


def _of_columns(matrix):
    return matrix.diagonal().double() / matrix.sum(dim=0)


def _overall(matrix):
    return float(matrix.diagonal().sum() / matrix.sum())


def _of_all(matrix):
    return matrix.diagonal().double() / matrix.sum()


def _missing_is(value):
    def filled(matrix):
        return torch.nan_to_num(accuracies(matrix), nan=value)

    return filled


def _left_out(matrix):
    every = accuracies(matrix)
    return every[~every.isnan()]


def _per_cent(matrix):
    return 100 * accuracies(matrix)


def _divided_by_nothing(matrix):
    return torch.tensor([row[k] / sum(row) for k, row in enumerate(matrix.tolist())])


MISSING_CLASS = (
    "A class without images has no accuracy: nothing was classified, rightly or wrongly. Yours "
    "says {}, and a reader would take it for a measurement.",
    "Return nan for it: 0 / 0 of two floats in torch is nan.",
)


def matrix_cases(labels, predictions, num_classes, note=""):
    return Case(labels, predictions, num_classes, note=note, function="confusion_matrix")


confusion = Exercise(
    "lesson07.confusion",
    functions={
        "confusion_matrix": _confusion_matrix,
        "per_class_accuracy": _per_class_accuracy,
    },
    parts=(
        Part(
            "confusion matrix",
            1,
            (
                matrix_cases(LABELS, PREDICTIONS, 3, "the worked example"),
                matrix_cases(torch.tensor([1, 1, 1]), torch.tensor([0, 0, 0]), 2, "always wrong"),
            ),
            dtype="integer",
            untouched=True,
        ),
        Part(
            "every class, bad input",
            1,
            (
                matrix_cases(torch.tensor([0, 1]), torch.tensor([1, 1]), 4, "two classes unseen"),
                matrix_cases(torch.tensor([0, 3]), torch.tensor([0, 1]), 4, "3 is never predicted"),
                matrix_cases(torch.tensor([0, 1, 1]), torch.tensor([0, 1]), 2, "a label too many"),
            ),
            needs=("confusion matrix",),
        ),
        Part(
            "accuracy of each class",
            1,
            (
                Case(MATRIX, note="three classes", function="per_class_accuracy"),
                Case(MISSING, note="a class without images", function="per_class_accuracy"),
            ),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "transposed",
            {"confusion_matrix": _transposed},
            "Rows and columns are exchanged: yours has the predictions as rows. That is not wrong "
            "in itself (both habits exist), but here the rows are the true classes.",
            "matrix[label, prediction] += 1.",
        ),
        Mistake(
            "each pair counts once",
            {"confusion_matrix": _each_pair_once},
            "Each pair of label and prediction counts once, however often it comes: += with a "
            "list of places adds only once to a place that is named twice.",
            "Loop over the images, or torch.bincount, or index_put_ with accumulate=True.",
        ),
        Mistake(
            "rows shared",
            {"confusion_matrix": _rows_shared},
            "All rows are the same: [[0] * n] * n is one row, named n times, and what is counted "
            "in one row is counted in all.",
            "torch.zeros(num_classes, num_classes, dtype=torch.int64).",
        ),
        *(
            Mistake(
                "normalised",
                {"confusion_matrix": _shares_of(dim)},
                "These are fractions. Asked for are counts: they also say how many images there "
                "were.",
            )
            for dim in (0, 1, None)
        ),
        Mistake(
            "bincount too short",
            {"confusion_matrix": _places_seen},
            "torch.bincount counts up to the largest number that it meets. Where the last pairs "
            "of classes never come, there are too few counts for a square.",
            "torch.bincount(..., minlength=num_classes**2).",
        ),
        Mistake(
            "classes of the predictions only",
            {"confusion_matrix": _seen_classes(lambda labels, predictions: predictions)},
            "Your matrix has as many classes as the predictions happen to name.",
            "num_classes rows and columns, whatever comes in.",
        ),
        Mistake(
            "only classes that are seen",
            {"confusion_matrix": _seen_classes(lambda *both: torch.cat(both))},
            "Your matrix has as many classes as happen to be seen.",
            "num_classes rows and columns, whatever comes in.",
        ),
        Mistake(
            "only the right ones",
            {"confusion_matrix": _only_the_diagonal},
            "Only the diagonal is counted: the mistakes are what the matrix is for.",
        ),
        Mistake(
            "only the mistakes",
            {"confusion_matrix": _only_mistakes},
            "The diagonal is empty: right answers count, too.",
        ),
        Mistake(
            "the shorter one decides",
            {"confusion_matrix": _shorter},
            "You count as far as the shorter of the two goes. That hides a mistake of the caller.",
            'if len(labels) != len(predictions): raise ValueError("...").',
        ),
        Mistake(
            "column for row",
            {"per_class_accuracy": _of_columns},
            "You divide by the sum of the column: by how often the class was predicted. That is "
            "its precision. Asked for is a fraction of the images that belong to it.",
            "matrix.sum(dim=1): the rows are the true classes.",
        ),
        Mistake(
            "of all images",
            {"per_class_accuracy": _of_all},
            "You divide by the number of all images. Each class has its own.",
            "matrix.sum(dim=1).",
        ),
        Mistake(
            "overall accuracy",
            {"per_class_accuracy": _overall},
            "This is the accuracy over all images: one number. Asked for is one for each class.",
            "The diagonal, divided by the sums of the rows.",
        ),
        Mistake(
            "per cent",
            {"per_class_accuracy": _per_cent},
            "These are per cent. Asked for are fractions.",
        ),
        *(
            Mistake(
                "a number for a missing class",
                {"per_class_accuracy": _missing_is(value)},
                MISSING_CLASS[0].format(value),
                MISSING_CLASS[1],
            )
            for value in (0.0, 1.0)
        ),
        Mistake(
            "missing class left out",
            {"per_class_accuracy": _left_out},
            "The class without images is left out, so the others are counted wrongly: entry 2 is "
            "no longer class 2.",
            "Return nan for it.",
        ),
        Mistake(
            "division by zero",
            {"per_class_accuracy": _divided_by_nothing},
            "A class has no images, and numbers of Python cannot be divided by 0.",
            "Return nan for it: 0 / 0 of two floats in torch is nan.",
        ),
    ),
    hints=(
        "torch.zeros(num_classes, num_classes, dtype=torch.int64), then a loop over the images.",
        "for label, guess in zip(labels.tolist(), predictions.tolist()): matrix[label, guess] += 1",
        "matrix.diagonal() / matrix.sum(dim=1): nan comes by itself.",
    ),
    ready_made=(
        *guard.METRICS,
        "cnnlib.exercises.lesson07.counting.counted",
        "cnnlib.exercises.lesson07.counting.accuracies",
    ),
    rtol=1e-6,
)


def weighted_law(labels, predictions, num_classes):
    """The accuracies of the classes and the overall one tell the same story."""
    return Law(
        "the accuracies, weighted with the images of each class, make the overall accuracy",
        lambda f, labels, predictions, num_classes: _weighted(f, labels, predictions, num_classes),
        lambda f, labels, predictions, num_classes: (labels == predictions).double().mean().item(),
        *(labels, predictions, num_classes),
    )


def _weighted(f, labels, predictions, num_classes):
    shares = f.per_class_accuracy(counted(labels, predictions, num_classes))
    shares = torch.as_tensor(shares).double()
    counts = torch.bincount(labels, minlength=num_classes)
    return float((shares * counts)[counts > 0].sum() / counts.sum())
