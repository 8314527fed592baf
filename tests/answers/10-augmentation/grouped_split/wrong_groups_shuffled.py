"""Shuffles the groups in place.

points: 0
says: shuffled groups itself
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    names = generator.permutation(np.unique(groups))
    generator.shuffle(groups)
    if len(names) < 2:
        raise ValueError("one group cannot be divided")
    in_test = groups == names[0]
    for name in names[1:-1]:
        if in_test.sum() >= test_share * len(groups):
            break
        in_test = in_test | (groups == name)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
