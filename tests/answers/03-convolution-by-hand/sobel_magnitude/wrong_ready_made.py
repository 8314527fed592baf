"""Calls SciPy.

points: 0
says: scipy.ndimage.sobel
says: yourself
"""

import numpy as np


def sobel_magnitude(image):
    from scipy.ndimage import sobel

    image = image.astype(float)
    return np.hypot(sobel(image, 0), sobel(image, 1))[1:-1, 1:-1]
