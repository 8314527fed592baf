"""Divides by the length without subtracting the mean.

points: 3
says: do not subtract its mean
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
    norm = np.sqrt((windows**2).sum(axis=(2, 3)))
    scores = (windows * template).sum(axis=(2, 3)) / np.where(norm == 0, np.inf, norm)
    row, column = np.unravel_index(np.argmax(scores), scores.shape)
    return int(row), int(column)
