import math
import statistics

import numpy as np
import scipy.stats


def drawn(labels, count, seed):
    dice, rows = np.random.default_rng(seed), []
    for label in sorted(set(labels.tolist())):
        places = [k for k, own in enumerate(labels) if own == label]
        if len(places) < count:
            raise ValueError(f"{label} has {len(places)} examples")
        rows += dice.choice(places, count, replace=False).tolist()
    return rows


def summary(values):
    mean, sd = statistics.mean(values), statistics.stdev(values)
    low, high = mean, mean
    if sd:
        error = sd / math.sqrt(len(values))
        low, high = scipy.stats.t.interval(0.95, len(values) - 1, mean, error)
    return {"mean": mean, "sd": sd, "low": float(low), "high": float(high)}


def few_shot_curve(method, shots, pool, test, seeds):
    if len(seeds) < 2:
        raise ValueError("of one seed there is no spread")
    found = {}
    for count in shots:
        values = []
        for seed in seeds:
            rows = drawn(pool[1], count, seed)
            answers = method(pool[0][rows], pool[1][rows], test[0], seed)
            right = sum(int(a == b) for a, b in zip(answers, test[1], strict=True))
            values.append(100.0 * right / len(test[1]))
        found[count] = summary(values)
    return found
