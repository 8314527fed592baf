"""Weights, and biases where there are any."""


def fc_params(n_in, n_out, bias=True):
    weights = n_in * n_out
    return weights + n_out if bias else weights
