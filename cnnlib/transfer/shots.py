"""How good a method is with few examples: over numbers of shots and over seeds, with intervals."""

from typing import NamedTuple

import numpy as np

from cnnlib.arithmetic.whole_numbers import require_whole
from cnnlib.progress import progress_bar


class Interval(NamedTuple):
    """Mean of a few measurements, their spread, and how far the true mean may lie from it.

    Attributes
    ----------
    mean : float
    sd : float
        Sample standard deviation (divides by n - 1).
    low, high : float
        Ends of the confidence interval of the mean.
    """

    mean: float
    sd: float
    low: float
    high: float


def interval(values, level=0.95):
    """Mean, sample standard deviation and Student's confidence interval of the mean.

    Parameters
    ----------
    values : (n,) array_like
        At least two.
    level : float
        Between 0 and 1.

    Returns
    -------
    Interval

    Raises
    ------
    ValueError
        If there are fewer than two values.

    References
    ----------
    Student, "The probable error of a mean", Biometrika 6, 1908, 1-25.

    Examples
    --------
    >>> [round(value, 2) for value in interval([80, 84, 88])]
    [84.0, 4.0, 74.06, 93.94]
    """
    from scipy.stats import t

    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or len(values) < 2:
        raise ValueError(f"an interval needs at least two values, not {values.tolist()}")
    mean, sd = values.mean(), values.std(ddof=1)
    reach = t.ppf((1 + level) / 2, len(values) - 1) * sd / np.sqrt(len(values))
    return Interval(*map(float, (mean, sd, mean - reach, mean + reach)))


def draw_shots(labels, shots, seed):
    """Indices of so many examples of each class, drawn at random without replacement.

    With the same seed, more shots contain the fewer ones: what changes is that some are added.

    Parameters
    ----------
    labels : (N,) array_like of int
    shots : int
    seed : int

    Returns
    -------
    (classes * shots,) int64 ndarray
        Class after class.

    Raises
    ------
    ValueError
        If a class has fewer examples than shots.

    Examples
    --------
    >>> labels = [0, 1, 0, 1, 0, 1]
    >>> draw_shots(labels, 2, seed=0).tolist()
    [4, 0, 5, 1]
    >>> draw_shots(labels, 1, seed=0).tolist()
    [4, 5]
    """
    [shots] = require_whole(1, shots=shots)
    [seed] = require_whole(0, seed=seed)
    labels = np.asarray(labels)
    chosen = []
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        if len(places) < shots:
            raise ValueError(f"class {label} has {len(places)} examples, fewer than {shots} shots")
        chosen.append(np.random.default_rng((seed, int(label))).permutation(places)[:shots])
    return np.concatenate(chosen)


def few_shot(method, pool, test, shots, seeds):
    """The accuracy of a method with few examples of each class.

    Parameters
    ----------
    method : callable
        ``method(x, y, test_x, seed)``: trains on x and y, and returns a class for each of test_x.
    pool : (x, y)
        What examples are drawn from; x can be indexed with an array of indices.
    test : (x, y)
        The same for all draws.
    shots : iterable of int
        Examples of each class.
    seeds : iterable of int
        Of the draw, and handed on to the method.

    Returns
    -------
    dict of int to (seeds,) float64 ndarray
        For each number of shots, the accuracies in %.

    Examples
    --------
    >>> x, y = np.arange(20.0), np.arange(20) % 2
    >>> def nearest(x, y, test_x, seed):
    ...     return y[np.abs(test_x[:, None] - x).argmin(axis=1)]
    >>> few_shot(nearest, (x, y), (x, y), [10], seeds=[0, 1])
    {10: array([100., 100.])}
    """
    (x, y), (test_x, test_y) = pool, test
    runs = [(count, seed) for count in shots for seed in seeds]
    found = {}
    for count, seed in progress_bar(runs, "few shots"):
        rows = draw_shots(y, count, seed)
        said = np.asarray(method(x[rows], y[rows], test_x, seed))
        found.setdefault(count, []).append(100 * float(np.mean(said == np.asarray(test_y))))
    return {count: np.array(values) for count, values in found.items()}
