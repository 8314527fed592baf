"""Always zeros.

points: 0
says: differ
"""

import numpy as np


def sobel_magnitude(image):
    return np.zeros((image.shape[0] - 2, image.shape[1] - 2))
