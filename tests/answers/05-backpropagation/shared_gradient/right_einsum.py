"""The sum over the first axis, by einsum."""

import numpy as np


def shared_gradient(copies):
    return np.einsum("k...->...", copies)
