"""Changes of whole batches, beside torchvision's transforms applied image by image.

For each kind of change: `cnnlib.augment` on a batch, where each image draws for itself, and the
transform of `torchvision.transforms.v2` that does the same, once for each image of the batch.
(Given the batch as one tensor, torchvision draws once for all images; only its noise differs from
image to image, so noise gets the whole batch there, too.) Contestants take turns in one run, and
of all turns the shortest is given: whatever else runs can only make a turn longer.
"""

import argparse
import math
import platform
import sys
import time

import torch
import torchvision
from torchvision.transforms import v2

from cnnlib import augment

ROUNDS = 7
BATCHES = {"256 digits, 1 x 28 x 28": (256, 1, 28, 28), "256 images, 3 x 32 x 32": (256, 3, 32, 32)}
BILINEAR = v2.InterpolationMode.BILINEAR

# Kind -> (here, torchvision's); both for images of `side` pixels.
KINDS = {
    "shift by up to 4": (
        lambda side: lambda x: augment.random_shift(x, 4),
        lambda side: v2.RandomAffine(0, translate=(4 / side, 4 / side)),
    ),
    "flip": (
        lambda side: lambda x: augment.random_flip(x, 0.5),
        lambda side: v2.RandomHorizontalFlip(0.5),
    ),
    "crop, padded by 4": (
        lambda side: lambda x: augment.random_crop(x, side, padding=4),
        lambda side: v2.RandomCrop(side, padding=4),
    ),
    "cutout": (
        lambda side: lambda x: augment.cutout(x, 9),
        lambda side: v2.RandomErasing(1.0, scale=(0.08, 0.08), ratio=(1, 1)),
    ),
    "rotate, scale, shear": (
        lambda side: lambda x: augment.random_affine(x, rotation=15, scale=(0.8, 1.2), shear=10),
        lambda side: v2.RandomAffine(15, scale=(0.8, 1.2), shear=10, interpolation=BILINEAR),
    ),
    "local warping": (
        lambda side: lambda x: augment.random_warp(x, 1.0, spacing=6),
        lambda side: v2.ElasticTransform(alpha=30.0, sigma=4.0),
    ),
    "Inception's crop": (
        lambda side: lambda x: augment.random_resized_crop(x, side),
        lambda side: v2.RandomResizedCrop(side, antialias=False),
    ),
    "noise": (
        lambda side: lambda x: augment.random_noise(x, 0.1),
        lambda side: v2.GaussianNoise(0.0, 0.1, clip=False),
    ),
    "light and colour": (
        lambda side: (
            lambda x: augment.random_colour(x, brightness=0.4, contrast=0.4, saturation=0.4)
        ),
        lambda side: v2.ColorJitter(0.4, 0.4, 0.4),
    ),
}


ONE_DRAW_FOR_EACH = (v2.GaussianNoise,)  # in a batch, too


def one_by_one(transform):
    if isinstance(transform, ONE_DRAW_FOR_EACH):
        return transform
    return lambda x: torch.stack([transform(image) for image in x])


def seconds(change, x):
    start = time.perf_counter()
    change(x)
    return time.perf_counter() - start


def shortest(changes, x, rounds):
    """Seconds of the shortest turn of each, after one that is not counted."""
    best = [math.inf] * len(changes)
    for round_ in range(rounds + 1):
        for k, change in enumerate(changes):
            taken = seconds(change, x)
            best[k] = min(best[k], taken) if round_ else best[k]
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", default="", help="kinds whose name has these words")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    print(
        f"Python {platform.python_version()}, torch {torch.__version__}, torchvision "
        f"{torchvision.__version__}, threads: {given.threads}\n"
    )
    print("| batch | change | batch at once | torchvision | times as fast |")
    print("|---|---|---:|---:|---:|")
    ratios = []
    for batch, shape in BATCHES.items():
        x = torch.rand(shape, generator=torch.Generator().manual_seed(0))
        for name, (here, theirs) in KINDS.items():
            if given.only not in name:
                continue
            changes = [here(shape[-1]), one_by_one(theirs(shape[-1]))]
            ours, usual = shortest(changes, x, given.rounds)
            ratios.append(usual / ours)
            cells = [batch, name, f"{1e3 * ours:.2f} ms", f"{1e3 * usual:.1f} ms"]
            print(f"| {' | '.join(cells)} | {ratios[-1]:.0f} |", flush=True)
    print(f"\ngeometric mean: {math.exp(sum(map(math.log, ratios)) / len(ratios)):.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
