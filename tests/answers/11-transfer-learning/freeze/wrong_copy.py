"""Freezes a copy.

points: 0
says: you freeze a copy
"""

import copy


def freeze(module):
    frozen = copy.deepcopy(module)
    frozen.requires_grad_(False)
    frozen.eval()
    frozen.train = lambda mode=True: frozen
    return frozen
