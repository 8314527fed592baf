"""Takes the absolute value of the score.

points: 3
says: absolute value
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
    w = windows - windows.mean(axis=(2, 3), keepdims=True)
    t = template - template.mean()
    norm = np.sqrt((w**2).sum(axis=(2, 3)) * (t**2).sum())
    scores = (w * t).sum(axis=(2, 3)) / np.where(norm == 0, np.inf, norm)
    row, column = np.unravel_index(np.argmax(np.abs(scores)), scores.shape)
    return int(row), int(column)
