"""Lets the library do it.

points: 0
says: calls cnnlib.transfer
"""


def freeze(module):
    from cnnlib import transfer

    return transfer.freeze(module)
