"""Of equally good windows the last one wins.

points: 0
says: this is the last
"""

import numpy as np


def find_template(image, template):
    if template.shape[0] > image.shape[0] or template.shape[1] > image.shape[1]:
        raise ValueError("the template is larger than the image")
    if np.ptp(template) == 0:
        raise ValueError("the template is constant")
    (height, width), (h, w) = image.shape, template.shape
    pattern = template - template.mean()
    best, place = -2.0, (0, 0)
    for i in range(height - h + 1):
        for j in range(width - w + 1):
            window = image[i : i + h, j : j + w] - image[i : i + h, j : j + w].mean()
            length = np.sqrt(np.sum(window**2) * np.sum(pattern**2))
            score = np.sum(window * pattern) / length if length > 0 else 0.0
            if score >= best:
                best, place = score, (i, j)
    return place
