"""A student's layer beside torch's."""

import numpy as np

from cnnlib.exercises.lesson04.conv2d import conv2d as exercise

SETTINGS = (  # stride, padding, dilation, groups
    (1, 0, 1, 1),
    (2, 1, 1, 1),
    ((1, 2), (2, 1), (2, 1), 3),
)


def beside_torch(conv2d):
    """Print whether a function gives what torch gives, once it passes the visible checks."""
    if exercise.run(conv2d).status != "right":
        print("This cell waits for conv2d (exercise 4).")
        return
    import torch

    rng, gap = np.random.default_rng(4), 0.0
    for stride, padding, dilation, groups in SETTINGS:
        shapes = ((2, 6, 9, 8), (3, 6 // groups, 3, 2), (3,))
        arrays = [rng.normal(size=shape) for shape in shapes]
        yours = conv2d(*arrays, stride, padding, dilation, groups)
        theirs = torch.nn.functional.conv2d(
            *map(torch.from_numpy, arrays), stride, padding, dilation, groups
        )
        gap = max(gap, np.abs(yours - theirs.numpy()).max())
    print("your layer gives what torch gives:", bool(gap < 1e-12))
