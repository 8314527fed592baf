"""A bias for each output, and one for each input.

points: 1
says: a bias for each input, too. Only outputs
"""


def fc_params(n_in, n_out, bias=True):
    return n_in * n_out + (n_in + n_out if bias else 0)
