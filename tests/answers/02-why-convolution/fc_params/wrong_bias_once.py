"""One bias for the whole layer.

points: 1
says: one bias for the whole layer
"""


def fc_params(n_in, n_out, bias=True):
    return n_in * n_out + (1 if bias else 0)
