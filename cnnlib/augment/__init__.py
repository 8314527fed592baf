"""Random changes of images that leave their label as it is, for a whole batch at once.

`torchvision.transforms.v2` has all of this, and more, for one image at a time: given a batch, it
draws once (but for noise), and all images get the same change. Here each image of a batch gets
numbers of its own, and the batch is changed as one tensor (how much faster: docs/benchmarks.md).

Every function takes images (N, C, H, W), makes new ones, and changes nothing that it is given.
Where pixels move, `masks` move with their images. Random numbers come from `generator`, a
`torch.Generator` on the CPU, or from torch's own where there is none; so the same generator gives
the same changes, on whatever device the images are.

Read in this order: `moving` (shift, flip, crop: whole pixels), `erasing` (cutout), `warping`
(rotate, scale, shear, local warping: between pixels), `zooming` (the crops of VGG and Inception),
`colouring` (noise, light and colour), `averaging` (at test time). `batches` has what they share.

>>> import torch
>>> from cnnlib import augment
>>> images = torch.arange(8.0).reshape(2, 1, 2, 2)
>>> augment.random_flip(images, p=1.0)[0, 0]
tensor([[1., 0.],
        [3., 2.]])
"""

from cnnlib.augment.averaging import test_time_augmentation
from cnnlib.augment.colouring import random_colour, random_noise
from cnnlib.augment.erasing import cutout
from cnnlib.augment.moving import random_crop, random_flip, random_shift
from cnnlib.augment.warping import random_affine, random_warp
from cnnlib.augment.zooming import random_resized_crop, scale_jitter_crop

__all__ = [
    "cutout",
    "random_affine",
    "random_colour",
    "random_crop",
    "random_flip",
    "random_noise",
    "random_resized_crop",
    "random_shift",
    "random_warp",
    "scale_jitter_crop",
    "test_time_augmentation",
]
