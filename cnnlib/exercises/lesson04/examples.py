"""The worked example of the lesson: two channels of 5 x 5 pixels, three filters."""

import numpy as np

EXAMPLE_INPUT = np.array(
    [
        [[0, 1, 1, 0, 2], [1, 2, 0, 1, 0], [0, 1, 2, 1, 1], [2, 0, 1, 0, 1], [1, 1, 0, 2, 0]],
        [[1, 0, 0, 2, 1], [0, 1, 1, 0, 0], [2, 1, 0, 1, 2], [0, 0, 1, 1, 0], [1, 2, 0, 0, 1]],
    ],
    dtype=float,
)
_CROSS = [[0, 1, 0], [1, 2, 1], [0, 1, 0]]
_NOTHING = [[0, 0, 0]] * 3
_EDGE = [[1, 0, -1]] * 3
_FALLING = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
_NOT_RISING = [[0, 0, -1], [0, -1, 0], [-1, 0, 0]]
EXAMPLE_WEIGHT = np.array(
    [[_CROSS, _NOTHING], [_EDGE, _EDGE], [_FALLING, _NOT_RISING]], dtype=float
)
