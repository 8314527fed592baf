"""The smallest squared difference.

points: 3
says: squared difference
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def find_template(image, template):
    if template.shape[0] > image.shape[0] or template.shape[1] > image.shape[1]:
        raise ValueError("the template is larger than the image")
    if np.ptp(template) == 0:
        raise ValueError("the template is constant")
    windows = sliding_window_view(image.astype(float), template.shape)
    template = template.astype(float)
    scores = ((windows - template) ** 2).sum(axis=(2, 3))
    row, column = np.unravel_index(np.argmin(scores), scores.shape)
    return int(row), int(column)
