"""Forgets that `if ... else` takes the whole sum.

points: 2
says: Put brackets around the choice
"""


def fc_params(n_in, n_out, bias=True):
    return n_in * n_out + n_out if bias else 0
