"""One output at a time: its weights and its bias."""


def fc_params(n_in, n_out, bias=True):
    return n_out * (n_in + int(bias))
