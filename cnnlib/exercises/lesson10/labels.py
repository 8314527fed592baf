"""`label_after`: what a picture shows once it has been changed, by the pictures of the classes.

Imports torch no more than the others do: pictures are NumPy arrays.
"""

from functools import partial

import numpy as np

from cnnlib.check import Case, Exercise, Mistake, Part

DARK = 128  # a pixel below it is ink


def likeness(first, second):
    """Intersection over union of the ink of two pictures: 1 where they are the same.

    Examples
    --------
    >>> likeness(np.array([[0, 0, 255]]), np.array([[0, 255, 255]]))
    0.5
    """
    first, second = first < DARK, second < DARK
    either = int((first | second).sum())
    return float((first & second).sum() / either) if either else 1.0


def after(pictures, transform, least=0.8):
    """For each class the class that its picture shows after a change, or None.

    Parameters
    ----------
    pictures : dict of str to (H, W) uint8 ndarray
        One for each class; ink is darker than 128.
    transform : callable
        From a picture to the changed one, of the same shape.
    least : float
        The likeness that is enough.

    Returns
    -------
    dict of str to (str or None)

    Examples
    --------
    >>> after(ARROWS, mirrored)
    {'left': 'right', 'right': 'left', 'both': 'both'}
    """
    return _labels(pictures, transform, least)


# Changes to try: their names and first lines are what a report shows


def as_it_is(picture):
    """Nothing changes."""
    return picture


def mirrored(picture):
    """Left and right exchanged."""
    return picture[:, ::-1]


def top_for_bottom(picture):
    """Top and bottom exchanged."""
    return picture[::-1]


def half_turn(picture):
    """Turned by 180 degrees."""
    return picture[::-1, ::-1]


def quarter_turn(picture):
    """Turned by 90 degrees, counter-clockwise."""
    return np.rot90(picture)


def lighter(picture):
    """Every value a third brighter, at most 255; ink stays darker than 128."""
    return np.minimum(255, picture + picture // 3 + 60).astype(picture.dtype)


def greyed(picture):
    """Ink becomes 127, everything else 128."""
    return np.where(picture < DARK, 127, 128).astype(picture.dtype)


def one_pixel_down(picture):
    """Moved down by one row; white comes in."""
    white = np.full_like(picture[:1], 255)
    return np.concatenate([white, picture[:-1]])


def right_side_inked(picture):
    """The last column becomes ink."""
    new = picture.copy()
    new[:, -1] = 0
    return new


def smudged(picture):
    """The first pixel becomes ink."""
    new = picture.copy()
    new[0, 0] = 0
    return new


# Small pictures


def drawn(*rows):
    """A picture from text, uint8: ``#`` is ink, anything else white.

    >>> drawn("#.", "##")
    array([[  0, 255],
           [  0,   0]], dtype=uint8)
    """
    return np.array([[0 if mark == "#" else 255 for mark in row] for row in rows], dtype=np.uint8)


LETTERS = {
    "b": drawn("#...", "#...", "###.", "#..#", "#..#", "###."),
    "d": drawn("...#", "...#", ".###", "#..#", "#..#", ".###"),
    "p": drawn("###.", "#..#", "#..#", "###.", "#...", "#..."),
    "q": drawn(".###", "#..#", "#..#", ".###", "...#", "...#"),
}
NUMERALS = {
    "0": drawn("###", "#.#", "#.#", "#.#", "###"),
    "2": drawn("###", "..#", "###", "#..", "###"),
    "6": drawn("###", "#..", "###", "#.#", "###"),
    "8": drawn("###", "#.#", "###", "#.#", "###"),
    "9": drawn("###", "#.#", "###", "..#", "###"),
}
ARROWS = {
    "left": drawn(".#...", "#####", ".#..."),
    "right": drawn("...#.", "#####", "...#."),
    "both": drawn(".#.#.", "#####", ".#.#."),
}
WAYS = {
    "up": drawn("..#..", ".###.", "#.#.#", "..#..", "..#.."),
    "left": drawn("..#..", ".#...", "#####", ".#...", "..#.."),
    "right": drawn("..#..", "...#.", "#####", "...#.", "..#.."),
}


# The oracle, with switches for what can go wrong


def _label_after(pictures, transform, least=0.8):
    return _labels(pictures, transform, least)


def _labels(
    pictures,
    transform,
    least=0.8,
    *,
    alike=likeness,
    candidates=lambda pictures, name: pictures,
    changed=lambda transform, picture: transform(picture),
    beside=lambda transform, picture: picture,
    enough=lambda best, least: best >= least,
    nothing=None,
    first=False,
):
    found = {}
    for name, picture in pictures.items():
        new = changed(transform, picture)
        scores = {
            other: alike(new, beside(transform, one))
            for other, one in candidates(pictures, name).items()
        }
        fitting = [other for other, score in scores.items() if enough(score, least)]
        best = fitting[0] if first and fitting else max(scores, key=scores.get)
        found[name] = best if enough(scores[best], least) else nothing
    return found


def _model(**switches):
    return partial(_labels, **switches)


def _each_class_once(pictures, transform, least=0.8):
    found, left = {}, dict(pictures)
    for name in pictures:
        best = _labels({name: pictures[name]}, transform, least, candidates=lambda *_: left)[name]
        found[name] = best
        if best:
            del left[best]
    return found


def _least_fixed(pictures, transform, least=0.8):
    return _labels(pictures, transform, 0.8)


def _equal_pixels(first, second):
    return float(((first < DARK) == (second < DARK)).mean())


def _dice(first, second):
    first, second = first < DARK, second < DARK
    return float(2 * (first & second).sum() / (first.sum() + second.sum()))


def _of_up_to_128(first, second):
    first, second = first <= DARK, second <= DARK
    return float((first & second).sum() / (first | second).sum())


def _share_of_the_first(first, second):
    return float(((first < DARK) & (second < DARK)).sum() / max((first < DARK).sum(), 1))


def _share_of_the_second(first, second):
    return float(((first < DARK) & (second < DARK)).sum() / max((second < DARK).sum(), 1))


def _of_white(first, second):
    first, second = first >= DARK, second >= DARK
    return float((first & second).sum() / max((first | second).sum(), 1))


def _exactly_equal(first, second):
    return float(np.array_equal(first, second))


def _pure_black(first, second):
    first, second = first == 0, second == 0
    return float((first & second).sum() / max((first | second).sum(), 1))


label_after = Exercise(
    "lesson10.label_after",
    functions={"label_after": _label_after},
    parts=(
        Part(
            "another class",
            1,
            (
                Case(ARROWS, mirrored),
                Case(NUMERALS, half_turn, note="the 6 and the 9; the 2 stays"),
                Case(LETTERS, top_for_bottom),
                Case(LETTERS, as_it_is),
            ),
        ),
        Part(
            "no class",
            1,
            (
                Case(NUMERALS, mirrored, 0.95, note="least = 0.95: a 2 in the mirror is none"),
                Case(WAYS, quarter_turn, note="a quarter turn; there is no way back"),
                Case({"b": LETTERS["b"], "d": LETTERS["d"]}, half_turn),
            ),
            needs=("another class",),
        ),
        Part(
            "likeness",
            1,
            (
                Case(ARROWS, lighter, note="grey ink is ink, too"),
                Case(LETTERS, smudged, note="one pixel too many"),
                Case(ARROWS, one_pixel_down, note="the likeness falls below 0.8"),
                Case(ARROWS, greyed, note="127 is ink, 128 is not"),
                Case(NUMERALS, right_side_inked, note="three of them become an 8"),
                Case(WAYS, top_for_bottom, 0.6, note="least = 0.6"),
                Case(LETTERS, one_pixel_down, 0.5, note="a likeness of exactly least = 0.5"),
            ),
            needs=("another class",),
            untouched=True,
        ),
    ),
    mistakes=(
        Mistake(
            "compared with itself alone",
            _model(candidates=lambda pictures, name: {name: pictures[name]}),
            "You compare each picture with that of its own class alone. What it has become may be "
            "another class: that is the dangerous case.",
            "Compare with every picture, and take the most alike.",
        ),
        Mistake(
            "no threshold",
            _model(enough=lambda best, least: True),
            "There always is a most similar picture. If its likeness is below least, the changed "
            "picture shows no class: None.",
        ),
        Mistake(
            "more than least",
            _model(enough=lambda best, least: best > least),
            "For you a likeness must be larger than least. A likeness of exactly least is enough.",
            ">= least",
        ),
        Mistake(
            "each class once",
            _each_class_once,
            "You give each class out once. Several pictures may show the same class.",
            "Compare with all pictures, each time.",
        ),
        Mistake(
            "the first that is alike",
            _model(first=True),
            "You take the first picture that is alike enough, and not the one that is most alike.",
        ),
        Mistake(
            "the classes changed",
            _model(
                changed=lambda transform, picture: picture,
                beside=lambda transform, picture: transform(picture),
            ),
            "You change the pictures of the classes, and compare with the original. That is the "
            "way back: for a quarter turn it is another one.",
            "Change the picture that is asked about; the classes stay as they are.",
        ),  # fmt: skip
        Mistake(
            "both changed, or neither",
            _model(beside=lambda transform, picture: transform(picture)),
            "Each picture comes out as its own class, as if nothing had changed. So it is if you "
            "change no picture before you compare, or both, or if you write the changed one into "
            "pictures.",
            "Change a copy of the picture that is asked about; the others stay as they are.",
        ),
        Mistake(
            "white counts",
            _model(alike=_equal_pixels),
            "You count the pixels that are equal, white ones too. Two pictures that are mostly "
            "white are then alike whatever they show.",
            "Pixels that are ink in both, divided by pixels that are ink in at least one.",
        ),
        Mistake(
            "white for ink",
            _model(alike=_of_white),
            "You compare what is white. Ink is what is darker: below 128.",
        ),
        *(
            Mistake(
                "divided by one picture's ink",
                _model(alike=alike),
                f"You divide by the ink of the {which}, and not by the pixels that are ink in at "
                "least one of the two: a picture is then quite like any that contains it.",
                "Intersection over union: (a & b).sum() / (a | b).sum().",
            )
            for alike, which in (
                (_share_of_the_first, "changed picture alone"),
                (_share_of_the_second, "class's picture alone"),
            )
        ),
        Mistake(
            "Dice",
            _model(alike=_dice),
            "You divide twice the common ink by the sum of both inks: the Dice coefficient, which "
            "is larger than intersection over union.",
            "(a & b).sum() / (a | b).sum()",
        ),
        Mistake(
            "128 taken for ink",
            _model(alike=_of_up_to_128),
            "For you a pixel of 128 is ink. Ink is what is darker than 128.",
            "picture < 128",
        ),
        Mistake(
            "exactly equal",
            _model(alike=_exactly_equal),
            "You ask for pictures that are equal to the last pixel. A little noise or another grey "
            "is no other label.",
            "The likeness, and least.",
        ),
        Mistake(
            "only pure black",
            _model(alike=_pure_black),
            "For you only 0 is ink. Ink is what is darker than 128.",
            "picture < 128",
        ),
        Mistake(
            "least fixed",
            _least_fixed,
            "The threshold is 0.8, whatever least says.",
        ),
        Mistake(
            "None as a word",
            _model(nothing="None"),
            'You return the word "None". None is a value of its own, without quotes.',
        ),
        Mistake(
            "its own name for none",
            lambda pictures, transform, least=0.8: {
                name: label or name for name, label in _labels(pictures, transform, least).items()
            },
            "Where a picture shows no class any more, you keep its old label. That is the mistake "
            "that this function is to find.",
            "None.",
        ),
    ),
    hints=(
        "Two loops: over the pictures that are changed, and over those they are compared with.",
        "a = changed < 128 and b = other < 128 are arrays of True and False. (a & b).sum() counts "
        "the pixels that are ink in both, (a | b).sum() those that are in at least one.",
        "max(scores, key=scores.get) is the key with the largest value of a dict.",
    ),
    ready_made=("cnnlib.exercises.lesson10.labels.after",),
    rtol=1e-9,
)
