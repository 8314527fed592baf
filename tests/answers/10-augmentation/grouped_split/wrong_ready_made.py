"""scikit-learn's.

points: 0
says: does the exercise for you
"""

import numpy as np
from sklearn.model_selection import GroupShuffleSplit


def grouped_split(groups, test_share, generator):
    seed = int(generator.integers(1000))
    split = GroupShuffleSplit(1, test_size=test_share, random_state=seed)
    return next(split.split(np.zeros(len(groups)), groups=groups))
