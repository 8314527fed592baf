"""All images at once, by index; images and masks go through one function."""

import torch


def random_shift(images, most, generator, masks=None):
    n, _, height, width = images.shape
    down = torch.randint(-most, most + 1, (n, 1), generator=generator)
    right = torch.randint(-most, most + 1, (n, 1), generator=generator)
    rows, columns = torch.arange(height) - down, torch.arange(width) - right
    known = ((rows >= 0) & (rows < height))[:, :, None]
    known = known & ((columns >= 0) & (columns < width))[:, None, :]
    rows, columns = rows.clamp(0, height - 1), columns.clamp(0, width - 1)
    each = torch.arange(n)[:, None, None]

    def look_up(plane):
        found = plane[each, rows[:, :, None], columns[:, None, :]]
        return torch.where(known, found, torch.zeros_like(found))

    new = torch.stack([look_up(images[:, c]) for c in range(images.shape[1])], dim=1)
    return new if masks is None else (new, look_up(masks))
