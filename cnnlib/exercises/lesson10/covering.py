"""`cutout`: a square of each image of a batch is covered, each at its own random place.

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
    picture,
    which,
)


def holes(height, width, size, rows, columns, wrap=False):
    """(N, H, W) bool: a square around each (row, column), as far as it is inside."""
    down = (torch.arange(height) - rows[:, None]).abs()
    right = (torch.arange(width) - columns[:, None]).abs()
    if wrap:
        down, right = torch.minimum(down, height - down), torch.minimum(right, width - right)
    return (down <= size // 2)[:, :, None] & (right <= size // 2)[:, None, :]


# The oracle, with switches for what can go wrong


def _anywhere(count, height, width, size, generator):
    rows = torch.randint(0, height, (count,), generator=generator)
    return rows, torch.randint(0, width, (count,), generator=generator)


def _square(height, width, size, rows, columns):
    return holes(height, width, size, rows, columns)


def _cut_out(
    images,
    size,
    generator,
    *,
    draw=_anywhere,
    shape=_square,
    one_for_all=False,
    each_channel=False,
    first_channel=False,
    inverted=False,
    value=lambda images: 0,
    then=lambda x: x,
    in_place=False,
    seeded=False,
    own_numbers=False,
):
    if seeded:
        generator.manual_seed(0)
    if own_numbers:
        generator = None
    n, channels, height, width = images.shape
    count = n * channels if each_channel else 1 if one_for_all else n
    rows, columns = draw(count, height, width, size, generator)
    hole = shape(height, width, size, rows, columns)
    if each_channel:
        hole = hole.reshape(n, channels, height, width)
    else:
        hole = hole.expand(n, height, width)[:, None]
    hole = ~hole if inverted else hole
    if first_channel:
        hole = hole & (torch.arange(channels) == 0)[:, None, None]
    fill = torch.as_tensor(value(images), dtype=images.dtype)
    new = then(torch.where(hole, fill, images))
    return images.copy_(new) if in_place else new


def _cutout(images, size, generator):
    return _cut_out(images, size, generator)


def _model(**switches):
    def model_of_the_mistake(images, size, generator):
        return _cut_out(images, size, generator, **switches)

    return model_of_the_mistake


def _inside(count, height, width, size, generator):
    half = size // 2
    rows = torch.randint(min(half, height - 1), max(height - half, half + 1), (count,),
                         generator=generator)  # fmt: skip
    columns = torch.randint(min(half, width - 1), max(width - half, half + 1), (count,),
                            generator=generator)  # fmt: skip
    return rows, columns


def _sides_swapped(count, height, width, size, generator):
    columns, rows = _anywhere(count, height, width, size, generator)
    return rows, columns


def _in_the_middle(count, height, width, size, generator):
    return torch.full((count,), height // 2), torch.full((count,), width // 2)


def _last_left_out(count, height, width, size, generator):
    return _anywhere(count, max(height - 1, 1), max(width - 1, 1), size, generator)


def _diagonal(count, height, width, size, generator):
    both = torch.randint(0, min(height, width), (count,), generator=generator)
    return both, both


def _from_the_corner(height, width, size, rows, columns):
    """A square whose upper left corner is drawn, and not its centre."""
    return holes(height, width, size, rows + size // 2, columns + size // 2)


def _up_to_the_pixel(height, width, size, rows, columns):
    """A square that ends at the pixel that is drawn."""
    return holes(height, width, size, rows - size // 2, columns - size // 2)


def _side_for_radius(height, width, size, rows, columns):
    return holes(height, width, 2 * size + 1, rows, columns)


def _one_short(height, width, size, rows, columns):
    """A slice from centre - half to before centre + half."""
    half = size // 2
    down = torch.arange(height) - rows[:, None]
    right = torch.arange(width) - columns[:, None]
    inside = ((down >= -half) & (down < half))[:, :, None]
    return inside & ((right >= -half) & (right < half))[:, None, :]


def _whole_rows(height, width, size, rows, columns):
    return holes(height, width, 2 * width + 1, rows, columns) & holes(
        height, width, size, rows, torch.zeros_like(columns)
    ).any(dim=2, keepdim=True)


def _cross(height, width, size, rows, columns):
    down = (torch.arange(height) - rows[:, None]).abs() <= size // 2
    right = (torch.arange(width) - columns[:, None]).abs() <= size // 2
    return down[:, :, None] | right[:, None, :]


def _wrapped(height, width, size, rows, columns):
    return holes(height, width, size, rows, columns, wrap=True)


def _single_pixel(height, width, size, rows, columns):
    return holes(height, width, 1, rows, columns)


def _negative_start(height, width, size, rows, columns):
    """Slices whose negative start counts from the other end: nothing is covered there."""
    half, found = size // 2, torch.zeros(len(rows), height, width, dtype=torch.bool)
    for mask, i, j in zip(found, rows.tolist(), columns.tolist(), strict=True):
        mask[i - half : i + half + 1, j - half : j + half + 1] = True
    return found


# What is asked of it


def _all_pixels(height, width):
    """Rows and columns of all pixels, as (2, H * W)."""
    return torch.cartesian_prod(torch.arange(height), torch.arange(width)).T


def _told(f, size, height, width, seed, dtype=torch.uint8):
    image = picture(height, width, dtype=dtype)
    batch = copies(image)
    result = f(batch, size, dice(seed))
    told = {
        "result": form(result, batch.shape, batch.dtype),
        "images": NOT_SEEN,
        "covered": NOT_SEEN,
        "places": NOT_SEEN,
    }
    if told["result"] != "as asked":
        return told
    rows, columns = _all_pixels(height, width)
    hole = holes(height, width, size, rows, columns)
    number = which(result, image.expand(len(rows), *image.shape).masked_fill(hole[:, None], 0))
    told["images"] = (
        f"a square of {size} x {size} is 0, the rest as it was: {how_many(number >= 0)}"
    )
    changed = result != batch
    if changed.any() and not (result[changed] == 0).any():
        told["covered"] = "with another value than 0"
        return told
    told["covered"] = _covered(result == 0)
    if (number < 0).any():
        return told
    counts = torch.bincount(number, minlength=len(rows))
    several = not is_one(result)
    told["places"] = (
        f"of {len(rows)} pixels as the centre, {how_even(counts)}"
        if several
        else _one_place(number[0], height, width)
    )
    return told


def _covered(zero):
    """How many pixels of an image are covered, in words: (N, C, H, W) bool."""
    first = zero[:, 0]
    count = first.flatten(1).sum(dim=1)
    words = f"{int(count.min())} to {int(count.max())} pixels of an image"
    for name, lines in (("rows", first.any(dim=2)), ("columns", first.any(dim=1))):
        if lines.any(dim=1).all():
            begin = lines.byte().argmax(dim=1)
            end = lines.shape[1] - 1 - lines.flip(1).byte().argmax(dim=1)
            words += f"; {name} from {_span(begin)} to {_span(end)}"
    if bool((zero == zero[:, :1]).all()):
        return words
    alone = not zero[:, 1:].any()
    return f"{words}; {'the first channel alone' if alone else 'not the same in all channels'}"


def _span(numbers):
    """The numbers between which some are, in words."""
    low, high = int(numbers.min()), int(numbers.max())
    return str(low) if low == high else f"{low}..{high}"


def _one_place(number, height, width):
    middle = height // 2 * width + width // 2
    return "always the middle" if number == middle else "one place for the whole batch"


def squares_law(size, of=(4, 5), seed=0, dtype=torch.uint8, note=""):
    """Of two thousand copies, each has a square covered, and every centre comes equally often."""
    return Law(
        "of each image a square is 0, around its own random pixel; every pixel comes equally often",
        lambda f, size, of: _told(f, size, *of, seed, dtype),
        lambda f, size, of: {
            "result": "as asked",
            "images": f"a square of {size} x {size} is 0, the rest as it was: all images",
            "covered": _covered(holes(*of, size, *_all_pixels(*of))[:, None]),
            "places": f"of {of[0] * of[1]} pixels as the centre, all about equally often",
        },
        *(size, of),
        note=note or "2000 copies of one picture of this size",
    )


def generator_law(size=3, of=(6, 6), count=40):
    """The generator decides, and nothing else does."""
    return Law(
        "the places come from the generator, and from nothing else",
        lambda f, size, of: how_drawn(lambda g: f(copies(picture(*of), count), size, g)),
        lambda f, size, of: FROM_THE_GENERATOR,
        *(size, of),
        note="the same generator again, and another one",
    )


ALL_COVERED = Case(
    torch.tensor([[[[5, 6]]]], dtype=torch.uint8),
    3,
    dice(1),
    note="so small that all is covered; the original is not changed",
)

cutout = Exercise(
    "lesson10.cutout",
    functions={"cutout": _cutout},
    parts=(
        Part("squares", 1, (squares_law(3), squares_law(1, (2, 3), note="a single pixel"))),
        Part(
            "own draws, dtype, original",
            1,
            (generator_law(), squares_law(3, (3, 4), 2, torch.float32, "float32"), ALL_COVERED),
            needs=("squares",),
            untouched=True,
            dtype="same",
        ),
    ),
    mistakes=(
        Mistake(
            "one place for the whole batch",
            _model(one_for_all=True),
            "One place is drawn for the whole batch. Each image needs its own.",
            "Draw as many numbers as there are images.",
        ),
        Mistake(
            "always wholly inside",
            _model(draw=_inside),
            "Your square is always wholly inside. Its centre may be any pixel, also one at the "
            "edge; then part of the square is outside.",
            "torch.randint(0, H, ...) for the row of the centre, and W for its column.",
        ),
        Mistake(
            "from the corner",
            _model(shape=_from_the_corner),
            "The pixel that is drawn is the upper left corner of your square. It is its centre.",
            "From centre - size // 2 to centre + size // 2, both included.",
        ),
        Mistake(
            "up to the pixel",
            _model(shape=_up_to_the_pixel),
            "The pixel that is drawn is the lower right corner of your square. It is its centre.",
            "From centre - size // 2 to centre + size // 2, both included.",
        ),
        Mistake(
            "height and width swapped",
            _model(draw=_sides_swapped),
            "Height and width are swapped: you draw the row from the columns there are, and the "
            "column from the rows.",
            "images.shape is (N, C, H, W): rows below H, columns below W.",
        ),
        Mistake(
            "size for radius",
            _model(shape=_side_for_radius),
            "Your square reaches size pixels to each side: too large. size is the whole side.",
            "From centre - size // 2 to centre + size // 2.",
        ),
        Mistake(
            "one row too few",
            _model(shape=_one_short),
            "Your square is one row and one column too small: the end of a slice is not included.",
            "rows[i - half : i + half + 1]",
        ),
        Mistake(
            "negative start",
            _model(shape=_negative_start),
            "Near the upper and the left edge nothing is covered: a slice that begins at -1 begins "
            "at the last row.",
            "max(0, i - half)",
        ),
        Mistake(
            "wrap-around",
            _model(shape=_wrapped),
            "Your square wraps around: what is outside on one side comes back on the other.",
        ),
        Mistake(
            "whole rows",
            _model(shape=_whole_rows),
            "You cover whole rows, and not a square.",
            "A pixel is covered where its row AND its column are near the centre.",
        ),
        Mistake(
            "a cross",
            _model(shape=_cross),
            "You cover a cross: rows or columns near the centre. A pixel of the square has both.",
            "rows & columns, and not |.",
        ),
        Mistake("a single pixel", _model(shape=_single_pixel), "You cover a single pixel."),
        Mistake(
            "each channel by itself",
            _model(each_channel=True),
            "Each channel has its square at another place: nothing is really covered.",
            "One place for each image, in all channels.",
        ),
        Mistake(
            "the first channel alone",
            _model(first_channel=True),
            "You cover the first channel alone: of a colour image the rest can still be seen.",
            "images[n, :, top:bottom, left:right], with all channels.",
        ),
        Mistake(
            "all but the square",
            _model(inverted=True),
            "You cover everything but the square.",
        ),
        Mistake(
            "another value than 0",
            _model(value=lambda images: 1),
            "What you cover becomes something else than 0. Asked for is 0.",
        ),
        Mistake(
            "always in the middle",
            _model(draw=_in_the_middle),
            "The square is always in the middle.",
            "A random centre for each image.",
        ),
        Mistake(
            "the last row never comes",
            _model(draw=_last_left_out),
            "The last row and the last column are never the centre: the upper end of torch.randint "
            "is not included.",
            "torch.randint(0, H, ...)",
        ),
        Mistake(
            "one number for both axes",
            _model(draw=_diagonal),
            "Row and column of the centre are the same number: only the diagonal comes.",
            "Two draws for each image.",
        ),
        Mistake(
            "nothing returned",
            lambda *arguments: None,
            "Your function returned nothing. Is there a return line?",
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
            "The generator is seeded in your function: every call covers the same places.",
            "Draw from the generator as it comes.",
        ),
    ),
    hints=(
        "Draw a row from 0 to H - 1 and a column from 0 to W - 1 for each image: the centre.",
        "With half = size // 2, the square goes from i - half to i + half. A slice that begins "
        "below 0 counts from the other end: max(0, i - half).",
        "Work on images.clone().",
    ),
    ready_made=(
        "cnnlib.augment.cutout",
        "torchvision.transforms.v2.RandomErasing",
        "torchvision.transforms.RandomErasing",
    ),
    seconds=30.0,
)
