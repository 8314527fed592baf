"""One row of each group.

points: 0
says: some are in neither
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    names, first = np.unique(groups, return_index=True)
    if len(names) < 2:
        raise ValueError("one group only")
    first = generator.permutation(first)
    cut = min(max(round(test_share * len(first)), 1), len(first) - 1)
    return np.sort(first[cut:]), np.sort(first[:cut])
