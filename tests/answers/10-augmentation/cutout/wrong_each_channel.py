"""Each channel at another place.

points: 0
says: each channel has its square at another place
"""

import torch


def cutout(images, size, generator):
    new, half = images.clone(), size // 2
    for image in new:
        for channel in image:
            i = torch.randint(images.shape[2], (1,), generator=generator).item()
            j = torch.randint(images.shape[3], (1,), generator=generator).item()
            channel[max(i - half, 0) : i + half + 1, max(j - half, 0) : j + half + 1] = 0
    return new
