"""A bias for each input.

points: 1
says: one bias for each input
"""


def fc_params(n_in, n_out, bias=True):
    return n_in * n_out + (n_in if bias else 0)
