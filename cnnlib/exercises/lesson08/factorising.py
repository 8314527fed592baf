"""The exercise `factorise_saving`: small kernels in a row for a large one."""

import math
from fractions import Fraction

from cnnlib.check import Case, Exercise, Mistake, Part


def saving(
    whole,
    parts,
    *,
    field=lambda sides: 1 + sum(side - 1 for side in sides),
    of=None,
    refuse=True,
    area=math.prod,
):
    """The share of weights that a stack of kernels saves. Options make a mistake each.

    Parameters
    ----------
    whole : (int, int)
        Height and width of the large kernel.
    parts : list of (int, int)
        Those in its place, one after the other.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the stack does not see what the large kernel sees.

    Examples
    --------
    >>> saving((5, 5), [(3, 3), (3, 3)])
    0.28
    """
    seen = tuple(field([part[axis] for part in parts]) for axis in (0, 1))
    if refuse and seen != tuple(whole):
        raise ValueError(f"the stack sees {seen}, the kernel {tuple(whole)}")
    before, after = area(whole), sum(map(area, parts))
    return float(Fraction(before - after, of(before, after) if of else before))


def _factorise_saving(whole, parts):
    return saving(whole, parts)


def _with(**switches):
    return lambda whole, parts: saving(whole, parts, **switches)


def _share_kept(whole, parts):
    return 1 - saving(whole, parts)


def _per_cent(whole, parts):
    return 100 * saving(whole, parts)


def _difference(whole, parts):
    return float(saving(whole, parts) * math.prod(whole))


def _rounded(whole, parts):
    return round(saving(whole, parts), 2)


def _first_part_only(whole, parts):
    saving(whole, parts)
    return 1 - math.prod(parts[0]) / math.prod(whole)


def _at_least(whole, parts):
    seen = [1 + sum(part[axis] - 1 for part in parts) for axis in (0, 1)]
    if seen[0] < whole[0] or seen[1] < whole[1]:
        raise ValueError("too small")
    return saving(whole, parts, refuse=False)


def _refuses_all(whole, parts):
    raise ValueError("another field")


def _axes_exchanged(whole, parts):
    saving(whole[::-1], parts)
    return saving(whole, parts, refuse=False)


def _heights_only(whole, parts):
    if 1 + sum(part[0] - 1 for part in parts) != whole[0]:
        raise ValueError("another field")
    return saving(whole, parts, refuse=False)


def _squares(whole, parts):
    return saving(
        (whole[0], whole[0]), [(part[0], part[0]) for part in parts], area=lambda s: s[0] ** 2
    )


def _clipped(whole, parts):
    return max(0.0, saving(whole, parts))


FIELD = "Each kernel adds its side minus 1, in each direction: 1 + 2 + 2 = 5 for two of 3."

factorise_saving = Exercise(
    "lesson08.factorise_saving",
    functions={"factorise_saving": _factorise_saving},
    parts=(
        Part(
            "values",
            1,
            (
                Case((5, 5), [(3, 3), (3, 3)], note="28 %"),
                Case((3, 3), [(1, 3), (3, 1)], note="a third"),
                Case((7, 7), [(3, 3), (3, 3), (3, 3)], note="three of 3 x 3"),
            ),
        ),
        Part(
            "any kernels",
            1,
            (
                Case((5, 3), [(3, 3), (3, 1)], note="kernels that are not square"),
                Case((2, 4), [(1, 4), (2, 1)], note="even kernels"),
                Case((3, 3), [(3, 3), (1, 1)], note="a stack that costs more"),
                Case((5, 5), [(5, 5)], note="nothing changed"),
            ),
            needs=("values",),
        ),
        Part(
            "another field",
            1,
            (
                Case((5, 5), [(3, 3)], note="the stack sees less"),
                Case((3, 3), [(3, 3), (3, 3)], note="the stack sees more"),
                Case((3, 3), [(3, 1)], note="narrower"),
                Case((3, 5), [(5, 3)], note="on its side"),
            ),
            needs=("values",),
        ),
    ),
    mistakes=(
        Mistake(
            "nothing refused",
            _with(refuse=False),
            "A stack is accepted that does not see what the large kernel sees. Compare the "
            "receptive fields first.",
            FIELD,
        ),
        Mistake(
            "everything refused",
            _refuses_all,
            "Every stack that was tried is refused, even a kernel that is replaced by itself.",
            f"Print both fields. {FIELD} And a list never equals a tuple: [5, 5] != (5, 5).",
        ),
        Mistake(
            "larger fields accepted",
            _at_least,
            "A stack that sees more than the large kernel is accepted; it must see exactly as "
            "much.",
            FIELD,
        ),
        Mistake(
            "one direction only",
            _heights_only,
            "The fields are compared in one direction only. A kernel has a height and a width.",
            FIELD,
        ),
        Mistake(
            "sides added up",
            _with(field=sum),
            "The field of the stack is not the sum of the sides: neighbouring windows overlap, so "
            "your function refuses stacks that see just as much.",
            FIELD,
        ),
        *(
            Mistake(
                "sides added up",
                _with(field=field),
                says,
                FIELD,
            )
            for field, says in (
                (
                    lambda sides: sum(sides) - 1,
                    "The field of the stack is the sum of the sides minus 1 here. That is right "
                    "for two kernels only: each one more overlaps, too.",
                ),
                (
                    math.prod,
                    "The field of the stack is not the product of the sides: neighbouring windows "
                    "overlap.",
                ),
                (max, "The field of the stack is larger than that of its largest kernel."),
            )
        ),
        Mistake(
            "axes exchanged",
            _axes_exchanged,
            "Height and width are exchanged: the heights of the stack are compared with the width "
            "of the large kernel.",
            "In (kh, kw), the height comes first.",
        ),
        Mistake(
            "the share that is left",
            _share_kept,
            "This is the share of the weights that is left. Asked for is the share that is saved.",
            "1 - after / before.",
        ),
        Mistake(
            "per cent",
            _per_cent,
            "This is in per cent. Asked for is a share: 0.28, not 28.",
        ),
        Mistake(
            "number of weights",
            _difference,
            "This is the number of weights that are saved. Divide it by the number there was.",
            "(before - after) / before.",
        ),
        Mistake(
            "divided by what is left",
            _with(of=lambda before, after: after),
            "The saving is divided by the weights of the stack; it is a share of those of the "
            "large kernel.",
            "(before - after) / before.",
        ),
        Mistake(
            "sides for areas",
            _with(area=sum),
            "You count sides. A kernel of 5 x 5 has 5 * 5 weights.",
        ),
        Mistake(
            "width from height",
            _squares,
            "The width of each kernel is taken from its height.",
            "kh * kw.",
        ),
        Mistake(
            "first kernel only",
            _first_part_only,
            "Only the first kernel of the stack is counted.",
            "sum(kh * kw for kh, kw in parts).",
        ),
        Mistake(
            "rounded",
            _rounded,
            "The result is rounded. A third is not 0.33.",
        ),
        Mistake(
            "no negative saving",
            _clipped,
            "A stack may cost more than the kernel that it replaces: then the saving is negative.",
        ),
    ),
    hints=(
        "All layers have the same number of channels, so it cancels: compare kh * kw of the one "
        "with the sum of kh * kw of the others.",
        FIELD,
        "1 - 18 / 25 is 0.28.",
    ),
    ready_made=("cnnlib.exercises.lesson08.factorising.saving",),
)
