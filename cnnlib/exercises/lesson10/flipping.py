"""`random_flip`: each image of a batch is mirrored with a given probability.

Imports torch: `cnnlib.exercises.lesson10` loads this module when the exercise is asked for.
"""

import torch

from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson10.drawing import (
    DRAWS,
    FROM_THE_GENERATOR,
    NOT_SEEN,
    copies,
    dice,
    form,
    how_drawn,
    how_many,
    how_often,
    is_one,
    mask_of,
    masks_told,
    pair_told,
    picture,
    which,
)

# The oracle, with switches for what can go wrong


def _left_right(x):
    return x.flip(3)


def _one_each(images, p, generator):
    return torch.rand(len(images), generator=generator) < p


def _flip(
    images,
    p,
    generator,
    masks=None,
    *,
    draw=_one_each,
    mirror=_left_right,
    masks_stay=False,
    masks_apart=False,
    masks_upside_down=False,
    masks_ignored=False,
    then=lambda x: x,
    in_place=False,
    seeded=False,
    own_numbers=False,
    always_two=False,
):
    if seeded:
        generator.manual_seed(0)
    if own_numbers:
        generator = None
    chosen = draw(images, p, generator)
    chosen = chosen.reshape(chosen.shape + (1,) * (4 - chosen.ndim))
    new = then(torch.where(chosen, mirror(images), images))
    if in_place:
        new = images.copy_(new)
    if masks is None or masks_ignored:
        return (new, None) if always_two else new
    if masks_apart:
        chosen = draw(images, p, generator)[:, None, None, None]
    if not masks_stay:
        mirrored = masks.flip(1) if masks_upside_down else masks.flip(2)
        masks = torch.where(chosen[:, 0], mirrored, masks)
    return new, masks


def _random_flip(images, p, generator, masks=None):
    return _flip(images, p, generator, masks)


def _model(**switches):
    def model_of_the_mistake(images, p, generator, masks=None):
        return _flip(images, p, generator, masks, **switches)

    return model_of_the_mistake


def _one_for_all(images, p, generator):
    return (torch.rand(1, generator=generator) < p).expand(len(images))


def _half(images, p, generator):
    return torch.rand(len(images), generator=generator) < 0.5


def _reversed(images, p, generator):
    return torch.rand(len(images), generator=generator) >= p


def _exact_share(images, p, generator):
    return torch.randperm(len(images), generator=generator) < round(p * len(images))


def _always(images, p, generator):
    return torch.ones(len(images), dtype=torch.bool)


def _normal(images, p, generator):
    return torch.randn(len(images), generator=generator) < p


def _each_row(images, p, generator):
    return torch.rand(len(images), 1, images.shape[2], generator=generator) < p


def _each_channel(images, p, generator):
    return torch.rand(len(images), images.shape[1], generator=generator) < p


def _all_at_each_draw(images, p, generator):
    """A loop that mirrors the whole batch once more for each image."""
    times = (torch.rand(len(images), generator=generator) < p).sum()
    return (times % 2 == 1).expand(len(images))


# What is asked of it

KINDS = {  # what an image (C, H, W) may have become
    "as they were": lambda image: image,
    "mirrored": lambda image: image.flip(2),
    "upside down": lambda image: image.flip(1),
    "turned by half a turn": lambda image: image.flip(1, 2),
    "with channels exchanged": lambda image: image.flip(0),
    "with the first channel mirrored": lambda image: torch.cat([image[:1].flip(2), image[1:]]),
    "with the second channel mirrored": lambda image: torch.cat([image[:1], image[1:].flip(2)]),
}


def _told(f, p, height, width, seed, dtype=torch.uint8):
    image = picture(height, width, dtype=dtype)
    batch = copies(image)
    result = f(batch, p, dice(seed))
    told = {
        "result": form(result, batch.shape, batch.dtype),
        "images": NOT_SEEN,
        "mirrored": NOT_SEEN,
    }
    if told["result"] != "as asked":
        return told
    number = which(result, torch.stack([change(image) for change in KINDS.values()]))
    kinds = [name for k, name in enumerate(KINDS) if (number == k).any()]
    kinds += ["something else"] * bool((number < 0).any())
    told["images"] = ", ".join(kinds)
    if is_one(result) and 0 < p < 1:
        told["mirrored"] = "the whole batch, or none of it"
    elif set(kinds) <= {"as they were", "mirrored"}:
        told["mirrored"] = how_often(float((number == 1).double().mean()), p, DRAWS)
    return told


def flips_law(p, size=(2, 3), seed=0, dtype=torch.uint8, note=""):
    """Of two thousand copies of a picture, each is as it was or mirrored, as often as p says."""
    return Law(
        "each image is mirrored, left for right, with probability p",
        lambda f, p, size: _told(f, p, *size, seed, dtype),
        lambda f, p, size: {
            "result": "as asked",
            "images": {0: "as they were", 1: "mirrored"}.get(p, "as they were, mirrored"),
            "mirrored": f"with a probability of about {p}",
        },
        *(p, size),
        note=note or "2000 copies of one picture of this size",
    )


def _told_masks(f, p, height, width, seed):
    image = picture(height, width)
    result = pair_told(f(copies(image), p, dice(seed), copies(mask_of(image))))
    if result is None:
        return {"masks": "no pair of images and masks", "each mask": NOT_SEEN}
    told = {"masks": masks_told(image, *result), "each mask": NOT_SEEN}
    if told["masks"].startswith("with"):
        mask = mask_of(image)
        known = which(result[1], torch.stack([mask, mask.flip(1)])) >= 0
        told["each mask"] = f"as it was, or mirrored: {how_many(known, 'masks')}"
    return told


def masks_law(p, size=(2, 3), seed=0):
    """Masks are mirrored with their images."""
    return Law(
        "masks are mirrored with their images",
        lambda f, p, size: _told_masks(f, p, *size, seed),
        lambda f, p, size: {
            "masks": "with their images: all masks",
            "each mask": "as it was, or mirrored: all masks",
        },
        *(p, size),
        note="masks, 2000 of them",
    )


def generator_law(p=0.5, size=(2, 3), count=60):
    """The generator decides, and nothing else does."""
    return Law(
        "who is mirrored is drawn from the generator, and from nothing else",
        lambda f, p, size: how_drawn(lambda g: f(copies(picture(*size), count), p, g)),
        lambda f, p, size: FROM_THE_GENERATOR,
        *(p, size),
        note="the same generator again, and another one",
    )


def _told_numbers(f, p, count, batches):
    image, generator = picture(1, 2), dice(8)
    numbers = set()
    for _ in range(batches):
        result = f(copies(image, count), p, generator)
        if form(result, (count, *image.shape), image.dtype) != "as asked":
            return NOT_SEEN
        numbers.add(int((result[:, 0, 0, 0] == image[0, 0, 1]).sum()))
    return "more in one batch than in another" if len(numbers) > 1 else "as many in every batch"


def numbers_law(p=0.5, count=8, batches=24):
    """How many are mirrored is left to chance as well."""
    return Law(
        "each image draws for itself, so batches differ in how many are mirrored",
        lambda f, p, count: _told_numbers(f, p, count, batches),
        lambda f, p, count: "more in one batch than in another",
        *(p, count),
        note=f"{batches} small batches",
    )


ROWS = torch.arange(1, 37, dtype=torch.uint8).reshape(12, 1, 1, 3)
ALWAYS, ALWAYS_WITH_MASKS = (
    Case(ROWS, 1.0, dice(1), *masks, note="p = 1: all mirrored, and the originals unchanged")
    for masks in ((), (ROWS[:, 0].long(),))
)

random_flip = Exercise(
    "lesson10.random_flip",
    functions={"random_flip": _random_flip},
    parts=(
        Part("mirrored", 1, (flips_law(1.0), flips_law(0.0), flips_law(0.3))),
        Part(
            "masks, own draws, original",
            1,
            (
                masks_law(0.4),
                generator_law(),
                flips_law(0.95, (2, 2), 2, torch.float32, "float32"),
                ALWAYS,
                ALWAYS_WITH_MASKS,
                numbers_law(),
            ),
            needs=("mirrored",),
            untouched=True,
            dtype="same",
        ),
    ),
    mistakes=(
        Mistake(
            "one draw for the whole batch",
            _model(draw=_one_for_all),
            "One number is drawn, and the whole batch is mirrored or not. Each image needs one.",
            "torch.rand(len(images), generator=generator) < p",
        ),
        Mistake(
            "the whole batch in a loop",
            _model(draw=_all_at_each_draw),
            "For each image that is to be mirrored you mirror the whole batch once more: two of "
            "them, and all are as they were.",
            "In the loop, change image k alone: out[k] = images[k].flip(2).",
        ),
        Mistake(
            "images exchanged",
            _model(mirror=lambda x: x.flip(0)),
            "You turn the order of the images round: axis 0 is that of the batch.",
            "The axis of the columns is the last one.",
        ),
        Mistake(
            "upside down",
            _model(mirror=lambda x: x.flip(2), masks_upside_down=True),
            "Your images are turned upside down. Mirrored is left for right.",
            "The axis of the columns is the last one.",
        ),
        Mistake(
            "both axes",
            _model(mirror=lambda x: x.flip(2, 3)),
            "Your images are mirrored along both axes: that is half a turn.",
            "Left for right only: the last axis.",
        ),
        Mistake(
            "channels exchanged",
            _model(mirror=lambda x: x.flip(1)),
            "You turn the order of the channels round: red becomes blue.",
            "The axis of the columns is the last one.",
        ),
        Mistake(
            "p ignored",
            _model(draw=_half),
            "Half of the images are mirrored, whatever p says.",
            "torch.rand(len(images), generator=generator) < p",
        ),
        Mistake(
            "p the wrong way round",
            _model(draw=_reversed),
            "p is the probability that an image is mirrored; in yours it is that of staying.",
            "torch.rand(...) < p, and not > p.",
        ),
        Mistake(
            "always mirrored",
            _model(draw=_always),
            "Every image is mirrored, whatever p says.",
        ),
        Mistake(
            "normal numbers",
            _model(draw=_normal),
            "torch.randn is normally distributed: it is below p with another probability than p.",
            "torch.rand, from 0 to 1.",
        ),
        Mistake(
            "exactly that share",
            _model(draw=_exact_share),
            "In every batch you mirror the same number of images, p times as many as there are. "
            "Each image is to draw for itself: then chance decides how many there are, too.",
            "torch.rand(len(images), generator=generator) < p",
        ),
        Mistake(
            "each row by itself",
            _model(draw=_each_row),
            "Each row of an image is mirrored or not by itself: that tears the image apart.",
            "One number for each image.",
        ),
        Mistake(
            "each channel by itself",
            _model(draw=_each_channel),
            "Each channel of an image is mirrored or not by itself: the colours no longer fit.",
            "One number for each image.",
        ),
        Mistake(
            "masks stay",
            _model(masks_stay=True),
            "The images are mirrored and the masks are not.",
            "The same choice for both.",
        ),
        Mistake(
            "other draws for the masks",
            _model(masks_apart=True),
            "The masks are mirrored by other draws than their images.",
            "Draw once, and use it for both.",
        ),
        Mistake(
            "masks upside down",
            _model(masks_upside_down=True),
            "The masks are turned upside down. A mask has no axis of channels: its columns are its "
            "axis 2.",
            "masks.flip(2), or masks.flip(-1).",
        ),
        Mistake(
            "nothing returned",
            lambda *arguments: None,
            "Your function returned nothing. Is there a return line?",
        ),
        Mistake(
            "masks ignored",
            _model(masks_ignored=True),
            "You return the images alone, also where masks are given.",
            "With masks, return both: (images, masks).",
        ),
        Mistake(
            "other dtype",
            _model(then=lambda x: x.float()),
            "The result has another dtype than the images.",
        ),
        Mistake(
            "own random numbers",
            _model(own_numbers=True),
            "The draws do not come from the generator that is given: nobody can repeat them.",
            "generator=generator, in every draw.",
        ),
        Mistake(
            "seeded anew",
            _model(seeded=True),
            "The generator is seeded in your function: the same images are mirrored in every call.",
            "Draw from the generator as it comes.",
        ),
        Mistake(
            "two results without masks",
            _model(always_two=True),
            "Without masks you return two things. Return the images alone.",
        ),
    ),
    hints=(
        "Which images are mirrored: torch.rand(len(images), generator=generator) < p.",
        "images.flip(3) mirrors them all. torch.where(chosen, mirrored, images) takes one or the "
        "other, where chosen has the shape (N, 1, 1, 1).",
        "For the masks the same choice, and masks.flip(2): they have no axis of channels.",
    ),
    ready_made=(
        "cnnlib.augment.random_flip",
        "torchvision.transforms.v2.RandomHorizontalFlip",
        "torchvision.transforms.RandomHorizontalFlip",
    ),
    seconds=30.0,
)
