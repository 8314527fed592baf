"""Returns the products.

points: 0
says: sum is missing
"""

from numpy.lib.stride_tricks import sliding_window_view


def conv1d_valid(x, k):
    return sliding_window_view(x.astype(float), len(k)) * k
