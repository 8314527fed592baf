"""Does not look at the argument bias.

points: 2
says: even where bias is False
"""


def fc_params(n_in, n_out, bias=True):
    return n_in * n_out + n_out
