"""The exercise `top5_error`.

Imports torch: `cnnlib.exercises.lesson08` loads this module when the exercise is asked for.
"""

import torch

from cnnlib.check import Case, Exercise, Mistake, Part, guard


def error_rate(logits, y, k=5):
    """The share of images whose class is not among the k best.

    Parameters
    ----------
    logits : (N, K) tensor
    y : (N,) int64 tensor
        The true classes.
    k : int

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If there are no images, not as many labels as images, or k is less than 1.

    Examples
    --------
    >>> error_rate(torch.tensor([[3.0, 1.0, 2.0]]), torch.tensor([1]), k=2)
    1.0
    """
    _require(logits, y, k)
    return float((_rank(logits, y) >= k).double().mean())


def _require(logits, y, k):
    if len(logits) != len(y) or not len(y) or k < 1:
        raise ValueError(f"{len(logits)} images, {len(y)} labels, k = {k}")


def _rank(logits, y):
    """How many other classes have a logit that is at least as large."""
    true = logits.gather(1, y[:, None])
    return (logits >= true).sum(dim=1) - 1


def _top5_error(logits, y, k=5):
    return error_rate(logits, y, k)


# Mistakes


def _accuracy(logits, y, k=5):
    return 1 - error_rate(logits, y, k)


def _ties_for_you(logits, y, k=5):
    _require(logits, y, k)
    true = logits.gather(1, y[:, None])
    return float(((logits > true).sum(dim=1) >= k).double().mean())


def _stable(descending_last):
    """Ties by position: the first class wins, or the last one."""

    def by_position(logits, y, k=5):
        _require(logits, y, k)
        if descending_last:
            order = logits.argsort(dim=1, stable=True).flip(1)
        else:
            order = logits.argsort(dim=1, descending=True, stable=True)
        hit = (order[:, :k] == y[:, None]).any(dim=1)
        return float((~hit).double().mean())

    return by_position


def _topk(logits, y, k=5):
    """torch.topk, which has an order of its own among equal ones, and refuses k > K."""
    _require(logits, y, k)
    best = logits.topk(k, dim=1).indices
    return float((best != y[:, None]).all(dim=1).double().mean())


def _topk_capped(logits, y, k=5):
    return _topk(logits, y, min(k, logits.shape[1]) if k >= 1 else k)


def _smallest(logits, y, k=5):
    return error_rate(-logits, y, k)


def _count(logits, y, k=5):
    return error_rate(logits, y, k) * len(y)


def _per_cent(logits, y, k=5):
    return 100 * error_rate(logits, y, k)


def _top1(logits, y, k=5):
    return error_rate(logits, y, 1 if k >= 1 else k)


def _always_five(logits, y, k=5):
    return error_rate(logits, y, 5 if k >= 1 else k)


def _off_by(more):
    def other_k(logits, y, k=5):
        _require(logits, y, k)
        return float((_rank(logits, y) >= k + more).double().mean())

    return other_k


def _itself_counted(logits, y, k=5):
    _require(logits, y, k)
    return float((_rank(logits, y) + 1 >= k).double().mean())


def _wrong_places(logits, y, k=5):
    """The mean over all places of the k best, not over images."""
    _require(logits, y, k)
    order = logits.argsort(dim=1, descending=True, stable=True)[:, :k]
    return float((order != y[:, None]).double().mean())


def _refuses_nothing(logits, y, k=5):
    n = min(len(logits), len(y))
    return float((_rank(logits[:n], y[:n]) >= k).double().mean())


def _zero_without_images(logits, y, k=5):
    return error_rate(logits, y, k) if len(y) or len(logits) or k < 1 else 0.0


def _nan_without_images(logits, y, k=5):
    return error_rate(logits, y, k) if len(y) or len(logits) or k < 1 else float("nan")


def _any_k(logits, y, k=5):
    _require(logits, y, 1)
    return float((_rank(logits, y) >= k).double().mean())


def _across_batch(logits, y, k=5):
    _require(logits, y, k)
    best = torch.argsort(logits, dim=0, descending=True, stable=True)[:k]
    return float((~(best == y[None, : best.shape[1]]).any(dim=0)).double().mean())


LOGITS = torch.tensor(
    [
        [2.0, 0.5, 1.0, -1.0, 0.0, 3.0, -2.0],
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
        [5.0, 4.0, 3.0, 2.0, 1.0, 0.0, -1.0],
        [-3.0, -1.0, -2.0, -4.0, -6.0, -5.0, -7.0],
    ]
)
LABELS = torch.tensor([6, 1, 4, 4])


def case(logits, y, k=5, note=""):
    """A case of logits as rows and labels as a list, or of tensors."""
    return Case(torch.as_tensor(logits), torch.as_tensor(y, dtype=torch.int64), k, note=note)


top5_error = Exercise(
    "lesson08.top5_error",
    functions={"top5_error": _top5_error},
    parts=(
        Part(
            "values",
            1,
            (
                case(LOGITS, LABELS, note="four images, seven classes"),
                case(LOGITS, LABELS, k=1, note="top-1"),
                case(LOGITS, [0, 5, 2, 2], k=2, note="top-2"),
                case(LOGITS[2:3], [4], k=5, note="one image, right in fifth place"),
            ),
            untouched=True,
        ),
        Part(
            "ties",
            1,
            (
                case([[1.0, 1.0, 1.0]], [0], k=1, note="all equal"),
                case([[1.0, 1.0, 1.0]], [2], k=1, note="all equal"),
                case([[1.0, 3.0, 2.0, 2.0]], [2], k=2, note="two in second place"),
                case([[1.0, 3.0, 2.0, 2.0]], [2], k=3, note="two, and room for both"),
                case([[0.0, 0.0, 4.0]], [2], k=1, note="ties elsewhere"),
            ),
            needs=("values",),
        ),
        Part(
            "few classes, bad input",
            1,
            (
                case([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]], [0, 2], k=5, note="three classes, k = 5"),
                case([[1.0, 2.0, 3.0]], [0], k=3, note="as many classes as k"),
                case([[1.0, 2.0, 3.0]], [0, 1], k=1, note="a label too many"),
                case(torch.zeros(0, 3), [], k=1, note="no images"),
                case([[1.0, 2.0, 3.0]], [0], k=0, note="k = 0"),
            ),
            needs=("values",),
        ),
    ),
    mistakes=(
        Mistake(
            "accuracy",
            _accuracy,
            "This is the share that is right. The error is the share that is wrong.",
        ),
        Mistake(
            "ties in your favour",
            _ties_for_you,
            "Equal logits are counted in your favour: a network that says the same for every "
            "class would have no error at all.",
            "Count the other classes whose logit is at least as large (>=) as that of the class.",
        ),
        Mistake(
            "ties by position",
            _topk,
            "Among equal logits the position of the class decides here, and for k above the "
            "number of classes torch.topk refuses.",
            "Count the other classes whose logit is at least as large as that of the class.",
        ),
        *(
            Mistake(
                "ties by position",
                model,
                "Among equal logits the position of the class decides here. So the error depends "
                "on how the classes are numbered.",
                "Count the other classes whose logit is at least as large as that of the class.",
            )
            for model in (_stable(False), _stable(True), _topk_capped)
        ),
        Mistake(
            "smallest logits",
            _smallest,
            "These are the k classes with the smallest logits.",
            "Sort in descending order.",
        ),
        Mistake("number", _count, "This is the number of images that are wrong, not the share."),
        Mistake("per cent", _per_cent, "This is in per cent. Asked for is a share from 0 to 1."),
        Mistake("k ignored", _top1, "This is the top-1 error, whatever k is."),
        Mistake("k ignored", _always_five, "k is 5 here, whatever was asked for."),
        Mistake("one place more", _off_by(1), "You look at k + 1 places."),
        Mistake(
            "one place less",
            _itself_counted,
            "You look at k - 1 places: does the class count itself among those that are before it?",
        ),
        Mistake(
            "places for images",
            _wrong_places,
            "You average over all k places of all images. An image is right if any of its k "
            "places has the class.",
            ".any(dim=1) first, then the mean.",
        ),
        *(
            Mistake(
                "no images accepted",
                model,
                f"Without images your function returns {value}. There is no error rate of nothing.",
                "if len(y) == 0: raise ValueError(...)",
            )
            for model, value in ((_zero_without_images, "0.0"), (_nan_without_images, "nan"))
        ),
        Mistake(
            "k below 1 accepted",
            _any_k,
            "k = 0 is accepted. Without a single place there is nothing to be right in.",
            "if k < 1: raise ValueError(...)",
        ),
        Mistake(
            "nothing refused",
            _refuses_nothing,
            "This input makes no sense, and is not refused: without images, or with k below 1, "
            "there is no error rate, and each image needs one label.",
            "raise ValueError(...)",
        ),
    ),
    hints=(
        "Where does the true class stand? Its place is the number of other classes whose logit is "
        "at least as large.",
        "true = logits.gather(1, y[:, None]) is the logit of the true class, (N, 1).",
        "(logits >= true).sum(dim=1) counts the class itself as well.",
    ),
    ready_made=(
        *guard.METRICS,
        "cnnlib.exercises.lesson08.top5.error_rate",
        "sklearn.metrics.top_k_accuracy_score",
        "sklearn.metrics.zero_one_loss",
        "sklearn.metrics.hamming_loss",
    ),
)
