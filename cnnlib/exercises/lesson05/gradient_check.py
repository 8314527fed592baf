"""Exercise 2: a gradient, compared with central differences."""

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part, guard

STEP = 1e-5
TINY = "any error below 1e-7 will do"  # the tolerance atol of the exercise


def slopes(f, x, step=STEP, *, sided="both", dtype=np.float64):
    """The slope of f at x along each entry, by differences."""
    x = np.array(x, dtype=dtype)
    result = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[place] += step
        if sided == "both":
            below[place] -= step
        result[place] = (f(above) - f(below)) / (2 * step if sided == "both" else step)
    return result


def relative_error(claimed, measured):
    """The largest difference, divided by the largest entry of either; 0 where all are zero."""
    claimed = np.asarray(claimed, dtype=float)
    largest = max(np.abs(claimed).max(), np.abs(measured).max())
    return float(np.abs(claimed - measured).max() / largest) if largest else 0.0


def gradient_error(f, x, gradient):
    """How wrong a gradient is: the oracle of `gradient_check`, for use in the lesson.

    Parameters
    ----------
    f : callable
        Takes an array like x, returns a number.
    x, gradient : ndarray
        Of one shape.

    Returns
    -------
    float
        Largest difference to central differences, relative to the largest entry of either.

    Raises
    ------
    ValueError
        Where the shapes differ, or the gradient holds nan or infinity.

    Examples
    --------
    >>> gradient_error(lambda x: np.sum(x**2), np.array([1.0, 3.0]), np.array([2.0, 3.0]))
    ... # doctest: +ELLIPSIS
    0.5...
    """
    if np.shape(x) != np.shape(gradient):
        raise ValueError(f"the gradient has shape {np.shape(gradient)}, x has {np.shape(x)}")
    if not np.isfinite(gradient).all():
        raise ValueError("the gradient holds a value that is not a finite number")
    return relative_error(gradient, slopes(f, x))


def step_errors(steps):
    """How wrong differences of exp are, for each step: the mean over 200 points.

    Parameters
    ----------
    steps : (n,) ndarray

    Returns
    -------
    dict of str to list of float
        Relative errors of one-sided and central differences in float64, and of central ones in
        float32.

    Examples
    --------
    >>> step_errors(np.array([0.1]))["one-sided"]  # doctest: +ELLIPSIS
    [0.0517...]
    """
    points = np.random.default_rng(0).uniform(0.5, 2, 200)
    single = points.astype(np.float32)

    def error(slope):
        return float(np.abs(slope / np.exp(points) - 1).mean())

    def central(x, h):
        return (np.exp(x + h).astype(float) - np.exp(x - h)) / (2 * float(h))

    return {
        "one-sided": [error((np.exp(points + h) - np.exp(points)) / h) for h in steps],
        "central": [error(central(points, h)) for h in steps],
        "central, float32": [error(central(single, np.float32(h))) for h in steps],
    }


def _gradient_check(f, x, gradient):
    return gradient_error(f, x, gradient)


# Functions to check, and their gradients, right and wrong.


def sum_of_cubes(x):
    """The sum of all x**3."""
    return np.sum(x**3)


def sum_of_exponentials(x):
    """The sum of all exp(3 x)."""
    return np.sum(np.exp(3 * x))


def mean_of_squares(x):
    """The mean of all x**2."""
    return np.mean(x**2)


def neighbours(x):
    """The sum of each entry times the next one in its row."""
    return np.sum(x[..., :-1] * x[..., 1:])


def ramp(x):
    """The sum of the positive entries."""
    return np.sum(np.maximum(x, 0))


def weighted(x):
    """The sum of 1, 2, 3, ... times the entries, row by row."""
    return np.sum(x * np.arange(1.0, x.size + 1).reshape(x.shape))


def constant(x):
    """7, whatever x is."""
    return 7.0


def neighbours_gradient(x):
    """The gradient of `neighbours`."""
    gradient = np.zeros(x.shape)
    gradient[..., :-1] += x[..., 1:]
    gradient[..., 1:] += x[..., :-1]
    return gradient


X = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])
SQUARE = np.array([[0.5, -1.0], [2.0, 0.25]])
CUBES = 3 * X**2
LAST_WRONG = CUBES.copy()
LAST_WRONG[-1, -1] = 0
ONE_SIDED_PRODUCT = np.zeros(X.shape)
ONE_SIDED_PRODUCT[:, :-1] = X[:, 1:]
WITH_NAN = CUBES.copy()
WITH_NAN[0, 1] = np.nan


def _compare(f, x, gradient, compare, **options):
    return compare(np.asarray(gradient, float), slopes(f, x, **options))


def _ratio(claimed, measured, reduce):
    difference = np.abs(claimed - measured)
    largest = max(np.abs(claimed).max(), np.abs(measured).max())
    return float(reduce(difference) / largest) if largest else 0.0


def _per_entry(claimed, measured):
    size = np.maximum(np.abs(claimed), np.abs(measured))
    return float(np.max(np.abs(claimed - measured) / np.where(size > 0, size, 1)))


def _signed(claimed, measured):
    largest = max(np.abs(claimed).max(), np.abs(measured).max())
    return float((claimed - measured).max() / largest) if largest else 0.0


def _absolute(claimed, measured):
    return float(np.abs(claimed - measured).max())


def _unprotected(claimed, measured):
    largest = max(np.abs(claimed).max(), np.abs(measured).max())
    return float(np.abs(claimed - measured).max() / largest)


def _unprotected_floats(claimed, measured):
    largest = max(float(np.abs(claimed).max()), float(np.abs(measured).max()))
    return float(np.abs(claimed - measured).max()) / largest


def _of_measured(claimed, measured):
    largest = np.abs(measured).max()
    return float(np.abs(claimed - measured).max() / largest) if largest else 0.0


def _of_claimed(claimed, measured):
    largest = np.abs(claimed).max()
    return float(np.abs(claimed - measured).max() / largest) if largest else 0.0


def _norms(claimed, measured):
    size = np.linalg.norm(claimed) + np.linalg.norm(measured)
    return float(np.linalg.norm(claimed - measured) / size) if size else 0.0


def _sums(claimed, measured):
    size = max(abs(claimed.sum()), abs(measured.sum()))
    return float(abs(claimed.sum() - measured.sum()) / size) if size else 0.0


def _all_at_once(f, x, gradient):
    x = np.asarray(x, float)
    slope = (f(x + STEP) - f(x - STEP)) / (2 * STEP)
    return relative_error(gradient, np.full(x.shape, slope))


def _never_taken_back(f, x, gradient):
    """One array is moved, entry after entry, and never put back."""
    x, measured = np.array(x, float), np.zeros(np.shape(x))
    for place in np.ndindex(x.shape):
        before = f(x)
        x[place] += STEP
        measured[place] = (f(x) - before) / STEP
    return relative_error(gradient, measured)


def _first_entry(f, x, gradient):
    claimed, measured = (np.ravel(a)[:1] for a in (gradient, slopes(f, x)))
    return relative_error(claimed, measured)


def _model(compare, **options):
    return lambda f, x, gradient: _compare(f, x, gradient, compare, **options)


gradient_check = Exercise(
    "lesson05.gradient_check",
    functions={"gradient_check": _gradient_check},
    parts=(
        Part(
            "rejects wrong gradients",
            1,
            (
                Case(sum_of_cubes, X, -CUBES, note="the sign is wrong"),
                Case(mean_of_squares, X, 2 * X, note="the 1/6 of the mean is forgotten"),
                Case(sum_of_cubes, X, LAST_WRONG, note="only the last entry is wrong"),
                Case(weighted, SQUARE, np.array([[1.0, 3], [2, 4]]), note="transposed"),
                Case(neighbours, X, ONE_SIDED_PRODUCT, note="half of the product rule"),
                Case(ramp, X, np.ones(X.shape), note="slope 1 for negative entries, too"),
            ),
        ),
        Part(
            "accepts right gradients",
            1,
            (
                Case(sum_of_cubes, X, CUBES, note=f"a right gradient; {TINY}"),
                Case(
                    sum_of_exponentials,
                    X,
                    3 * np.exp(3 * X),
                    note=f"right, of a strongly curved function; {TINY}",
                ),
                Case(neighbours, X, neighbours_gradient(X), note=f"a right gradient; {TINY}"),
                Case(constant, X, np.zeros(X.shape), note="0 everywhere, and rightly so"),
            ),
            needs=("rejects wrong gradients",),
        ),
        Part(
            "float32, nan, bad input, input untouched",
            1,
            (
                Case(
                    sum_of_cubes,
                    X.astype(np.float32),
                    CUBES,
                    note=f"x in float32, the gradient right; {TINY}",
                ),
                Case(
                    sum_of_cubes,
                    np.array([1, 2, 3]),
                    np.array([3, 12, 27]),
                    note=f"whole numbers, the gradient right; {TINY}",
                ),
                Case(sum_of_cubes, X, WITH_NAN, note="nan in the gradient"),
                Case(sum_of_cubes, X, CUBES.T, note="a gradient of another shape"),
            ),
            needs=("rejects wrong gradients",),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "only the first entry",
            _first_entry,
            says="You checked the first entry only. A gradient can be right there and wrong "
            "elsewhere.",
            next_step="Go through all entries: for place in np.ndindex(x.shape).",
        ),
        Mistake(
            "all entries at once",
            _all_at_once,
            says="You moved all entries at once: that gives one slope, that of their sum. Each "
            "entry needs a slope of its own.",
            next_step="Move one entry, measure, and start again from x.",
        ),
        Mistake(
            "2 forgotten",
            lambda f, x, gradient: relative_error(gradient, 2 * slopes(f, x)),
            says="Your slopes are twice too large. From x - h to x + h it is 2 h.",
            next_step="Divide by 2 * h.",
        ),
        Mistake(
            "never taken back",
            _never_taken_back,
            says="Each entry stays moved while the next one is measured, or you move to one side "
            "only. The error is small, but far larger than that of central differences.",
            next_step="Copy x for each entry, and take (f(x + h) - f(x - h)) / (2 h).",
        ),
        Mistake(
            "one-sided difference",
            lambda f, x, gradient: relative_error(gradient, slopes(f, x, sided="above")),
            says="This is the error of one-sided differences, (f(x + h) - f(x)) / h. Central ones "
            "are far more exact.",
            next_step="(f(x + h) - f(x - h)) / (2 h).",
        ),
        Mistake(
            "dtype kept",
            lambda f, x, gradient: relative_error(gradient, slopes(f, x, dtype=x.dtype)),
            says="You calculated in the dtype of x. Whole numbers cannot move by 0.00001, and "
            "float32 keeps only 7 digits.",
            next_step="x = x.astype(float), which is float64, and copies.",
        ),
        Mistake(
            "calculated in float32",
            _model(relative_error, dtype=np.float32),
            says="You calculated in float32. It keeps 7 digits, and the difference of two nearly "
            "equal numbers has none of them left.",
            next_step="x = x.astype(float), which is float64, and copies.",
        ),
        Mistake(
            "nan slips through",
            lambda f, x, gradient: relative_error(np.nan_to_num(gradient), slopes(f, x)),
            says="nan slipped through. It is the most frequent sign of a broken gradient, and "
            "comparisons with nan are all False: an assert can miss it.",
            next_step="Raise ValueError where not np.isfinite(gradient).all().",
        ),
        Mistake(
            "nan slips through as nan",
            lambda f, x, gradient: relative_error(gradient, slopes(f, x)),
            says="Your result is nan, and nan < 1e-6 and nan > 1e-6 are both False: an assert can "
            "miss it.",
            next_step="Raise ValueError where not np.isfinite(gradient).all().",
        ),
        Mistake(
            "sign of the difference",
            _model(_signed),
            says="You took the largest difference with its sign: entries that are too small are "
            "not noticed.",
            next_step="np.abs(gradient - measured).max()",
        ),
        Mistake(
            "sums compared",
            _model(_sums),
            says="You compared sums. Wrong entries can cancel each other in a sum.",
            next_step="Compare entry by entry, then take the largest difference.",
        ),
        Mistake(
            "mean for largest",
            _model(lambda claimed, measured: _ratio(claimed, measured, np.mean)),
            says="This is the mean difference. One wrong entry among a million disappears in it.",
            next_step="Take the largest: np.abs(gradient - measured).max().",
        ),
        Mistake(
            "0 divided by 0",
            _model(_unprotected),
            says="0 / 0 is nan. Where all entries of both gradients are 0, they agree: the error "
            "is 0.",
            next_step="Return 0.0 where the largest entry is 0.",
        ),
        Mistake(
            "0 divided by 0, raised",
            _model(_unprotected_floats),
            says="Where all entries of both gradients are 0 there is nothing to divide by. They "
            "agree: the error is 0.",
            next_step="Return 0.0 where the largest entry is 0.",
        ),
        Mistake(
            "divided by the measured gradient",
            _model(_of_measured),
            says="You divided by the largest entry of the measured gradient. Asked for is the "
            "largest entry of either: then the error does not depend on which of the two is wrong.",
            next_step="max(np.abs(gradient).max(), np.abs(measured).max())",
        ),
        Mistake(
            "divided by the claimed gradient",
            _model(_of_claimed),
            says="You divided by the largest entry of the claimed gradient. Asked for is the "
            "largest entry of either: then the error does not depend on which of the two is wrong.",
            next_step="max(np.abs(gradient).max(), np.abs(measured).max())",
        ),
        Mistake(
            "absolute error",
            _model(_absolute),
            says="This is the absolute difference. Whether 0.001 is much depends on the size of "
            "the gradient.",
            next_step="Divide by the largest entry of either gradient.",
        ),
        Mistake(
            "relative to each entry",
            _model(_per_entry),
            says="You divided each difference by its own entry. Where the gradient is nearly zero "
            "that makes much of rounding errors, and asked for is another number.",
            next_step="Divide the largest difference by the largest entry of either gradient.",
        ),
        Mistake(
            "norms",
            _model(_norms),
            says="This is the ratio of norms. A common choice, but asked for is the largest "
            "difference, divided by the largest entry of either.",
        ),
        Mistake(
            "accepts everything",
            lambda f, x, gradient: 0.0,
            says="Your function accepts every gradient.",
        ),
    ),
    hints=(
        "Measure first, compare then: an array of slopes of the shape of x, one entry after the "
        "other.",
        "For each place: two copies of x as float64, one entry moved by + h and by - h. Then the "
        "largest difference to the gradient, divided by the largest entry of either.",
        "for place in np.ndindex(x.shape): above, below = x.copy(), x.copy(); above[place] += h; "
        "below[place] -= h; measured[place] = (f(above) - f(below)) / (2 * h)",
    ),
    ready_made=(*guard.GRADIENT_CHECK, *guard.AUTOGRAD),
    rtol=5e-3,
    atol=1e-7,
)
