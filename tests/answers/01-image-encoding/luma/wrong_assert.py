"""Refuses bad input with assert.

points: 2.5
says: you refuse this input with assert
"""

import numpy as np


def luma(image):
    assert image.ndim == 3 and image.shape[2] == 3, "a colour picture is (H, W, 3)"
    return image @ np.array([0.299, 0.587, 0.114])
