"""Counts groups against a number of rows.

points: 3
says: you count groups where rows are to be counted
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    names = np.unique(groups)
    if len(names) < 2:
        raise ValueError("one group only")
    test = []
    for name in generator.permutation(names)[:-1]:
        test.append(name)
        if len(test) >= test_share * len(groups):
            break
    in_test = np.isin(groups, test)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
