"""Calls SciPy, imported inside the function.

points: 0
says: scipy.signal.correlate2d
says: yourself
"""


def cross_correlate2d(image, kernel):
    from scipy.signal import correlate2d

    return correlate2d(image.astype(float), kernel.astype(float), mode="valid")
