"""Numbers the seeds anew.

points: 0
says: only their number counts
"""

import numpy as np
from scipy.stats import t


def few_shot_curve(method, shots, pool, test, seeds):
    (x, y), (test_x, test_y) = pool, test
    n = len(seeds)
    if n < 2:
        raise ValueError("two seeds at least")
    found = {}
    for count in shots:
        if min(np.bincount(y)) < count:
            raise ValueError(f"a class has fewer than {count} examples")
        values = []
        for seed in range(n):
            rng = np.random.default_rng(seed)
            rows = np.concatenate(
                [rng.permutation(np.flatnonzero(y == k))[:count] for k in np.unique(y)]
            )
            said = method(x[rows], y[rows], test_x, seed)
            values.append(100 * np.mean(said == test_y))
        mean, sd = np.mean(values), np.std(values, ddof=1)
        reach = t.ppf(0.975, n - 1) * sd / np.sqrt(n)
        row = {"mean": mean, "sd": sd, "low": mean - reach, "high": mean + reach}
        found[count] = {name: float(value) for name, value in row.items()}
    return found
