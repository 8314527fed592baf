"""With NumPy's correlation coefficient."""

import numpy as np


def find_template(image, template):
    if template.shape[0] > image.shape[0] or template.shape[1] > image.shape[1]:
        raise ValueError("the template is larger than the image")
    if np.ptp(template) == 0:
        raise ValueError("the template is constant")
    h, w = template.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    scores = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        window = image[i : i + h, j : j + w]
        if window.min() < window.max():
            scores[i, j] = np.corrcoef(window.ravel(), template.ravel())[0, 1]
    return np.unravel_index(np.argmax(scores), scores.shape)
