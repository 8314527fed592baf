"""One shifted image for each weight."""

import numpy as np


def cross_correlate2d(image, kernel):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    if min(rows, columns) < 1:
        raise ValueError("no place to put the kernel")
    output = np.zeros((rows, columns))
    for (m, n), weight in np.ndenumerate(kernel):
        output += float(weight) * image[m : m + rows, n : n + columns]
    return output
