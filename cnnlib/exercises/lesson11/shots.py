"""`few_shot_curve`: a method, few examples, several draws, and an interval.

Imports SciPy: `cnnlib.exercises.lesson11` loads this module when the exercise is asked for.
"""

from collections import Counter
from functools import wraps

import numpy as np

from cnnlib.check import Case, Exercise, Law, Mistake, Part, Words
from cnnlib.exercises.lesson09.judging import in_words


def few_shot_intervals(method, shots, pool, test, seeds):
    """Accuracy with few examples: over numbers of shots, with an interval over seeds.

    Parameters
    ----------
    method : callable
        ``method(x, y, test_x, seed)`` returns a label for each of test_x.
    shots : list of int
        Examples of each class.
    pool, test : (x, y)
        (N, D) ndarray and (N,) ndarray of int.
    seeds : list of int

    Returns
    -------
    dict of int to dict
        For each number of shots "mean", "sd", "low" and "high", in %.

    Raises
    ------
    ValueError
        If a class has too few examples, or there are fewer than two seeds.

    Examples
    --------
    >>> x, y = np.arange(8.0).reshape(-1, 1), np.arange(8) % 2
    >>> always_0 = lambda x, y, test_x, seed: np.zeros(len(test_x), int)
    >>> few_shot_intervals(always_0, [2], (x, y), (x, y), [0, 1])[2]["mean"]
    50.0
    """
    return _curve(method, shots, pool, test, seeds)


# The oracle, with switches for what can go wrong


def _rng(seed):
    return np.random.default_rng(seed)


def _one_generator(start):
    """In place of a generator for each seed: one, made when the first is asked for."""

    def made_anew():
        made = []

        def rng_of(seed):
            if not made:
                made.append(np.random.default_rng(start(seed)))
            return made[0]

        return rng_of

    return made_anew


def _of_each_class(y, count, rng):
    rows = [rng.permutation(np.flatnonzero(y == label))[:count] for label in np.unique(y)]
    return np.concatenate(rows)


def _too_few(y, count):
    return min(Counter(y.tolist()).values()) < count


def _pair(x, y, rows):
    return x[rows], y[rows]


def _right(said, y):
    return 100 * float(np.mean(np.asarray(said) == y))


def _summary(values):
    from scipy.stats import t

    n, mean, sd = len(values), float(np.mean(values)), float(np.std(values, ddof=1))
    reach = float(t.ppf(0.975, n - 1)) * sd / n**0.5
    return {"mean": mean, "sd": sd, "low": mean - reach, "high": mean + reach}


def _curve(
    method,
    shots,
    pool,
    test,
    seeds,
    *,
    draw=_of_each_class,
    rng_of=lambda: _rng,
    pair=_pair,
    score=_right,
    summary=_summary,
    drawn_from=lambda pool, test: pool,
    tested_on=lambda pool, test: test,
    method_seed=lambda seed: seed,
    renumbered=False,
    checks=("few", "seeds"),
):
    (x, y), (test_x, test_y) = drawn_from(pool, test), tested_on(pool, test)
    if "seeds" in checks and len(seeds) < 2:
        raise ValueError("an interval needs two seeds or more")
    found, rng_of = {}, rng_of()
    for count in shots:
        if "few" in checks and _too_few(y, count):
            raise ValueError(f"a class has fewer than {count} examples")
        values = []
        for seed in range(len(seeds)) if renumbered else seeds:
            rows = draw(y, count, rng_of(seed))
            said = method(*pair(x, y, rows), test_x, method_seed(seed))
            values.append(score(said, test_y))
        found[count] = summary(values)
    return found


def _model(**switches):
    return lambda method, shots, pool, test, seeds: _curve(
        method, shots, pool, test, seeds, **switches
    )


def _from_all(y, count, rng):
    return rng.permutation(len(y))[: count * len(np.unique(y))]


def _in_all(y, count, rng):
    return rng.permutation(len(y))[:count]


def _the_first(y, count, rng):
    return np.concatenate([np.flatnonzero(y == label)[:count] for label in np.unique(y)])


def _with_replacement(y, count, rng):
    rows = [rng.choice(np.flatnonzero(y == label), count) for label in np.unique(y)]
    return np.concatenate(rows)


def _shared_among_classes(y, count, rng):
    """So many examples in all, divided among the classes."""
    return _of_each_class(y, max(1, count // len(np.unique(y))), rng)


def _other_labels(x, y, rows):
    return x[rows], np.sort(y)[: len(rows)]


def _with_reach(reach):
    """A summary whose interval reaches so far, from n values and their deviation."""

    def summary(values):
        n, mean, sd = len(values), float(np.mean(values)), float(np.std(values, ddof=1))
        return {"mean": mean, "sd": sd, "low": mean - reach(n, sd), "high": mean + reach(n, sd)}

    return summary


def _t(n, level=0.975, less=1):
    from scipy.stats import t

    return float(t.ppf(level, n - less))


def _population(values):
    n, mean, sd = len(values), float(np.mean(values)), float(np.std(values))
    reach = _t(n) * sd / n**0.5
    return {"mean": mean, "sd": sd, "low": mean - reach, "high": mean + reach}


def _smallest_and_largest(values):
    right = _summary(values)
    return {**right, "low": float(min(values)), "high": float(max(values))}


def _median(values):
    right, middle = _summary(values), float(np.median(values))
    shift = middle - right["mean"]
    return {
        "mean": middle,
        "sd": right["sd"],
        "low": right["low"] + shift,
        "high": right["high"] + shift,
    }


def _fractions(values):
    return {name: value / 100 for name, value in _summary(values).items()}


def _clipped(values):
    right = _summary(values)
    return {**right, "low": max(0.0, right["low"]), "high": min(100.0, right["high"])}


def _low_for_high(values):
    right = _summary(values)
    return {**right, "low": right["high"], "high": right["low"]}


def _best(values):
    return {**_summary(values), "mean": float(max(values))}


# What is asked of it


class Recorder:
    """A method that writes down what it is given, and says 0 of everything."""

    def __init__(self):
        self.calls = []

    def __call__(self, x, y, test_x, seed):
        self.calls.append((np.array(x), np.array(y), np.array(test_x), seed))
        return np.zeros(len(test_x), dtype=int)


CLASSES = (0, 1, 2)


def scene(each=6, test_each=4, seed=0):
    """Rows that say which they are: class, number, and whether of the pool (0) or the test (1)."""
    rng = np.random.default_rng(seed)
    parts = []
    for part, count in enumerate((each, test_each)):
        y = rng.permutation(np.repeat(CLASSES, count))
        x = np.stack([y, np.arange(len(y)), np.full(len(y), part)], axis=1).astype(float)
        parts.append((x, y))
    return parts


def _recorded(f, shots, seeds, **kind):
    recorder = Recorder()
    pool, test = scene(**kind)
    f(recorder, list(shots), pool, test, list(seeds))
    return recorder.calls, pool, test


def _safe(tell):
    @wraps(tell)  # a report shows the arguments by their names
    def side(f, *args):
        try:
            return tell(f, *args)
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            return f"it cannot be followed: {in_words(error).partition(':')[0]}"

    return side


@_safe
def _draws(f, shots, seeds):
    calls, pool, test = _recorded(f, shots, seeds)
    told = [_draw_told(x, y) for x, y, *_ in calls]
    return f"{len(calls)} calls: " + "; ".join(dict.fromkeys(told))


def _draw_told(x, y):
    """In words that do not depend on the luck of a draw, so far as that can be."""
    counts = Counter(y.tolist())
    equal = len(counts) == len(CLASSES) and len(set(counts.values())) == 1
    different = len({tuple(row) for row in x.tolist()}) == len(x)
    return (
        f"{len(y)} examples, {'equally many' if equal else 'not equally many'} of each class"
        f"{'' if different else ', some of them twice'}{_where_from(x)}"
        f"{'' if (x[:, 0] == y).all() else ', with labels of others'}"
    )


def _where_from(x):
    return ", from the test" if (x[:, 2] == 1).any() else ""


@_safe
def _tests(f, shots, seeds):
    calls, pool, test = _recorded(f, shots, seeds)
    told = set()
    for _, _, test_x, _ in calls:
        if np.array_equal(test_x, test[0]):
            told.add("all test images, in their order")
        elif np.array_equal(test_x, pool[0]):
            told.add("the pool")
        else:
            told.add(f"{len(test_x)} other images")
    seeds_told = [seed for *_, seed in calls]
    return f"tested on: {', '.join(sorted(told))}; seeds of the method: {seeds_told}"


@_safe
def _variety(f, shots, seeds):
    """Whether different seeds draw different examples, and the same seed the same again."""
    calls, pool, _ = _recorded(f, shots, seeds)
    again, *_ = _recorded(f, shots, seeds)
    backwards, *_ = _recorded(f, shots, seeds[::-1])
    rows, second, reverse = (
        [frozenset(map(tuple, x.tolist())) for x, *_ in each] for each in (calls, again, backwards)
    )
    differ = "others" if len(set(rows)) > 1 else "the same"
    same = "the same" if rows == second else "others"
    same += "; at another place in the list: "
    same += "the same" if rows == reverse[::-1] else "others"
    y = pool[1]
    first = pool[0][_the_first(y, shots[0], None)]
    always_first = all(row == frozenset(map(tuple, first.tolist())) for row in rows)
    told = f"another seed: {differ}; the same seed again: {same}"
    return told + ("; always the first of each class" if always_first else "")


def draw_law(shots, seeds, note=""):
    return Law(
        "each call gets so many examples of each class, all different, from the pool",
        _draws,
        lambda f, shots, seeds: _draws(few_shot_intervals, shots, seeds),
        *(list(shots), list(seeds)),
        note=note,
    )


def test_law(shots, seeds, note=""):
    return Law(
        "each call gets all test images, and its seed",
        _tests,
        lambda f, shots, seeds: _tests(few_shot_intervals, shots, seeds),
        *(list(shots), list(seeds)),
        note=note,
    )


def variety_law(shots, seeds, note=""):
    return Law(
        "another seed draws other examples, and the same seed the same",
        _variety,
        lambda f, shots, seeds: _variety(few_shot_intervals, shots, seeds),
        *(list(shots), list(seeds)),
        note=note,
    )


class Answers:
    """A method whose accuracy its seed and the number of examples decide."""

    def __init__(self, wrong, words):
        self.wrong, self.words = wrong, words

    def __call__(self, x, y, test_x, seed):
        labels = np.array(test_x)[:, 0].astype(int)
        count = min(len(labels), self.wrong(len(y), seed))
        labels[:count] += 1
        return labels

    def __repr__(self):
        return self.words


EVERYTHING = Answers(lambda count, seed: 0, "a method that is always right")
BY_SEED = Answers(lambda count, seed: seed, "a method with as many mistakes as its seed says")
BY_BOTH = Answers(
    lambda count, seed: max(0, 12 - count // 3 - seed), "a method that gets better with examples"
)


def _numbers(f, method, shots, seeds):
    pool, test = scene()
    found = f(method, list(shots), pool, test, list(seeds))
    if not isinstance(found, dict):
        kind = "nothing" if found is None else f"something of type {type(found).__name__}"
        return Words(f"{kind} was returned, and no dict")
    return found


def numbers_law(method, shots, seeds, keys=("mean", "sd", "low", "high"), note=""):
    """For each number of shots some of the four numbers."""
    return Law(
        f"for each number of shots: {', '.join(keys)}",
        lambda f, method, shots, seeds: _picked(_numbers(f, method, shots, seeds), keys),
        lambda f, method, shots, seeds: _picked(
            _numbers(few_shot_intervals, method, shots, seeds), keys
        ),
        *(method, list(shots), list(seeds)),
        note=note,
    )


def _picked(found, keys):
    if not isinstance(found, dict):
        return found
    picked = {}
    for count, row in found.items():
        if not isinstance(row, dict) or not set(keys) <= set(row):
            return Words(f"for {count} shots no dict with {', '.join(keys)}")
        picked[count] = {key: row[key] for key in keys}
    return picked


def few_case(shots, each, note):
    pool, test = scene(each=each)
    return Case(EVERYTHING, [shots], pool, test, [0, 1], note=note)


def seeds_case(note):
    pool, test = scene()
    return Case(EVERYTHING, [2], pool, test, [3], note=note)


DRAW = "rng.permutation(np.flatnonzero(y == label))[:count], for each label"
REACH = "t.ppf(0.975, n - 1) * sd / np.sqrt(n), from scipy.stats"

_SLIPS = (
    (
        "from all classes together",
        {"draw": _from_all},
        "You draw from all classes together: some get more examples than others, and one may get "
        "none.",
        DRAW,
    ),
    (
        "so many in all",
        {"draw": _in_all},
        "You draw so many examples in all. Asked for are so many of each class.",
        DRAW,
    ),
    (
        "shared among the classes",
        {"draw": _shared_among_classes},
        "You divide the shots among the classes. Asked for are so many of each class.",
        DRAW,
    ),
    (
        "the whole pool",
        {"draw": lambda y, count, rng: np.arange(len(y))},
        "The method gets the whole pool, whatever the number of shots.",
        DRAW,
    ),
    (
        "the first ones",
        {"draw": _the_first},
        "You always take the first examples of each class. Then every seed measures the same "
        "draw, and the spread over seeds says nothing.",
        DRAW,
    ),
    (
        "with replacement",
        {"draw": _with_replacement},
        "An example may be drawn twice: rng.choice puts back what it has drawn, unless told.",
        DRAW,
    ),
    (
        "one seed for all draws",
        {"rng_of": lambda: lambda seed: _rng(0)},
        "Every seed draws the same examples. Then the spread over seeds leaves out what matters "
        "most: which examples one happens to have.",
        "np.random.default_rng(seed), inside the loop over seeds.",
    ),
    (
        "one generator for all draws",
        {"rng_of": _one_generator(lambda seed: 0)},
        "One generator goes through all draws: what a seed draws depends on how many draws came "
        "before it. Each seed has a generator of its own.",
        "np.random.default_rng(seed), inside the loop over seeds.",
    ),
    (
        "one generator, of the first seed",
        {"rng_of": _one_generator(lambda seed: seed)},
        "One generator goes through all draws: what a seed draws depends on which seeds came "
        "before it. Each seed has a generator of its own.",
        "np.random.default_rng(seed), inside the loop over seeds.",
    ),
    (
        "seeds numbered anew",
        {"renumbered": True},
        "Your seeds are 0, 1, 2, whatever is in seeds: only their number counts.",
        "for seed in seeds:",
    ),
    (
        "no seed",
        {"rng_of": lambda: lambda seed: np.random.default_rng()},
        "The draw does not follow from the seed: run again, it is another, and two methods are "
        "not compared on the same examples.",
        "np.random.default_rng(seed), inside the loop over seeds.",
    ),
    (
        "drawn from the test",
        {"drawn_from": lambda pool, test: test},
        "You draw the examples from the test images. What is tested on must not be learnt from.",
        "x, y = pool",
    ),
    (
        "tested on the pool",
        {"tested_on": lambda pool, test: pool},
        "You test on the pool, which has the examples that were learnt from in it.",
        "test_x, test_y = test",
    ),
    (
        "labels of others",
        {"pair": _other_labels},
        "Images and labels do not belong together.",
        "x[rows], y[rows]",
    ),
    (
        "the method without its seed",
        {"method_seed": lambda seed: 0},
        "The method always gets the same seed. It has random numbers of its own, such as first "
        "weights: they belong to the spread.",
        "method(x[rows], y[rows], test_x, seed)",
    ),
    (
        "error rate",
        {"score": lambda said, y: 100 - _right(said, y)},
        "You measure mistakes. Asked for is how many are right.",
        "100 * np.mean(said == test_y)",
    ),
    (
        "counts",
        {"score": lambda said, y: float(np.sum(np.asarray(said) == y))},
        "You count the right answers. Asked for is their share, in %.",
        "100 * np.mean(said == test_y)",
    ),
    (
        "fractions",
        {"summary": _fractions},
        "Your numbers go from 0 to 1. Asked for are %.",
        "100 * np.mean(said == test_y)",
    ),
    (
        "population deviation",
        {"summary": _population},
        "Your standard deviation divides by n. Of a sample it divides by n - 1: with few seeds "
        "the other is too small.",
        "np.std(values, ddof=1)",
    ),
    (
        "normal in place of t",
        {"summary": _with_reach(lambda n, sd: 1.96 * sd / n**0.5)},
        "1.96 is for a deviation that is known. Yours is estimated from a few seeds: the factor "
        "is that of Student's t, and larger (4.30 for three seeds).",
        REACH,
    ),
    (
        "normal in place of t, 1.959964",
        {"summary": _with_reach(lambda n, sd: 1.959963984540054 * sd / n**0.5)},
        "1.96 is for a deviation that is known. Yours is estimated from a few seeds: the factor "
        "is that of Student's t, and larger (4.30 for three seeds).",
        REACH,
    ),
    (
        "the deviation itself",
        {"summary": _with_reach(lambda n, sd: sd)},
        "Your interval is one standard deviation wide on each side: that is the spread of single "
        "runs, and not the uncertainty of their mean.",
        REACH,
    ),
    (
        "not divided by the root of n",
        {"summary": _with_reach(lambda n, sd: _t(n) * sd)},
        "You do not divide by the root of n: a mean of n values is surer than one of them.",
        REACH,
    ),
    (
        "divided by n",
        {"summary": _with_reach(lambda n, sd: _t(n) * sd / n)},
        "You divide by n. The uncertainty of a mean falls with the root of n.",
        REACH,
    ),
    (
        "the standard error",
        {"summary": _with_reach(lambda n, sd: sd / n**0.5)},
        "Your interval is one standard error wide on each side. Asked for is the one of 95 %: "
        "the standard error times a factor.",
        REACH,
    ),
    (
        "one-sided",
        {"summary": _with_reach(lambda n, sd: _t(n, 0.95) * sd / n**0.5)},
        "t.ppf(0.95, ...) leaves 5 % on each side. For an interval of 95 % it is 2.5 % on each.",
        REACH,
    ),
    (
        "n degrees of freedom",
        {"summary": _with_reach(lambda n, sd: _t(n, less=0) * sd / n**0.5)},
        "With n values there are n - 1 degrees of freedom: one is used up by the mean.",
        REACH,
    ),
    (
        "smallest and largest",
        {"summary": _smallest_and_largest},
        "low and high are the smallest and the largest value. Asked for is an interval for the "
        "mean.",
        REACH,
    ),
    (
        "median",
        {"summary": _median},
        "You take the median. Asked for is the mean.",
        "np.mean(values)",
    ),
    (
        "low and high exchanged",
        {"summary": _low_for_high},
        "low and high are exchanged: low is mean minus reach.",
        REACH,
    ),
    (
        "clipped",
        {"summary": _clipped},
        "You cut the interval off at 0 and 100. Asked for is the formula as it is: an interval "
        "that reaches beyond says that three seeds are few.",
        REACH,
    ),
    (
        "the best seed",
        {"summary": _best},
        "You report the best seed as the mean. That is choosing by the test.",
        "np.mean(values)",
    ),
    (
        "too few examples not thought of",
        {"checks": ("seeds",)},
        "A class has fewer examples than shots, and the draw is taken for full all the same.",
        "raise ValueError(...) where a class is too small.",
    ),
    (
        "one seed not thought of",
        {"checks": ("few",)},
        "Of one seed there is no spread, and no interval.",
        "raise ValueError(...) where there are fewer than two seeds.",
    ),
    (
        "no checks",
        {"checks": ()},
        "Bad input is not refused: a class may have too few examples, and one seed has no "
        "interval.",
        "raise ValueError(...), with a message.",
    ),
)

few_shot_curve = Exercise(
    "lesson11.few_shot_curve",
    functions={"few_shot_curve": few_shot_intervals},
    parts=(
        Part(
            "the draw",
            2,
            (
                draw_law([1], [0, 1], "one shot"),
                draw_law([2, 6], [3, 4, 5], "two and six shots, of six examples of each class"),
                variety_law([2], [0, 1, 5], "which examples"),
            ),
        ),
        Part(
            "the test",
            1,
            (
                numbers_law(EVERYTHING, [1], [0, 1], ("mean",), "always right"),
                numbers_law(BY_BOTH, [1, 3], [1, 2, 6], ("mean",), "better with examples"),
                test_law([2], [4, 7], "what is tested"),
            ),
        ),
        Part(
            "spread and interval",
            2,
            (
                numbers_law(BY_SEED, [2], [0, 3, 6], ("sd",), note="the spread"),
                numbers_law(BY_SEED, [2], [0, 3, 6], note="three seeds"),
                numbers_law(BY_SEED, [1, 4], [1, 2, 4, 8, 9], note="five seeds"),
            ),
            needs=("the test",),
        ),
        Part(
            "bad input",
            1,
            (
                few_case(7, 6, "seven shots, and six examples of each class"),
                seeds_case("a single seed"),
            ),
            needs=("the draw",),
        ),
    ),
    mistakes=tuple(
        Mistake(name, _model(**switches), says, next_step)
        for name, switches, says, next_step in _SLIPS
    )
    + (
        Mistake(
            "back after the first",
            lambda method, shots, pool, test, seeds: few_shot_intervals(
                method, shots[:1], pool, test, seeds
            ),
            "Your function ends after the first number of shots. Is return inside the loop?",
            "return found, behind both loops.",
        ),
    ),
    hints=(
        "Two loops, over shots and over seeds. In the inner one: an rng of this seed, the rows, "
        "the method, the accuracy.",
        "rows = np.concatenate([rng.permutation(np.flatnonzero(y == label))[:count] for label in "
        "np.unique(y)])",
        "n = len(seeds); sd = np.std(values, ddof=1); reach = t.ppf(0.975, n - 1) * sd / "
        "np.sqrt(n), with from scipy.stats import t.",
    ),
    ready_made=(
        "cnnlib.transfer.few_shot",
        "cnnlib.transfer.shots.few_shot",
        "cnnlib.transfer.draw_shots",
        "cnnlib.transfer.shots.draw_shots",
        "cnnlib.transfer.interval",
        "cnnlib.transfer.shots.interval",
        "cnnlib.exercises.lesson11.shots.few_shot_intervals",
    ),
    rtol=1e-7,
    atol=1e-9,
    seconds=10.0,
)
