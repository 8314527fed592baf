"""Counts units instead of weights.

points: 0
says: count the units
"""


def fc_params(n_in, n_out, bias=True):
    return n_in + n_out
