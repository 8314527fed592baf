"""Differences of slices, then smoothing."""


def sobel_magnitude(image):
    if min(image.shape) < 3:
        raise ValueError("at least 3 x 3 pixels are needed")
    image = image.astype(float)
    right_minus_left = image[:, 2:] - image[:, :-2]
    below_minus_above = image[2:] - image[:-2]
    gx = right_minus_left[:-2] + 2 * right_minus_left[1:-1] + right_minus_left[2:]
    gy = below_minus_above[:, :-2] + 2 * below_minus_above[:, 1:-1] + below_minus_above[:, 2:]
    return (gx**2 + gy**2) ** 0.5
