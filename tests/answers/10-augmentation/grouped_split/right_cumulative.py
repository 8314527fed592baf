"""Cumulative sizes; stops before it is too much."""

import numpy as np


def grouped_split(groups, test_share, generator):
    names, which = np.unique(groups, return_inverse=True)
    if names.size < 2:
        raise ValueError("two groups are needed")
    order = generator.permutation(names.size)
    sizes = np.bincount(which)[order]
    taken = np.searchsorted(np.cumsum(sizes), test_share * len(groups), side="right")
    taken = min(max(taken, 1), names.size - 1)
    in_test = np.isin(which, order[:taken])
    return np.nonzero(~in_test)[0], np.nonzero(in_test)[0]
