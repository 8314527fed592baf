"""Subtracts in uint8.

points: 0
says: expected
"""

import numpy as np


def find_template(image, template):
    if template.shape[0] > image.shape[0] or template.shape[1] > image.shape[1]:
        raise ValueError("the template is larger than the image")
    if np.ptp(template) == 0:
        raise ValueError("the template is constant")
    h, w = template.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    scores = np.zeros((rows, columns))
    pattern = template - template.mean().astype(template.dtype)
    for i, j in np.ndindex(rows, columns):
        window = image[i : i + h, j : j + w]
        window = window - window.mean().astype(window.dtype)
        length = np.sqrt(np.sum(window**2.0) * np.sum(pattern**2.0))
        scores[i, j] = np.sum(window * pattern) / length if length else 0
    return np.unravel_index(np.argmax(scores), scores.shape)
