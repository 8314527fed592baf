"""Lets the library do it.

points: 0
says: calls cnnlib.transfer
"""


def replace_head(model, num_classes):
    from cnnlib import transfer

    return transfer.replace_head(model, num_classes)
