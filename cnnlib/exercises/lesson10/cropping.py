"""`random_crop`: a window out of each image of a batch, each at its own random place.

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


def cut(x, size, top, left):
    """Windows (N, C, *size) of images (N, C, H, W), each at its own place."""
    every = x.unfold(2, size[0], 1).unfold(3, size[1], 1)
    return every[torch.arange(len(x)), :, top, left]


# The oracle, with switches for what can go wrong


def _evenly(count, rows, columns, generator):
    """Upper left corners of windows that may begin at so many rows and columns."""
    top = torch.randint(0, rows, (count,), generator=generator)
    return top, torch.randint(0, columns, (count,), generator=generator)


def _crop(
    images,
    size,
    generator,
    masks=None,
    *,
    draw=_evenly,
    refuse=True,
    refuse_equal=False,
    one_for_all=False,
    masks_stay=False,
    masks_apart=False,
    masks_ignored=False,
    swapped=False,
    then=lambda x: x,
    seeded=False,
    own_numbers=False,
    always_two=False,
):
    if seeded:
        generator.manual_seed(0)
    if own_numbers:
        generator = None
    height, width = size[::-1] if swapped else size
    room = images.shape[2] - height + 1, images.shape[3] - width + 1
    if min(room) < 1 + refuse_equal:
        if refuse:
            raise ValueError(f"no window of {height} x {width} fits into {images.shape[2:]}")
        room = max(room[0], 1), max(room[1], 1)
        height, width = min(height, images.shape[2]), min(width, images.shape[3])
    count = 1 if one_for_all else len(images)
    top, left = (each.expand(len(images)) for each in draw(count, *room, generator))
    new = then(cut(images, (height, width), top, left))
    if masks is None or masks_ignored:
        return (new, None) if always_two else new
    if masks_apart:
        top, left = draw(count, *room, generator)
    if not masks_stay:
        masks = cut(masks[:, None], (height, width), top, left)[:, 0]
    return new, masks


def _random_crop(images, size, generator, masks=None):
    return _crop(images, size, generator, masks)


def _model(**switches):
    def model_of_the_mistake(images, size, generator, masks=None):
        return _crop(images, size, generator, masks, **switches)

    return model_of_the_mistake


def _last_left_out(count, rows, columns, generator):
    return _evenly(count, max(rows - 1, 1), max(columns - 1, 1), generator)


def _first_left_out(count, rows, columns, generator):
    """Places from 1 on, as if they were counted like that."""
    top, left = _evenly(count, max(rows - 1, 1), max(columns - 1, 1), generator)
    return top + (rows > 1), left + (columns > 1)


def _in_the_middle(count, rows, columns, generator):
    return torch.full((count,), (rows - 1) // 2), torch.full((count,), (columns - 1) // 2)


def _at_the_corner(count, rows, columns, generator):
    return torch.zeros(count, dtype=torch.int64), torch.zeros(count, dtype=torch.int64)


def _diagonal(count, rows, columns, generator):
    both = torch.randint(0, min(rows, columns), (count,), generator=generator)
    return both, both


def _rounded(count, rows, columns, generator):
    drawn = torch.rand(2, count, generator=generator)
    return (drawn[0] * (rows - 1)).round().long(), (drawn[1] * (columns - 1)).round().long()


# What is asked of it


def _told(f, size, height, width, seed, dtype=torch.uint8):
    image = picture(height, width, dtype=dtype)
    batch = copies(image)
    result = f(batch, size, dice(seed))
    expected = (len(batch), len(image), *size)
    told = {
        "result": form(result, expected, batch.dtype),
        "images": NOT_SEEN,
        "places": NOT_SEEN,
    }
    if told["result"] != "as asked":
        return told
    rows, columns = height - size[0] + 1, width - size[1] + 1
    places = torch.tensor([(i, j) for i in range(rows) for j in range(columns)])
    windows = cut(copies(image, len(places)), size, places[:, 0], places[:, 1])
    number = which(result, windows)
    told["images"] = f"a window of the picture: {how_many(number >= 0)}"
    counts = torch.bincount(number[number >= 0], minlength=len(places))
    several = not is_one(result)
    told["places"] = (
        f"of the {len(places)} places, {how_even(counts)}{_gap(counts.reshape(rows, columns))}"
        if several or len(places) == 1
        else _one_place(result[0], windows, rows, columns)
    )
    return told


def _gap(counts):
    """At which end places never come, in words; nothing where it is at none."""
    for k, words in ((0, "first"), (-1, "last")):
        if not counts[k].any() or not counts[:, k].any():
            return f", none in the {words} row or column"
    return ""


def _one_place(window, windows, rows, columns):
    """Where all windows are, in words."""
    middle = (rows - 1) // 2 * columns + (columns - 1) // 2
    for k, word in ((0, "always the upper left corner"), (middle, "always the middle")):
        if torch.equal(window, windows[k]):
            return word
    return "one place for the whole batch"


def windows_law(size, of=(3, 5), seed=0, dtype=torch.uint8, note=""):
    """Of two thousand copies of a picture a window each, and every place comes equally often."""

    def expected(f, size, of):
        places = (of[0] - size[0] + 1) * (of[1] - size[1] + 1)
        return {
            "result": "as asked",
            "images": "a window of the picture: all images",
            "places": f"of the {places} places, all about equally often",
        }

    return Law(
        "from each image a window, at its own random place; all places come equally often",
        lambda f, size, of: _told(f, size, *of, seed, dtype),
        expected,
        *(size, of),
        note=note or "2000 copies of one picture of this size",
    )


def _told_masks(f, size, height, width, seed):
    image = picture(height, width)
    result = pair_told(f(copies(image), size, dice(seed), copies(mask_of(image))))
    return {"masks": masks_told(image, *result) if result else "no pair of images and masks"}


def masks_law(size, of=(3, 5), seed=0):
    """Masks are cut where their images are."""
    return Law(
        "masks are cut at the same places as their images",
        lambda f, size, of: _told_masks(f, size, *of, seed),
        lambda f, size, of: {"masks": "with their images: all masks"},
        *(size, of),
        note="masks, 2000 of them",
    )


def generator_law(size=(2, 2), of=(6, 6), count=40):
    """The generator decides, and nothing else does."""
    return Law(
        "the places come from the generator, and from nothing else",
        lambda f, size, of: how_drawn(lambda g: f(copies(picture(*of), count), size, g)),
        lambda f, size, of: FROM_THE_GENERATOR,
        *(size, of),
        note="the same generator again, and another one",
    )


def too_large(size, of=(3, 5)):
    """A window that is larger than the image."""
    images = torch.zeros(2, 1, *of, dtype=torch.uint8)
    return Case(images, size, dice(1), note="a window that does not fit")


random_crop = Exercise(
    "lesson10.random_crop",
    functions={"random_crop": _random_crop},
    parts=(
        Part("windows", 1, (windows_law((2, 3)), windows_law((3, 5), note="as large as it is"))),
        Part(
            "every place, own draws",
            1,
            (windows_law((2, 2), (4, 4), 1), windows_law((1, 4), (4, 5), 2), generator_law()),
            needs=("windows",),
        ),
        Part(
            "masks, dtype, bad input",
            1,
            (
                masks_law((2, 3)),
                windows_law((2, 2), (2, 4), 3, torch.float32, "float32"),
                too_large((4, 2)),
                too_large((2, 6)),
            ),
            needs=("windows",),
        ),
    ),
    mistakes=(
        Mistake(
            "one draw for the whole batch",
            _model(one_for_all=True),
            "One place is drawn for the whole batch. Each image needs its own.",
            "Draw as many numbers as there are images.",
        ),
        Mistake(
            "the last place never comes",
            _model(draw=_last_left_out),
            "The last row or column never comes into a window: the upper end of torch.randint is "
            "not included, and numbers that are cut off to whole ones never reach it.",
            "There are H - h + 1 places: torch.randint(0, H - h + 1, ...).",
        ),
        Mistake(
            "the first place never comes",
            _model(draw=_first_left_out),
            "The first row or column never comes into a window. Rows are counted from 0.",
            "torch.randint(0, H - h + 1, ...)",
        ),
        Mistake(
            "always in the middle",
            _model(draw=_in_the_middle),
            "The window is always in the middle.",
            "A random place for each image.",
        ),
        Mistake(
            "always at the corner",
            _model(draw=_at_the_corner),
            "The window is always at the upper left corner.",
            "A random place for each image.",
        ),
        Mistake(
            "one number for both axes",
            _model(draw=_diagonal),
            "Row and column of the corner are the same number: windows lie along the diagonal.",
            "Two draws for each image.",
        ),
        Mistake(
            "as large as the image refused",
            _model(refuse_equal=True),
            "You refuse a window that is as high or as wide as the image. It fits: there is one "
            "place for it on that side.",
            "Refuse only what is larger: h > H or w > W.",
        ),
        Mistake(
            "height and width swapped",
            _model(swapped=True),
            "Height and width of the window are swapped.",
            "size is (height, width).",
        ),
        Mistake(
            "rounded",
            _model(draw=_rounded),
            "The places at the ends come half as often as the others: that is what rounding does.",
            "torch.randint draws whole numbers, all equally often.",
        ),
        Mistake(
            "too large a window accepted",
            _model(refuse=False),
            "A window that does not fit is cut down without a word.",
            "Raise a ValueError that says which window does not fit into which image.",
        ),
        Mistake(
            "masks stay",
            _model(masks_stay=True),
            "The masks are not cut.",
            "The same windows for both.",
        ),
        Mistake(
            "masks cut elsewhere",
            _model(masks_apart=True),
            "The masks are cut by other draws than their images.",
            "Draw once, and use the places for both.",
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
            "The places do not come from the generator that is given: nobody can repeat them.",
            "generator=generator, in every draw.",
        ),
        Mistake(
            "seeded anew",
            _model(seeded=True),
            "The generator is seeded in your function: every call cuts at the same places.",
            "Draw from the generator as it comes.",
        ),
        Mistake(
            "two results without masks",
            _model(always_two=True),
            "Without masks you return two things. Return the images alone.",
        ),
    ),
    hints=(
        "A window of h rows can begin at H - h + 1 rows: from 0 to H - h, both included.",
        "Draw a row and a column for each image, take the windows one by one with slices, and put "
        "them together with torch.stack.",
        "If there is no place at all, raise ValueError before you draw.",
        "A mask (H, W) is cut with the same slices: mask[i : i + h, j : j + w].",
    ),
    ready_made=(
        "cnnlib.augment.random_crop",
        "cnnlib.augment.moving.windows",
        "torchvision.transforms.v2.RandomCrop",
        "torchvision.transforms.RandomCrop",
    ),
    seconds=30.0,
)
