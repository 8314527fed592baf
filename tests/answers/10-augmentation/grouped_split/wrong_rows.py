"""Divides rows.

points: 0
says: either you divide rows
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    if len(np.unique(groups)) < 2:
        raise ValueError("one group only")
    order = generator.permutation(len(groups))
    cut = round(test_share * len(groups))
    return order[cut:], order[:cut]
