"""Names of groups.

points: 0
says: asked for are rows
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    names, which, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    if len(names) < 2:
        raise ValueError("one group only")
    order = generator.permutation(len(names))
    chosen, held = [], 0
    for group in order[:-1]:
        if chosen and held >= test_share * len(groups):
            break
        chosen.append(group)
        held += sizes[group]
    in_test = np.isin(which, chosen)
    return np.unique(groups[~in_test]), np.unique(groups[in_test])
