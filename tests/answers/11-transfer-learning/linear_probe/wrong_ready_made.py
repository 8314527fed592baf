"""Lets the library do it.

points: 0
says: calls cnnlib.transfer
"""


def linear_probe(features, y):
    from cnnlib import transfer

    return transfer.linear_probe(features, y).predict
