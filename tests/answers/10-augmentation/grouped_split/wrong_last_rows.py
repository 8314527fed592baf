"""The last rows.

points: 0
says: cut the list of rows in two
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    if len(np.unique(groups)) < 2:
        raise ValueError("one group only")
    cut = len(groups) - round(test_share * len(groups))
    return np.arange(cut), np.arange(cut, len(groups))
