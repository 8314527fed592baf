"""Two loops, one window at a time."""

import numpy as np


def find_template(image, template):
    if template.shape[0] > image.shape[0] or template.shape[1] > image.shape[1]:
        raise ValueError("the template is larger than the image")
    if np.ptp(template) == 0:
        raise ValueError("the template is constant")
    (H, W), (h, w) = image.shape, template.shape
    pattern = template - template.mean()
    pattern = pattern / np.linalg.norm(pattern)
    best, place = -2.0, None
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            window = image[i : i + h, j : j + w].astype(float)
            window = window - window.mean()
            length = np.linalg.norm(window)
            score = np.sum(window * pattern) / length if length > 0 else 0.0
            if score > best:
                best, place = score, (i, j)
    return place
