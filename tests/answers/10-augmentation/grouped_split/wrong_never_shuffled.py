"""Never shuffled.

points: 3
says: the test always has the same groups
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    names, which, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    if len(names) < 2:
        raise ValueError("one group only")
    order = np.arange(len(names))
    chosen, held = [], 0
    for group in order[:-1]:
        if chosen and held >= test_share * len(groups):
            break
        chosen.append(group)
        held += sizes[group]
    in_test = np.isin(which, chosen)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
