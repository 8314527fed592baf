"""The masks are forgotten.

points: 2
says: with masks, return both
"""

import torch


def random_crop(images, size, generator, masks=None):
    height, width = size
    rows, columns = images.shape[2] - height + 1, images.shape[3] - width + 1
    if rows < 1 or columns < 1:
        raise ValueError("the window does not fit")
    top = torch.randint(0, rows, (len(images),), generator=generator).tolist()
    left = torch.randint(0, columns, (len(images),), generator=generator).tolist()

    def cut(x):
        each = zip(x, top, left, strict=True)
        return torch.stack([one[..., i : i + height, j : j + width] for one, i, j in each])

    if masks is None:
        return cut(images)
    return cut(images)
