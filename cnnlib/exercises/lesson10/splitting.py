"""`grouped_split`: training and test, so that no group is on both sides.

Imports torch no more than the others do: rows are NumPy arrays.
"""

from contextlib import contextmanager

import numpy as np

from cnnlib.check import Case, Exercise, Law, Mistake, Part

DRAWS = 240  # of the split, to see how often each group is in the test


def split_groups(groups, test_share, generator):
    """Rows for training and rows for the test; groups stay whole.

    Parameters
    ----------
    groups : (N,) ndarray
        What each row belongs to: numbers or text.
    test_share : float
        Of the rows, about: at most half of the last group's size away.
    generator : numpy.random.Generator

    Returns
    -------
    ((M,) int64 ndarray, (N - M,) int64 ndarray)
        Row numbers, sorted.

    Raises
    ------
    ValueError
        If there are fewer than two groups.

    Examples
    --------
    >>> groups = np.array(["a", "a", "b", "b", "c", "c"])
    >>> train, test = split_groups(groups, 1 / 3, np.random.default_rng(0))
    >>> train.tolist(), test.tolist()
    ([0, 1, 2, 3], [4, 5])
    """
    return _split(groups, test_share, generator)


# The oracle, with switches for what can go wrong


def _until_enough(order, counts, wanted):
    """Groups one after another, as long as that brings the number of rows nearer."""
    chosen, held = [order[0]], counts[order[0]]
    for group in order[1:-1]:  # one is left for training
        if abs(held + counts[group] - wanted) >= abs(held - wanted):
            break
        chosen.append(group)
        held += counts[group]
    return chosen


def _split(
    groups,
    test_share,
    generator,
    *,
    choose=_until_enough,
    order_of=lambda count, generator: generator.permutation(count),
    refuse=True,
    fewest=2,
    own_numbers=False,
    finish=lambda train, test: (train, test),
):
    groups = np.asarray(groups)
    names, which, counts = np.unique(groups, return_inverse=True, return_counts=True)
    if len(names) < fewest:
        if refuse:
            raise ValueError(f"{len(names)} group cannot be divided: at least 2 are needed")
        return finish(np.arange(len(groups)), np.arange(0))
    if own_numbers:
        generator = np.random.default_rng()
    chosen = choose(order_of(len(names), generator), counts, test_share * len(groups))
    in_test = np.isin(which, chosen)
    return finish(np.flatnonzero(~in_test), np.flatnonzero(in_test))


def _grouped_split(groups, test_share, generator):
    return _split(groups, test_share, generator)


def _model(**switches):
    return lambda groups, test_share, generator: _split(groups, test_share, generator, **switches)


def _share_of_groups(order, counts, wanted):
    share = wanted / counts.sum()
    return order[: min(max(round(share * len(order)), 1), len(order) - 1)]


def _whole_groups_beyond(order, counts, wanted):
    """One group more than is needed, and no care for what is left."""
    ends = np.cumsum(counts[order])
    return order[: np.searchsorted(ends, wanted) + 2]


def _all_until_enough(order, counts, wanted):
    """Until there are enough, be it with the last group."""
    ends = np.cumsum(counts[order])
    return order[: np.searchsorted(ends, wanted) + 1]


def _before_enough(order, counts, wanted):
    """As many as stay within the share: none, where the first is too large."""
    return order[np.cumsum(counts[order]) <= wanted]


def _groups_counted(order, counts, wanted):
    """As many groups as rows are wanted; the last one stays in training."""
    return order[: min(int(np.ceil(wanted)), len(order) - 1)]


def _groups_counted_to_the_end(order, counts, wanted):
    return order[: int(np.ceil(wanted))]


def _one_group(order, counts, wanted):
    return order[:1]


def _rows_at_random(groups, test_share, generator):
    """No groups at all."""
    if len(set(np.asarray(groups).tolist())) < 2:
        raise ValueError("one group")
    order = generator.permutation(len(groups))
    test = round(test_share * len(groups))
    return np.sort(order[test:]), np.sort(order[:test])


def _rows_in_order(groups, test_share, generator):
    """The last rows: groups are cut where the boundary is."""
    if len(set(np.asarray(groups).tolist())) < 2:
        raise ValueError("one group")
    cut = len(groups) - round(test_share * len(groups))
    return np.arange(cut), np.arange(cut, len(groups))


def _names_of_groups(groups, test_share, generator):
    train, test = _split(groups, test_share, generator)
    groups = np.asarray(groups)
    return np.unique(groups[train]), np.unique(groups[test])


def _masks(groups, test_share, generator):
    train, test = _split(groups, test_share, generator)
    return tuple(np.isin(np.arange(len(groups)), rows) for rows in (train, test))


def _one_row_of_each(groups, test_share, generator):
    """The first row of each group; the others are in neither part."""
    train, test = _split(groups, test_share, generator)
    groups = np.asarray(groups)
    first = np.unique(groups, return_index=True)[1]
    return np.intersect1d(train, first), np.intersect1d(test, first)


def _neighbours_of_one_value(groups, test_share, generator):
    """Runs of equal neighbours for groups: a group that comes twice is two."""
    groups = np.asarray(groups)
    if len(set(groups.tolist())) < 2:
        raise ValueError("one group")
    runs = np.cumsum(np.concatenate([[0], groups[1:] != groups[:-1]]))
    return _split(runs, test_share, generator)


def _whole_numbers_only(groups, test_share, generator):
    """Groups are taken to be 0, 1, 2, ..."""
    groups = np.asarray(groups)
    count = int(groups.max()) + 1
    if count < 2:
        raise ValueError("one group")
    counts = np.bincount(groups, minlength=count)
    chosen = _until_enough(generator.permutation(count), counts, test_share * len(groups))
    in_test = np.isin(groups, chosen)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)


# What is asked of it

SIZES = (1, 9, 2, 8, 3, 7, 1, 9, 4, 6, 1, 9)  # of groups


def numbered(sizes=SIZES, seed=0):
    """Groups of these sizes, in a random order of rows: (N,) int64 ndarray."""
    rows = np.repeat(np.arange(len(sizes)), sizes)
    return np.random.default_rng(seed).permutation(rows)


def named_groups(sizes, seed=0):
    """The same with names, as text."""
    return np.array([f"patient {chr(97 + k)}" for k in numbered(sizes, seed)])


def _rows_of(result):
    """Both parts as lists of whole numbers; words where they are none."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return "not two parts"
    parts = [np.asarray(part) for part in result]
    if any(part.ndim != 1 for part in parts):
        return "parts that are no rows of numbers"
    if any(part.dtype.kind not in "iu" and part.size for part in parts):
        kinds = {"b": "True and False", "U": "text", "f": "decimal numbers"}
        kind = next(part.dtype.kind for part in parts if part.dtype.kind not in "iu" and part.size)
        return f"{kinds.get(kind, 'something else')} in place of row numbers"
    return [part.tolist() for part in parts]


def _told_once(f, groups, share, seed):
    parts = _rows_of(f(groups, share, np.random.default_rng(seed)))
    if isinstance(parts, str):
        return {"parts": parts, "rows": "not looked at", "groups": "not looked at"}
    train, test = parts
    both = set(train) & set(test)
    missing = set(range(len(groups))) - set(train) - set(test)
    strange = (set(train) | set(test)) - set(range(len(groups)))
    again = len(train) + len(test) > len(set(train)) + len(set(test))
    rows = [
        *(["some are in both parts"] if both else []),
        *(["one is in neither"] if len(missing) == 1 else []),
        *(["some are in neither"] if len(missing) > 1 else []),
        *(["some do not exist"] if strange else []),
        *(["some come twice in a part"] if again else []),
    ]
    inside = [[row for row in part if 0 <= row < len(groups)] for part in parts]
    shared = set(groups[inside[0]].tolist()) & set(groups[inside[1]].tolist())
    return {
        "parts": "two, of row numbers" if train and test else "one of the two is empty",
        "rows": "; ".join(rows) or "each in exactly one part",
        "groups": "some are in both parts" if shared else "none is in both parts",
    }


def whole_law(groups, share, seed=0, note=""):
    """Every row is in one part, and no group in both."""
    return Law(
        "each row is in one of the parts, and no group is in both",
        lambda f, groups, test_share: _told_once(f, groups, test_share, seed),
        lambda f, groups, test_share: {
            "parts": "two, of row numbers",
            "rows": "each in exactly one part",
            "groups": "none is in both parts",
        },
        *(groups, share),
        note=note,
    )


def _told_share(f, groups, share, draws):
    largest = max(np.unique(groups, return_counts=True)[1])
    low = high = empty = most = 0
    for seed in range(draws):
        parts = _rows_of(f(groups, share, np.random.default_rng(seed)))
        if isinstance(parts, str):
            return parts
        off = len(parts[1]) - share * len(groups)
        low, high = low + (off < -largest), high + (off > largest)
        empty += not parts[0] or not parts[1]
        most = max(most, len(set(groups[parts[1]].tolist())))
    told = [
        *(["sometimes too few"] if low else []),
        *(["never more than one group"] if low and most == 1 else []),
        *(["sometimes too many"] if high else []),
        *(["sometimes all or none"] if empty else []),
    ]
    return ", ".join(told) or "never further away than the largest group"


def share_law(groups, share, draws=60, note=""):
    """The test has about as many rows as asked for, in each of many draws."""
    return Law(
        "the test has about that share of the rows: it is off by the largest group at most",
        lambda f, groups, test_share: _told_share(f, groups, test_share, draws),
        lambda f, groups, test_share: "never further away than the largest group",
        *(groups, share),
        note=note or f"in {draws} draws",
    )


def _told_chance(f, count, size, share):
    groups, times = numbered([size] * count), np.zeros(count)
    for seed in range(DRAWS):
        with _global_numbers(seed):
            parts = _rows_of(f(groups, share, np.random.default_rng(seed)))
        if isinstance(parts, str):
            return parts
        times[np.unique(groups[parts[1]])] += 1
    if (times == 0).any():
        return f"{int((times == 0).sum())} of {count} groups never in the test"
    p = times.mean() / (DRAWS)
    spread = (p * (1 - p) * (DRAWS)) ** 0.5
    even = np.abs(times - times.mean()).max() < 6 * spread
    return "each about equally often" if even else "some far more often than others"


def chance_law(count=6, size=2, share=1 / 3):
    """Every group is in the test equally often, if all have the same size."""
    return Law(
        "of groups of one size, each is in the test equally often",
        lambda f, count, size, test_share: _told_chance(f, count, size, test_share),
        lambda f, count, size, test_share: "each about equally often",
        *(count, size, share),
        note="how often each group is in the test, in many draws",
    )


@contextmanager
def _global_numbers(seed):
    """NumPy's own generator, seeded: a call that uses it must not get the same numbers again."""
    before = np.random.get_state()  # noqa: NPY002
    np.random.seed(seed)  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002


def _told_again(f, groups, share):
    with_seed = []
    for call, seed in enumerate((1, 1, 2, 3, 4)):
        with _global_numbers(call):
            with_seed.append(f(groups, share, np.random.default_rng(seed)))
    parts = [_rows_of(one) for one in with_seed]
    words = [one for one in parts if isinstance(one, str)]
    if words:
        return words[0]
    tests = [sorted(test) for _, test in parts]
    if tests[0] != tests[1]:
        return "another split with the same generator"
    return "another split with another generator" if len({*map(tuple, tests)}) > 1 else "always one"


def generator_law(groups=None, share=0.4):
    """The generator decides, and nothing else does."""
    return Law(
        "the split comes from the generator, and from nothing else",
        lambda f, groups, test_share: _told_again(f, groups, test_share),
        lambda f, groups, test_share: "another split with another generator",
        *(numbered() if groups is None else groups, share),
        note="the same generator again, and others",
    )


def refused(groups):
    """A single group, which cannot be divided."""
    return Case(groups, 0.5, np.random.default_rng(0), note="a single group")


MIXED = np.array([4, 7, 4, 9, 7, 7, 9, 4, 2, 2])
NAMES = np.array(["Ada", "Bo", "Ada", "Cy", "Bo", "Cy"])

grouped_split = Exercise(
    "lesson10.grouped_split",
    functions={"grouped_split": _grouped_split},
    parts=(
        Part(
            "groups stay whole",
            2,
            (
                whole_law(NAMES, 1 / 3, note="groups with names"),
                whole_law(MIXED, 0.3, note="groups with numbers, in any order"),
                whole_law(numbered(), 0.25, 1, "twelve groups of 1 to 9 rows"),
            ),
        ),
        Part(
            "about the share",
            1,
            (
                share_law(numbered(), 0.5),
                share_law(numbered((3, 3, 3, 3, 3)), 0.2),
                share_law(numbered((2, 2)), 0.9, 8, "two groups, nearly all for the test"),
                share_law(numbered((4, 4, 4)), 0.05, 8, "large groups, a small share"),
            ),
            needs=("groups stay whole",),
        ),
        Part(
            "random, bad input",
            1,
            (chance_law(), generator_law(), refused(np.array([3, 3, 3])), refused(NAMES[:1])),
            needs=("groups stay whole",),
        ),
    ),
    mistakes=(
        Mistake(
            "groups ignored",
            _rows_at_random,
            "Rows of one group are on both sides. Either you divide rows, and not groups; or you "
            "have shuffled groups itself, and its rows are no longer where they were.",
            "Draw names of groups, as in generator.permutation(np.unique(groups)), then take all "
            "their rows.",
        ),
        Mistake(
            "the last rows",
            _rows_in_order,
            "You cut the list of rows in two: a group that lies on both sides of the cut is "
            "divided.",
            "Draw groups, then take all their rows.",
        ),
        Mistake(
            "neighbours for groups",
            _neighbours_of_one_value,
            "You take neighbours with the same name for a group. A group may come in several "
            "places.",
            "np.unique(groups) has each group once.",
        ),
        Mistake(
            "share of the groups",
            _model(choose=_share_of_groups),
            "You take that share of the groups. Asked for is a share of the rows: groups have "
            "different sizes.",
            "Add groups to the test until it has enough rows.",
        ),
        *(
            Mistake(
                "groups counted",
                _model(choose=choose),
                "You count groups where rows are to be counted: the test gets too many.",
                "Compare the number of rows in the test with test_share * len(groups).",
            )
            for choose in (_groups_counted, _groups_counted_to_the_end)
        ),
        Mistake(
            "one group never in the test",
            _model(order_of=lambda count, dice: np.append(dice.permutation(count - 1), count - 1)),
            "One group is never in the test, whatever is drawn.",
            "Shuffle all groups first; the last of the shuffled ones stays in training.",
        ),
        *(
            Mistake(
                "drawn with repeats",
                _model(choose=choose, order_of=lambda count, dice: dice.choice(count, count)),
                "Some groups are drawn twice, and their rows are counted twice: "
                "generator.choice draws with replacement.",
                "generator.permutation(names)",
            )
            for choose in (_until_enough, _all_until_enough)
        ),
        Mistake(
            "one group too many",
            _model(choose=_whole_groups_beyond),
            "You go on after the test has enough rows: it gets too large.",
        ),
        Mistake(
            "the last group too",
            _model(choose=_all_until_enough),
            "Sometimes all groups are in the test, and the training is empty.",
            "The last group must stay in training, even if the test has too few rows.",
        ),
        Mistake(
            "stopped before the share",
            _model(choose=_before_enough),
            "You add a group only if the test stays within the share. If the first one is too "
            "large, the test is empty.",
            "Always take one group; then add others until there are enough rows.",
        ),
        Mistake(
            "two groups refused",
            _model(fewest=3),
            "Two groups can be divided: one for the training, one for the test.",
            "Raise the ValueError if there are fewer than two.",
        ),
        Mistake(
            "one group",
            _model(choose=_one_group),
            "The test has a single group, whatever test_share says.",
            "Add groups until the test has enough rows.",
        ),
        Mistake(
            "exchanged",
            _model(finish=lambda train, test: (test, train)),
            "Training and test are exchanged, or the test gets the share of the training.",
            "Return (train, test).",
        ),
        Mistake(
            "names of groups",
            _names_of_groups,
            "You return groups. Asked for are rows: the positions of the images.",
            "np.flatnonzero(np.isin(groups, chosen)) has the rows of the chosen groups.",
        ),
        Mistake(
            "masks",
            _masks,
            "You return arrays of True and False. Asked for are row numbers.",
            "np.flatnonzero(mask)",
        ),
        Mistake(
            "one row of each group",
            _one_row_of_each,
            "Of each group you take one row; the others are in neither part.",
        ),
        Mistake(
            "one row lost",
            _model(finish=lambda train, test: (train[1:], test)),
            "One row is in neither part.",
            "Every row is in exactly one: len(train) + len(test) == len(groups).",
        ),
        Mistake(
            "groups taken for 0, 1, 2, ...",
            _whole_numbers_only,
            "You take the groups for the numbers 0, 1, 2, and so on. They may be any numbers, or "
            "text.",
            "np.unique(groups)",
        ),
        Mistake(
            "never shuffled",
            _model(order_of=lambda count, generator: np.arange(count)),
            "The test always has the same groups, whatever generator is given: nothing is drawn "
            "from it, or what was drawn is sorted away.",
            "generator.permutation(names)",
        ),
        Mistake(
            "own random numbers",
            _model(own_numbers=True),
            "Your draws do not come from the generator that is given: nobody can repeat them.",
        ),
        Mistake(
            "a single group accepted",
            _model(refuse=False),
            "A single group cannot be divided: one part would be empty.",
            "Raise a ValueError that says so.",
        ),
    ),
    hints=(
        "np.unique(groups) has each group once; generator.permutation(...) shuffles them.",
        "Go through the shuffled groups, and put one after the other into the test, until the test "
        "has test_share * len(groups) rows. The last group must stay in training.",
        "np.isin(groups, chosen) says for each row whether its group is chosen; np.flatnonzero "
        "turns that into row numbers.",
    ),
    ready_made=(
        "cnnlib.datasets.division.divide",
        "cnnlib.exercises.lesson10.splitting.split_groups",
        "sklearn.model_selection.GroupShuffleSplit",
        "sklearn.model_selection.GroupKFold",
        "sklearn.model_selection.StratifiedGroupKFold",
        "sklearn.model_selection.LeaveOneGroupOut",
        "sklearn.model_selection.LeavePGroupsOut",
    ),
    seconds=30.0,
)
