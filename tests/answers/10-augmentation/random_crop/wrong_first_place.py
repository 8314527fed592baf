"""The first place never comes.

points: 0
says: first row or column never
"""

import torch


def random_crop(images, size, generator, masks=None):
    height, width = size
    rows, columns = images.shape[2] - height + 1, images.shape[3] - width + 1
    if rows < 1 or columns < 1:
        raise ValueError("the window does not fit")
    n = len(images)
    top, left = (
        torch.randint(min(1, side - 1), side, (n,), generator=generator) for side in (rows, columns)
    )

    def cut(x, top, left):
        corners = zip(top.tolist(), left.tolist(), strict=True)
        each = zip(x, corners, strict=True)
        return torch.stack([one[..., i : i + height, j : j + width] for one, (i, j) in each])

    new = cut(images, top, left)
    return new if masks is None else (new, cut(masks, top, left))
