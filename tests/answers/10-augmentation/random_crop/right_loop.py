"""One image after the other, NumPy-like slices."""

import torch


def random_crop(images, size, generator, masks=None):
    h, w = size
    if h > images.shape[2] or w > images.shape[3]:
        raise ValueError("the window is larger than the images")
    new, new_masks = [], []
    for n in range(len(images)):
        i = torch.randint(images.shape[2] - h + 1, (1,), generator=generator).item()
        j = torch.randint(images.shape[3] - w + 1, (1,), generator=generator).item()
        new.append(images[n, :, i : i + h, j : j + w])
        if masks is not None:
            new_masks.append(masks[n, i : i + h, j : j + w])
    return torch.stack(new) if masks is None else (torch.stack(new), torch.stack(new_masks))
