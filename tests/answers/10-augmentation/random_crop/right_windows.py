"""A view of all windows, and an index; one number for both coordinates."""

import torch


def random_crop(images, size, generator, masks=None):
    rows, columns = images.shape[2] - size[0] + 1, images.shape[3] - size[1] + 1
    if min(rows, columns) < 1:
        raise ValueError(f"{size} does not fit into {images.shape[2:]}")
    place = torch.randint(rows * columns, (len(images),), generator=generator)
    i, j, each = place // columns, place % columns, torch.arange(len(images))

    def cut(x):
        every = x.unfold(-2, size[0], 1).unfold(-2, size[1], 1)
        return every[each, ..., i, j, :, :] if x.ndim == 3 else every[each, :, i, j]

    return cut(images) if masks is None else (cut(images), cut(masks[:, None])[:, 0])
