"""Lets the library do it.

points: 0
says: calls cnnlib.transfer
"""

from cnnlib import transfer


def preprocessing_for(weights):
    return transfer.preprocessing(weights)
