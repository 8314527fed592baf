"""Draws groups with replacement, and counts their rows as often as they come.

points: 3
says: draws with replacement
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    names = np.unique(groups)
    if len(names) < 2:
        raise ValueError("one group only")
    test, rows = [], 0
    for name in generator.choice(names, len(names))[:-1]:
        if test and rows >= test_share * len(groups):
            break
        test.append(name)
        rows += (groups == name).sum()
    in_test = np.isin(groups, test)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
