"""Counts the weights only.

points: 1
says: biases are missing
"""


def fc_params(n_in, n_out, bias=True):
    return n_in * n_out
