"""= for +=.

points: 0
says: = where += belongs
"""

import numpy as np


def shared_gradient(copies):
    total = np.zeros(copies.shape[1:])
    for copy in copies:
        total = copy
    return total
