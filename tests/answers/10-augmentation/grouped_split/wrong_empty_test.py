"""Stops before the share is reached.

points: 0
says: the test is empty
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    names = generator.permutation(np.unique(groups))
    if len(names) < 2:
        raise ValueError("one group cannot be divided")
    in_test = np.zeros(len(groups), bool)
    for name in names:
        if (in_test | (groups == name)).sum() > test_share * len(groups):
            break
        in_test = in_test | (groups == name)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
