"""Calls scikit-image.

points: 0
says: skimage.feature.match_template
says: yourself
"""

import numpy as np


def find_template(image, template):
    from skimage.feature import match_template

    scores = match_template(image, template)
    return np.unravel_index(np.argmax(scores), scores.shape)
