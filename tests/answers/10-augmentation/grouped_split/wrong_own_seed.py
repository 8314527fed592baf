"""Always draws with one seed.

points: 3
says: whatever generator is given
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    names = np.random.default_rng(0).permutation(np.unique(groups))
    if len(names) < 2:
        raise ValueError("one group cannot be divided")
    in_test = groups == names[0]
    for name in names[1:-1]:
        if in_test.sum() >= test_share * len(groups):
            break
        in_test = in_test | (groups == name)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
