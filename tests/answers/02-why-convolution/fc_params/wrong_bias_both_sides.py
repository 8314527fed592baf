"""A bias unit among the outputs, too.

points: 0
says: Only outputs have a bias
"""


def fc_params(n_in, n_out, bias=True):
    return (n_in + 1) * (n_out + 1 if bias else n_out)
