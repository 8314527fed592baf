"""The weights of scikit-image.

points: 1
says: BT.709
"""

import numpy as np


def luma(image):
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a colour picture is (H, W, 3), not {image.shape}")
    return image @ np.array([0.2125, 0.7154, 0.0721])
