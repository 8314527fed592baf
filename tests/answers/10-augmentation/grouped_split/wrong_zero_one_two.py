"""Groups taken for 0, 1, 2.

points: 0
says: raised
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    count = groups.max() + 1
    if len(set(groups.tolist())) < 2:
        raise ValueError("one group only")
    order, chosen, held = generator.permutation(count), [], 0
    for group in order[:-1]:
        if held >= test_share * len(groups):
            break
        chosen.append(group)
        held += (groups == group).sum()
    in_test = np.isin(groups, chosen)
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
