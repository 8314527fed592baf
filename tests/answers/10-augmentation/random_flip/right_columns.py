"""By index: the columns of each image, in one order or the other."""

import torch


def random_flip(images, p, generator, masks=None):
    n, channels, height, width = images.shape
    there = torch.bernoulli(torch.full((n,), float(p)), generator=generator).bool()
    forward = torch.arange(width).expand(n, width)
    columns = torch.where(there[:, None], width - 1 - forward, forward)

    def reorder(x):
        order = columns.reshape(n, *([1] * (x.ndim - 2)), width)
        return x.gather(x.ndim - 1, order.expand(x.shape))

    return reorder(images) if masks is None else (reorder(images), reorder(masks))
