"""Multiplies where the contributions add.

points: 0
says: This is the product
"""

import numpy as np


def shared_gradient(copies):
    return np.prod(copies, axis=0)
