"""Holds the mode, and freezes no parameter.

points: 2
says: still ask for gradients
"""


def freeze(module):
    module.eval()
    module.train = lambda mode=True: module
    return module
