"""Lets the library do it.

points: 0
says: calls cnnlib.transfer
"""


def param_groups(model, lr_body, lr_head):
    from cnnlib import transfer

    return transfer.parameter_groups(model, lr_body, lr_head)
