"""`random_shift`: each image of a batch is moved by its own random number of pixels.

Imports torch: `cnnlib.exercises.lesson10` loads this module when the exercise is asked for.
"""

import torch

from cnnlib.check import Case, Exercise, Law, Mistake, Part
from cnnlib.exercises.lesson10.drawing import (
    FROM_THE_GENERATOR,
    NOT_SEEN,
    copies,
    dice,
    form,
    how_drawn,
    how_even,
    how_many,
    is_one,
    mask_of,
    masks_told,
    pair_told,
    picture,
    which,
)


def moved(images, down, right, come_in="zeros"):
    """Each image moved by its own number of rows and columns, by index.

    Parameters
    ----------
    images : (N, C, H, W) tensor
    down, right : (N,) int64 tensor
    come_in : {"zeros", "ones", "other side", "edge"}
        What comes in where nothing was.

    Returns
    -------
    (N, C, H, W) tensor

    Examples
    --------
    >>> moved(torch.tensor([[[[1, 2, 3]]]]), torch.tensor([0]), torch.tensor([1]))
    tensor([[[[0, 1, 2]]]])
    """
    height, width = images.shape[2:]
    rows = torch.arange(height) - down[:, None]
    columns = torch.arange(width) - right[:, None]
    inside = ((rows >= 0) & (rows < height))[:, None, :, None]
    inside = inside & ((columns >= 0) & (columns < width))[:, None, None, :]
    if come_in == "other side":
        rows, columns = rows % height, columns % width
    else:
        rows, columns = rows.clamp(0, height - 1), columns.clamp(0, width - 1)
    each = torch.arange(len(images))[:, None, None]
    found = images[each, :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
    fill = {"zeros": 0, "ones": 1}.get(come_in)
    return found if fill is None else found.masked_fill(~inside, fill)


# The oracle, with switches for what can go wrong


def _evenly(count, most, generator):
    return torch.randint(-most, most + 1, (2, count), generator=generator)


def _shift(
    images,
    most,
    generator,
    masks=None,
    *,
    draw=_evenly,
    come_in="zeros",
    one_for_all=False,
    masks_stay=False,
    masks_apart=False,
    masks_opposite=False,
    masks_swapped=False,
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
    count = 1 if one_for_all else len(images)
    down, right = draw(count, most, generator).expand(2, len(images))
    new = then(moved(images, down, right, come_in))
    if in_place:
        new = images.copy_(new)
    if masks is None or masks_ignored:
        return (new, None) if always_two else new
    if masks_apart:
        down, right = draw(count, most, generator).expand(2, len(images))
    if masks_opposite:
        down, right = -down, -right
    if masks_swapped:
        down, right = right, down
    if not masks_stay:
        masks = moved(masks[:, None], down, right, come_in)[:, 0]
    return new, masks


def _random_shift(images, most, generator, masks=None):
    return _shift(images, most, generator, masks)


def _model(**switches):
    def model_of_the_mistake(images, most, generator, masks=None):
        return _shift(images, most, generator, masks, **switches)

    return model_of_the_mistake


def _end_left_out(count, most, generator):
    return torch.randint(-most, max(most, 1 - most), (2, count), generator=generator)


def _start_left_out(count, most, generator):
    """The place of a window from randint(0, 2 * most): the last one, and so -most, is missing."""
    return most - torch.randint(0, max(2 * most, 1), (2, count), generator=generator)


def _one_way(count, most, generator):
    return torch.randint(0, most + 1, (2, count), generator=generator)


def _rounded(count, most, generator):
    return ((2 * torch.rand(2, count, generator=generator) - 1) * most).round().long()


def _cut_off(count, most, generator):
    return ((2 * torch.rand(2, count, generator=generator) - 1) * most).trunc().long()


def _diagonal(count, most, generator):
    return torch.randint(-most, most + 1, (1, count), generator=generator).expand(2, count)


def _only(axis):
    def draw(count, most, generator):
        moves = _evenly(count, most, generator)
        moves[1 - axis] = 0
        return moves

    return draw


def _nowhere(count, most, generator):
    return torch.zeros(2, count, dtype=torch.int64)


def _always_the_most(count, most, generator):
    return most * (2 * torch.randint(0, 2, (2, count), generator=generator) - 1)


# What is asked of it


def _told(f, most, height, width, seed, dtype=torch.uint8):
    image = picture(height, width, dtype=dtype)
    batch = copies(image)
    result = f(batch, most, dice(seed))
    told = {
        "result": form(result, batch.shape, batch.dtype),
        "images": NOT_SEEN,
        "moves": NOT_SEEN,
    }
    if told["result"] != "as asked":
        return told
    steps = range(-most, most + 1)
    moves = torch.tensor([(i, j) for i in steps for j in steps])
    number = which(result, moved(copies(image, len(moves)), moves[:, 0], moves[:, 1]))
    told["images"] = f"moved by up to {most}, with 0 coming in: {how_many(number >= 0)}"
    if (number < 0).any():
        what = _coming_in(result, image, moves)
        if what:
            told["images"] = f"moved by up to {most}, with {what} coming in: all images"
        return told
    counts = torch.bincount(number, minlength=len(moves))
    several = not is_one(result)
    told["moves"] = (
        f"of the {len(moves)} moves, {how_even(counts)}{_reach(moves[counts > 0], most)}"
        if several or not most
        else "one move for the whole batch"
    )
    return told


def _coming_in(result, image, moves):
    """What comes in in place of 0, in words; nothing where images are not just moved."""
    down, right = moves.T
    batch = copies(image, len(moves))
    for what in ("other side", "edge"):
        if (which(result, moved(batch, down, right, what)) >= 0).all():
            return f"the {what}"
    inside = moved(torch.ones_like(batch), down, right) > 0
    alike = [
        ((result == one) | ~kept).flatten(1).all(dim=1)
        for one, kept in zip(moved(batch, down, right), inside, strict=True)
        if kept.any()
    ]
    return "another value" if torch.stack(alike).any(dim=0).all() else ""


def _reach(moves, most):
    """How far the moves go that come, in words; nothing where they go as far as they may."""
    if not len(moves):
        return ""
    low, high = moves.amin(dim=0).tolist(), moves.amax(dim=0).tolist()
    if low == [-most, -most] and high == [most, most]:
        return ""
    return f" (down from {low[0]} to {high[0]}, right from {low[1]} to {high[1]})"


def moves_law(most, size=(3, 4), seed=0, dtype=torch.uint8, note=""):
    """Of two thousand copies of a picture, each is moved, and every move comes equally often."""

    def expected(f, most, size):
        return {
            "result": "as asked",
            "images": f"moved by up to {most}, with 0 coming in: all images",
            "moves": f"of the {(2 * most + 1) ** 2} moves, all about equally often",
        }

    return Law(
        "each image is moved by its own random number of rows and columns, and 0 comes in",
        lambda f, most, size: _told(f, most, *size, seed, dtype),
        expected,
        *(most, size),
        note=note or "2000 copies of one picture of this size",
    )


def _told_masks(f, most, height, width, seed):
    image = picture(height, width)
    batch, masks = copies(image), copies(mask_of(image))
    result = pair_told(f(batch, most, dice(seed), masks))
    if result is None:
        return {"masks": "no pair of images and masks"}
    told = masks_told(image, *result)
    if told.startswith("with their images") and "all" not in told:
        told += _moved_otherwise(image, *result, most)
    return {"masks": told}


def _moved_otherwise(image, result, masks, most):
    """How masks move beside their images, in words; nothing where no single rule does it."""
    steps = range(-most, most + 1)
    moves = torch.tensor([(i, j) for i in steps for j in steps])
    number = which(result, moved(copies(image, len(moves)), moves[:, 0], moves[:, 1]))
    if (number < 0).any():
        return ""
    down, right = moves[number].T
    own = copies(mask_of(image), len(masks))[:, None]
    for words, turned in (("the other way", (-down, -right)), ("exchanged", (right, down))):
        if torch.equal(moved(own, *turned)[:, 0], masks):
            return f"; moved {words}: all masks"
    return ""


def masks_law(most, size=(3, 4), seed=0):
    """Masks go where their images go."""
    return Law(
        "masks are moved with their images",
        lambda f, most, size: _told_masks(f, most, *size, seed),
        lambda f, most, size: {"masks": "with their images: all masks"},
        *(most, size),
        note="masks, 2000 of them",
    )


def generator_law(most=3, size=(4, 4), count=40):
    """The generator decides, and nothing else does."""
    return Law(
        "the moves come from the generator, and from nothing else",
        lambda f, most, size: how_drawn(lambda g: f(copies(picture(*size), count), most, g)),
        lambda f, most, size: FROM_THE_GENERATOR,
        *(most, size),
        note="the same generator again, and another one",
    )


GONE, GONE_WITH_MASK = (
    Case(
        torch.ones(1, 1, 1, 1, dtype=torch.uint8),
        300,
        dice(1),
        *masks,
        note=f"one pixel{its}, moved by up to 300: gone, and the original is not",
    )
    for its, masks in (("", ()), (" and its mask", (torch.ones(1, 1, 1, dtype=torch.int64),)))
)

random_shift = Exercise(
    "lesson10.random_shift",
    functions={"random_shift": _random_shift},
    parts=(
        Part("images", 1, (moves_law(1), moves_law(0, note="nothing moves"))),
        Part("every move, own draws", 1, (moves_law(2, (4, 3), 1), generator_law()), ("images",)),
        Part(
            "masks, dtype, original",
            1,
            (
                masks_law(1),
                moves_law(1, (2, 3), 3, torch.float32, "float32"),
                GONE,
                GONE_WITH_MASK,
            ),
            needs=("images",),
            untouched=True,
            dtype="same",
        ),
    ),
    mistakes=(
        Mistake(
            "wrap-around",
            _model(come_in="other side"),
            "Your images wrap around: what leaves on one side comes back on the other. A digit "
            "that is cut in two is no digit.",
            "What comes in is 0: begin with torch.zeros_like(images), or pad first.",
        ),
        Mistake(
            "one draw for the whole batch",
            _model(one_for_all=True),
            "One move is drawn, and the whole batch gets it. Each image needs its own: otherwise a "
            "step of training sees all its images moved alike.",
            "Draw as many numbers as there are images: torch.randint(..., (len(images),), "
            "generator=generator).",
        ),
        Mistake(
            "edge repeated",
            _model(come_in="edge"),
            "You repeat the edge of the picture. What comes in is 0.",
        ),
        Mistake(
            "another value comes in",
            _model(come_in="ones"),
            "Something else than 0 comes in where nothing was.",
            "F.pad fills with 0 unless told; so does torch.zeros_like.",
        ),
        Mistake(
            "the largest move never comes",
            _model(draw=_end_left_out),
            "The move by +most never comes: the upper end of torch.randint is not included.",
            "torch.randint(-most, most + 1, ...)",
        ),
        Mistake(
            "the smallest move never comes",
            _model(draw=_start_left_out),
            "The move by -most never comes: the upper end of torch.randint is not included.",
            "For the place where a window begins: torch.randint(0, 2 * most + 1, ...).",
        ),
        Mistake(
            "down and to the right only",
            _model(draw=_one_way),
            "Images move down and to the right, and never up or to the left.",
            "From -most to most.",
        ),
        Mistake(
            "one number for both directions",
            _model(draw=_diagonal),
            "Rows and columns move by one number, and not by two: only along a diagonal.",
            "Two draws for each image.",
        ),
        *(
            Mistake(
                "one direction only",
                _model(draw=_only(axis)),
                f"Images move {words} only.",
                "Both directions, each with its own draw.",
            )
            for axis, words in ((0, "up and down"), (1, "to the left and right"))
        ),
        Mistake(
            "rounded",
            _model(draw=_rounded),
            "Some moves come far more often than others. Rounding does that: of rounded numbers "
            "from torch.rand the two ends come half as often as the rest, of those from "
            "torch.randn 0 comes most.",
            "torch.randint draws whole numbers, all equally often.",
        ),
        Mistake(
            "cut off to whole numbers",
            _model(draw=_cut_off),
            "Numbers are cut off towards 0: so 0 comes twice as often, and the largest move never.",
            "torch.randint draws whole numbers, all equally often.",
        ),
        Mistake(
            "always the most",
            _model(draw=_always_the_most),
            "Every image moves by the most that is allowed. All moves up to it should come.",
        ),
        Mistake("nothing moves", _model(draw=_nowhere), "Nothing moves."),
        Mistake(
            "other moves for the masks",
            _model(masks_apart=True),
            "The masks are moved, but by other draws than their images: they no longer say which "
            "pixel is what.",
            "Draw once, and use the numbers for both.",
        ),
        Mistake(
            "masks moved the other way",
            _model(masks_opposite=True),
            "The masks move by the right numbers the other way: up where their images go down.",
            "The same window for both.",
        ),
        Mistake(
            "rows and columns of the masks exchanged",
            _model(masks_swapped=True),
            "The masks move down by what their images move to the right, and the other way round.",
            "A mask (H, W) has its rows in axis 0 and its columns in axis 1.",
        ),
        Mistake(
            "masks stay",
            _model(masks_stay=True),
            "The images move and the masks stay: they no longer say which pixel is what.",
            "Move the masks by the same numbers.",
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
            "torch.zeros_like(images) has the right one.",
        ),
        Mistake(
            "own random numbers",
            _model(own_numbers=True),
            "The moves do not come from the generator that is given: nobody can repeat them.",
            "generator=generator, in every draw.",
        ),
        Mistake(
            "seeded anew",
            _model(seeded=True),
            "The generator is seeded in your function: every call moves images alike, in every "
            "epoch.",
            "Draw from the generator as it comes.",
        ),
        Mistake(
            "two results without masks",
            _model(always_two=True),
            "Without masks you return two things. Return the images alone.",
            "return moved if masks is None else (moved, moved_masks)",
        ),
    ),
    hints=(
        "Two numbers for each image: down, right = torch.randint(-most, most + 1, (2, "
        "len(images)), generator=generator).",
        "Begin with torch.zeros_like(images), and copy into image n the part of it that stays "
        "inside. Or pad all images by most pixels of 0 on all sides (F.pad), and cut out of image "
        "n the window that begins at row most - down[n] and column most - right[n].",
        "With the padded images a negative move needs no case of its own: the window of a picture "
        "that moves down begins higher up.",
        "The masks are moved with the same down and right: masks[:, None] has the shape of images "
        "with one channel.",
    ),
    ready_made=(
        "cnnlib.augment.random_shift",
        "cnnlib.augment.random_crop",
        "cnnlib.augment.random_affine",
        "cnnlib.augment.moving.windows",
        "torchvision.transforms.v2.RandomAffine",
        "torchvision.transforms.v2.RandomCrop",
        "torchvision.transforms.RandomAffine",
        "torchvision.transforms.RandomCrop",
    ),
    seconds=30.0,
)
